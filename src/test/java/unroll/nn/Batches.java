package unroll.nn;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Stream;

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

    /** A batch of words with a label a sequence. */
    public static Batch words(int sequences, int rows) {
        var source = Stream.of(sequences, rows, 0);
        var target = source.perSequence(sequences, 0);
        return new Batch(sequences, Map.of(Batch.SOURCE, source, Batch.TARGET, target));
    }

    /** A batch of words with a label a step. */
    public static Batch steps(int sequences, int rows) {
        var source = Stream.of(sequences, rows, 0);
        return new Batch(sequences, Map.of(Batch.SOURCE, source, Batch.TARGET, source.perStep(0)));
    }

    /** Fills a batch, which may be larger, with sequences in any order. */
    public static Batch fill(Batch batch, int[][] words, int... targets) {
        var lengths = new int[words.length];
        for (int b = 0; b < words.length; b++) {
            lengths[b] = words[b].length;
        }
        var order = longestFirst(lengths);
        batch.source().pack(IntStream.of(order).map(b -> lengths[b]).toArray(), words.length);
        for (int place = 0; place < order.length; place++) {
            int b = order[place];
            batch.numbers()[place] = b;
            batch.target().ids()[place] = targets[b];
            for (int t = 0; t < lengths[b]; t++) {
                batch.source().ids()[batch.packing().row(t, place)] = words[b][t];
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
        return fill(Batches.words(words.length, rows), words, targets);
    }
}
