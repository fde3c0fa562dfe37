package unroll.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Draws the lengths of sequences, evenly. */
final class Lengths {
    private Lengths() {}

    static int[] drawn(Random random, int count, int shortest, int longest) {
        var lengths = new int[count];
        Arrays.setAll(lengths, i -> shortest + random.nextInt(longest - shortest + 1));
        return lengths;
    }

    /** Draws lengths and sorts them, the shortest batch first. */
    static List<int[]> sorted(
            Random random, int batches, int sequences, int shortest, int longest) {
        var lengths = drawn(random, batches * sequences, shortest, longest);
        Arrays.sort(lengths);
        var sorted = new ArrayList<int[]>();
        for (int i = 0; i < batches; i++) {
            sorted.add(Arrays.copyOfRange(lengths, i * sequences, (i + 1) * sequences));
        }
        return sorted;
    }
}
