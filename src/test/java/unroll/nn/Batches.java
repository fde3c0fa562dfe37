package unroll.nn;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Batches made by hand. */
public final class Batches {
    private Batches() {}

    /** Numbers of the sequences, longest first; of equal lengths, in their order. */
    public static int[] longestFirst(int... lengths) {
        return IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparing((Integer b) -> -lengths[b]))
                .mapToInt(b -> b)
                .toArray();
    }

    /** Fills a batch, which may be larger, with sequences in any order. */
    public static Batch fill(Batch batch, int[][] words, int... targets) {
        var lengths = new int[words.length];
        for (int b = 0; b < words.length; b++) {
            lengths[b] = words[b].length;
        }
        var order = longestFirst(lengths);
        batch.packing().set(IntStream.of(order).map(b -> lengths[b]).toArray(), words.length);
        for (int place = 0; place < order.length; place++) {
            int b = order[place];
            batch.order()[place] = b;
            batch.targets()[place] = targets[b];
            for (int t = 0; t < lengths[b]; t++) {
                batch.ids()[batch.packing().row(t, place)] = words[b][t];
            }
        }
        return batch;
    }

    /** A batch that just holds the sequences. */
    public static Batch of(int[][] words, int... targets) {
        int rows = 0;
        for (var sequence : words) {
            rows += sequence.length;
        }
        return fill(new Batch(words.length, rows), words, targets);
    }
}
