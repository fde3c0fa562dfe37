package unroll.nn.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.batch.Batch;

/** Words on their way to vectors. */
final class EmbeddingTest {
    private static final int UNKNOWN = 0;

    private final Context context = new Context();

    private static Layer.Pass open(Embedding embedding, int sequences, int rows, boolean training) {
        return embedding.open(
                new Capacity(sequences, rows, training), Kernels.fastest(), Allocator.heap(), null);
    }

    /** The word of each packed row. */
    private static int[] words(Activations output) {
        return Arrays.stream(output.index, 0, output.packing.rows())
                .map(output.ones::row)
                .toArray();
    }

    @Test
    void asManyWordsAreDroppedInTrainingAsAskedAndNoneWhenScoring() {
        double probability = 0.25;
        var embedding = Embedding.oneHot(Batch.SOURCE, 3, probability, UNKNOWN);
        int tokens = 4000;
        var sequence = new int[tokens];
        Arrays.fill(sequence, 2);
        context.batch = Batches.of(new int[][] {sequence}, 0);
        context.key = 7;
        context.training = true;
        var training = open(embedding, 1, tokens, true);
        training.forward(context);
        double dropped =
                Arrays.stream(words(training.output())).filter(word -> word == UNKNOWN).count();
        // Four standard deviations.
        double allowed = 4 * Math.sqrt(probability * (1 - probability) / tokens);
        assertEquals(probability, dropped / tokens, allowed);

        context.training = false;
        var scoring = open(embedding, 1, tokens, false);
        scoring.forward(context);
        assertArrayEquals(sequence, words(scoring.output()));
    }

    /** Vectors so wide that only some words' are kept from batch to batch. */
    @Test
    void scoringFindsEveryWordHoweverManyBatchesCameBefore() {
        int columns = 1 << 20;
        int vocabulary = 12;
        var layout = new Layout.Builder();
        var table = new WordTable(layout, "input", vocabulary, columns);
        layout.build();
        context.theta = new float[vocabulary * columns];
        for (int word = 0; word < vocabulary; word++) {
            context.theta[word * columns] = word + 1;
        }
        var pass =
                open(
                        new Embedding(Batch.SOURCE, List.of(table), vocabulary, 0.5, UNKNOWN),
                        2,
                        4,
                        false);
        for (int first = 0; first + 4 <= 2 * vocabulary; first++) {
            int[][] batch = {
                {first % vocabulary, (first + 1) % vocabulary},
                {(first + 2) % vocabulary, (first + 3) % vocabulary}
            };
            context.batch = Batches.of(batch, 0, 0);
            pass.forward(context);
            var output = pass.output();
            for (int b = 0; b < 2; b++) {
                for (int t = 0; t < 2; t++) {
                    int row = output.index[output.packing.row(t, b)];
                    assertEquals(batch[b][t] + 1, output.value[row * columns]);
                }
            }
        }
    }

    @Test
    void inTrainingABatchHasItsOwnWordsOnly() {
        var layout = new Layout.Builder();
        var table = new WordTable(layout, "input", 8, 2);
        context.theta = layout.build().initialParameters(1);
        context.training = true;
        var pass = open(new Embedding(Batch.SOURCE, List.of(table), 8, 0, UNKNOWN), 2, 40, true);
        context.batch = Batches.of(new int[][] {{1, 2}, {3, 4}}, 0, 0);
        pass.forward(context);
        assertEquals(4, pass.output().rows);
        context.batch = Batches.of(new int[][] {{5, 5}, {1, 6}}, 0, 0);
        pass.forward(context);
        assertEquals(3, pass.output().rows);
    }

    /** So that a word's vector is as long whether it is its own or the sum of its letters'. */
    @Test
    void vectorsStartAtAWidthOfTheirOwn() {
        var layout = new Layout.Builder();
        new WordTable(layout, "words", 500, 20);
        new LetterTable(layout, "letters", 500, 0, 20);
        var theta = layout.build().initialParameters(1);
        assertEquals(0.1, deviation(theta, 0, 10_000), 0.004);
        assertEquals(0.1 / Math.sqrt(16), deviation(theta, 10_000, 20_000), 0.001);
    }

    private static double deviation(float[] numbers, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += numbers[i] * (double) numbers[i];
        }
        return Math.sqrt(squares / (to - from));
    }
}
