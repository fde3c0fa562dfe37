package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.Stream;
import unroll.oracle.CentralDifferences;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;

/** The cross-entropy of sets of labels, whose places in a batch are not those of the sequences. */
final class LabelSetCrossEntropyTest {
    private static final int LABELS = 4;

    // Sequences are placed longest first, sets by their own sizes.
    private static final int[] LENGTHS = {2, 5, 1, 3};
    private static final int[][] SETS = {{1, 3}, {}, {2}, {0, 1, 2, 3}};
    private static final int[] PLACES = {1, 3, 0, 2}; // the example in each row

    private static final float[] EQUAL = {1, 1, 1, 1};
    private static final float[] WEIGHTS = {3, 0.25f, 1, 1.5f};

    private final float[] logits = logits();

    private static float[] logits() {
        var random = new Random(6);
        var logits = new float[LENGTHS.length * LABELS];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
        }
        return logits;
    }

    private static boolean holds(int row, int label) {
        return Arrays.stream(SETS[PLACES[row]]).anyMatch(k -> k == label);
    }

    /** -w log σ(z) of the labels of a set, -log σ(-z) of the others. */
    private static Scalar oracle(Tape tape, Scalar[] z, float... weights) {
        var sum = tape.leaf(0);
        for (int i = 0; i < z.length; i++) {
            boolean holds = holds(i / LABELS, i % LABELS);
            double weight = holds ? weights[i % LABELS] : 1;
            sum = sum.plus(z[i].times(holds ? -1 : 1).exp().plus(1).log().times(weight));
        }
        return sum.times(1.0 / z.length);
    }

    private Activations input(int more) {
        int rows = LENGTHS.length;
        var input = new Activations(Allocator.heap(), rows + more, LABELS, true);
        System.arraycopy(logits, 0, input.value, 0, logits.length);
        Arrays.fill(input.gradient, Float.NaN);
        input.rows = rows;
        var steps = new Packing(rows);
        steps.set(LENGTHS, rows);
        input.packing = new Packing(rows);
        input.packing.setSingle(steps);
        return input;
    }

    private static Context context(Stream targets) {
        var context = new Context();
        var source = Stream.of(new int[][] {{1, 1}, {1, 1, 1, 1, 1}, {1}, {1, 1, 1}});
        context.batch =
                new Batch(LENGTHS.length, Map.of(Batch.SOURCE, source, Batch.TARGET, targets));
        return context;
    }

    private static Loss.Pass open(Loss loss, Activations input) {
        var capacity = new Capacity(input.maxRows, input.maxRows, true);
        return loss.open(capacity, Kernels.scalar(), Allocator.heap(), input);
    }

    @Test
    void lossAndGradientAreTheOracles() {
        check(EQUAL);
        check(WEIGHTS);
    }

    private void check(float... weights) {
        var numbers = new double[logits.length];
        Arrays.setAll(numbers, i -> logits[i]);
        var tape = new Tape();
        var leaves = tape.leaves(numbers);
        var expected = oracle(tape, leaves, weights);
        tape.differentiate(expected);
        CentralDifferences.check((other, z) -> oracle(other, z, weights), numbers);

        var input = input(2); // more rows than the batch has
        var pass = open(new LabelSetCrossEntropy(weights), input);
        for (int time = 0; time < 2; time++) { // what the first left does not count
            var loss = pass.loss(context(Stream.of(SETS)));
            assertEquals(logits.length, loss.terms());
            assertEquals(expected.value(), loss.mean(), 1e-6);
            for (int i = 0; i < logits.length; i++) {
                assertEquals(leaves[i].gradient(), input.gradient[i], 1e-6);
            }
        }
        assertTrue(Float.isNaN(input.gradient[logits.length]), "beyond the batch");
    }

    @Test
    void theBitsAreThoseOfARegressionOnZerosAndOnes() {
        var input = input(0);
        var found = open(new LabelSetCrossEntropy(EQUAL), input).loss(context(Stream.of(SETS)));

        var dense = input(0);
        var targets = Stream.single(LENGTHS.length, LABELS);
        for (int row = 0; row < LENGTHS.length; row++) {
            for (int k = 0; k < LABELS; k++) {
                targets.values()[row * LABELS + k] = holds(row, k) ? 1 : 0;
            }
        }
        var regression = new RegressionLoss(new BinaryCrossEntropy(), LABELS);
        assertEquals(open(regression, dense).loss(context(targets)), found);
        assertArrayEquals(dense.gradient, input.gradient);
    }

    /** PyTorch: with 100 examples that have a label and 300 that do not, 3 makes them equal. */
    @Test
    void aWeightIsAsManyCopiesOfTheSetsThatHoldTheLabel() {
        var input = input(0);
        var sets = context(Stream.of(SETS));
        double expected = open(new LabelSetCrossEntropy(EQUAL), input).loss(sets).sum();
        for (int row = 0; row < LENGTHS.length; row++) {
            expected += holds(row, 0) ? 2 * Math.log1p(Math.exp(-logits[row * LABELS])) : 0;
        }
        var tripled = new LabelSetCrossEntropy(new float[] {3, 1, 1, 1});
        assertEquals(expected, open(tripled, input).loss(sets).sum(), 1e-6);
    }

    @Test
    void onlyEmptySetsAreTermsToo() {
        var input = input(0);
        var found =
                open(new LabelSetCrossEntropy(EQUAL), input)
                        .loss(context(Stream.of(new int[4][0])));
        double expected = 0;
        for (float logit : logits) {
            expected += Math.log1p(Math.exp(logit));
        }
        assertEquals(expected, found.sum(), 1e-6);
        assertEquals(logits.length, found.terms());
    }
}
