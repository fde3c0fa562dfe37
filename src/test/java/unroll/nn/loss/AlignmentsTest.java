package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import unroll.golden.GoldenTensor;
import unroll.math.Kernels;
import unroll.nn.Workspace;
import unroll.nn.batch.Packing;
import unroll.nn.batch.Stream;
import unroll.oracle.OracleCtc;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** The alignments' loss is what enumerating every alignment gives. */
final class AlignmentsTest {
    private static final int CLASSES = 3;
    private static final int BLANK = 0;

    /** One buffer for all, larger and smaller batches in turn. */
    private final Alignments alignments = new Alignments(Kernels.fastest(), CLASSES, BLANK);

    @Test
    void raggedBatches() {
        check(new int[] {6, 4, 4, 1}, List.of(l(1, 2, 1), l(2, 2), l(), l(1)));
        check(new int[] {1}, List.of(l(2)));
        check(new int[] {1}, List.of(l()));
        check(new int[] {7}, List.of(l(1, 1, 2, 2)));
        // As many steps as an alignment needs at least.
        check(new int[] {5, 3, 2}, List.of(l(2, 2, 2), l(1, 1), l(1, 2)));
        check(new int[] {4, 4, 4}, List.of(l(1), l(2), l(1, 2)));
    }

    @Test
    void impossibleTargetsAreCountedAndContributeNothing() {
        var logits = logits(4 + 3 + 2 + 1);
        var gradient = new float[logits.length];
        Arrays.fill(gradient, Float.NaN);
        // The second needs four steps, the last two.
        var labels = List.of(l(1, 2), l(1, 2, 2), l(2), l(1, 2));
        var all = run(new int[] {4, 3, 2, 1}, labels, logits, gradient);
        assertEquals(2, all.impossible());
        assertEquals(2, all.terms());
        double sum = 0;
        var packing = packing(4, 3, 2, 1);
        for (int b : new int[] {0, 2}) {
            var own = rows(logits, packing, b);
            var dOwn = new float[own.length];
            var alone = run(new int[] {packing.length(b)}, List.of(labels.get(b)), own, dOwn);
            sum += alone.sum();
            var part = rows(gradient, packing, b);
            for (int i = 0; i < dOwn.length; i++) {
                dOwn[i] /= 2; // of the mean over two
            }
            assertArrayEquals(dOwn, part, 1e-7f);
        }
        assertEquals(sum, all.sum());
        assertArrayEquals(new float[3 * CLASSES], rows(gradient, packing, 1));
        assertArrayEquals(new float[CLASSES], rows(gradient, packing, 3));
    }

    @Test
    void ofImpossibleTargetsOnlyThereAreNoTerms() {
        var gradient = new float[CLASSES];
        var none = run(new int[] {1}, List.of(l(1, 2)), logits(1), gradient);
        assertEquals(new Workspace.BatchLoss(0, 0, 1), none);
        assertArrayEquals(new float[CLASSES], gradient);
    }

    /** In plain probabilities the product over so many steps would be zero. */
    @Test
    void longSequencesDoNotUnderflow() {
        int steps = 2000;
        var logits = logits(steps);
        var gradient = new float[logits.length];
        var labels = IntStream.range(0, 400).map(i -> 1 + i % 2).toArray();
        var result = run(new int[] {steps}, List.of(labels), logits, gradient);
        assertTrue(result.mean() > 100 && result.mean() < 5000, result.toString());
        double largest = 0;
        for (int t = 0; t < steps; t++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += gradient[t * CLASSES + k];
                largest = Math.max(largest, Math.abs(gradient[t * CLASSES + k]));
            }
            // Probabilities and expectations both add up to one.
            assertEquals(0, sum, 1e-6);
        }
        assertTrue(largest > 0.01 && largest <= 1, "largest " + largest);
    }

    @Test
    void theBlankIsNoLabel() {
        for (int label : new int[] {0, CLASSES, -1}) {
            var error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    run(
                                            new int[] {3},
                                            List.of(l(label)),
                                            logits(3),
                                            new float[3 * CLASSES]));
            assertEquals(
                    "labels: expected classes below 3 and not the blank (0), got " + label,
                    error.getMessage());
        }
    }

    private void check(int[] lengths, List<int[]> labels) {
        var packing = packing(lengths);
        var logits = logits(packing.rows());
        var gradient = new float[logits.length];
        Arrays.fill(gradient, Float.NaN);
        var result = run(lengths, labels, logits, gradient);

        var tape = new Tape();
        var values = new double[logits.length];
        Arrays.setAll(values, i -> logits[i]);
        var numbers = tape.leaves(values);
        var rows = new Parameters().with("z", numbers, packing.rows(), CLASSES).matrix("z");
        var sum = tape.leaf(0);
        for (int b = 0; b < lengths.length; b++) {
            var own = new Scalar[lengths[b]][];
            for (int t = 0; t < own.length; t++) {
                own[t] = rows[packing.row(t, b)];
            }
            sum = sum.plus(OracleCtc.loss(own, labels.get(b)));
        }
        var mean = sum.times(1.0 / lengths.length);
        tape.differentiate(mean);
        assertEquals(0, result.impossible());
        new GoldenTensor("loss", new int[] {1}, new double[] {mean.value()})
                .check(1e-10, result.mean());
        var expected = Vectors.gradients(numbers);
        new GoldenTensor("gradient", new int[] {expected.length}, expected).check(1e-6, gradient);
    }

    private Workspace.BatchLoss run(
            int[] lengths, List<int[]> labels, float[] logits, float[] gradient) {
        var targets = Stream.of(labels.toArray(int[][]::new));
        var loss = alignments.loss(logits, packing(lengths), targets, gradient);
        assertEquals(loss, alignments.loss(logits, packing(lengths), targets));
        return loss;
    }

    private static float[] logits(int rows) {
        var random = new Random(rows);
        var logits = new float[rows * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (2 * random.nextGaussian());
        }
        return logits;
    }

    /** The rows of one sequence. */
    private static float[] rows(float[] packed, Packing packing, int b) {
        var own = new float[packing.length(b) * CLASSES];
        for (int t = 0; t < packing.length(b); t++) {
            System.arraycopy(packed, packing.row(t, b) * CLASSES, own, t * CLASSES, CLASSES);
        }
        return own;
    }

    private static Packing packing(int... lengths) {
        var packing = new Packing(lengths.length);
        packing.set(lengths, lengths.length);
        return packing;
    }

    private static int[] l(int... labels) {
        return labels;
    }
}
