package unroll.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.golden.GoldenTensor;
import unroll.nn.batch.Batch;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;
import unroll.text.Vocabulary;

/** Loss and gradient of a network that predicts words, beside an oracle in double precision. */
public final class WordsComparison {
    private static final double TOLERANCE = 1e-5;

    private WordsComparison() {}

    /** The logits of each word of an example, [words][classes]. */
    @FunctionalInterface
    public interface Logits {
        Scalar[][] of(Tape tape, Parameters all, Example example);
    }

    /** Compares on a batch of examples whose targets are the words that are predicted. */
    public static void check(
            SequenceTask task, float[] theta, List<Example> examples, double smoothing, Logits of) {
        var batch = batch(task, examples);
        var workspace = task.network().open(task.capacity());
        var gradient = new float[theta.length];
        workspace.train(theta, gradient, batch, 1); // leaves no trace
        Arrays.fill(gradient, Float.NaN);
        var found = workspace.train(theta, gradient, batch(task, examples), 1);

        var tape = new Tape();
        var values = new double[theta.length];
        Arrays.setAll(values, i -> theta[i]);
        var leaves = tape.leaves(values);
        var layout = task.network().layout();
        var all = Parameters.of(layout, leaves);
        var crossEntropy = new OracleCrossEntropy(new double[0], smoothing);
        var losses = new ArrayList<Scalar>();
        for (var example : examples) {
            var logits = of.of(tape, all, example);
            int[] words = example.classes();
            for (int t = 0; t < words.length; t++) {
                losses.add(crossEntropy.loss(logits[t], words[t]));
            }
        }
        var sum = losses.stream().reduce(tape.leaf(0), Scalar::plus);
        assertEquals(losses.size(), found.terms());
        assertEquals(sum.value(), found.sum(), TOLERANCE * sum.value());
        tape.differentiate(sum.times(1.0 / losses.size()));
        for (var slice : layout.slices()) {
            var own = Arrays.copyOfRange(leaves, slice.offset(), slice.end());
            var actual = Arrays.copyOfRange(gradient, slice.offset(), slice.end());
            for (int i = 0; slice.byRow() && i < actual.length; i++) {
                actual[i] = Float.isNaN(actual[i]) ? 0 : actual[i]; // a row that is not in use
            }
            new GoldenTensor(slice.name(), new int[] {slice.size()}, Vectors.gradients(own))
                    .check(TOLERANCE, actual);
        }
    }

    /** Returns examples as a shard. */
    public static Shard shard(Task task, List<Example> examples) {
        var blocks = new BlockBuilder(task.schema());
        examples.forEach(blocks::add);
        return new Shard(0, List.of(blocks.build()));
    }

    /** Returns examples as one batch. */
    public static Batch batch(SequenceTask task, List<Example> examples) {
        var capacity = task.capacity();
        var batch = task.schema().batch(capacity.sequences(), capacity.rows());
        task.inOrder(shard(task, examples)).fill(0, batch);
        return batch;
    }

    /** Returns the word before each of these. */
    public static int[] before(int[] words) {
        var before = new int[words.length];
        Arrays.setAll(before, t -> t == 0 ? Vocabulary.MARK : words[t - 1]);
        return before;
    }
}
