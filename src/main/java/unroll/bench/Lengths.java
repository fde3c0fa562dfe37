package unroll.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Draws the lengths of sequences, evenly, and sorts them into batches of like length. */
final class Lengths {
    private Lengths() {}

    static List<int[]> sorted(
            Random random, int batches, int sequences, int shortest, int longest) {
        var lengths = new int[batches * sequences];
        Arrays.setAll(lengths, i -> shortest + random.nextInt(longest - shortest + 1));
        Arrays.sort(lengths);
        var sorted = new ArrayList<int[]>();
        for (int i = 0; i < batches; i++) {
            sorted.add(Arrays.copyOfRange(lengths, i * sequences, (i + 1) * sequences));
        }
        return sorted;
    }
}
