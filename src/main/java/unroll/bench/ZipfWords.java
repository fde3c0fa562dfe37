package unroll.bench;

import java.util.Arrays;
import java.util.Random;

/** Draws word ids by Zipf's law (rank to the power of -1), as words in text are distributed. */
final class ZipfWords {
    private final double[] upTo; // [words], sum of 1 / rank

    ZipfWords(int words) {
        upTo = new double[words];
        double sum = 0;
        for (int rank = 1; rank <= words; rank++) {
            sum += 1.0 / rank;
            upTo[rank - 1] = sum;
        }
    }

    int draw(Random random) {
        int last = upTo.length - 1;
        int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[last]);
        return Math.min(last, found < 0 ? -found - 1 : found);
    }
}
