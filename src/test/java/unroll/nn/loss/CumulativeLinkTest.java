package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.oracle.CentralDifferences;
import unroll.oracle.OracleCumulativeLink;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** Ordered classes whose thresholds are parameters. */
final class CumulativeLinkTest {
    private static final int[] LABELS = {2, 0, -1, 3, 1, 2};
    private static final float[] LOGITS = {0.4f, -1.3f, 2, 0.1f, 3.2f, -0.7f};
    private static final float[] THETA = {7, -1.1f, 0.3f, -0.8f}; // a parameter of a layer first

    /** The loss over rows with their gradients. */
    private static final class Run {
        private final Layout layout;
        private final Activations logits;
        private final Context context = new Context();
        private final Loss.Pass pass;

        Run(float[] values, int[] labels, float... weights) {
            var builder = new Layout.Builder();
            builder.add("other", (theta, slice, seed) -> {}, 1);
            var loss = new CumulativeLink(builder, "head", weights);
            layout = builder.build();
            logits = new Activations(Allocator.heap(), values.length + 1, 1, true);
            logits.rows = values.length;
            System.arraycopy(values, 0, logits.value, 0, values.length);
            Arrays.fill(logits.gradient, Float.NaN);
            var texts = new int[values.length][];
            Arrays.fill(texts, new int[] {1});
            context.batch = Batches.of(texts, labels);
            context.theta = layout.initialParameters(1);
            context.gradient = new float[layout.size()];
            Arrays.fill(context.gradient, Float.NaN);
            var capacity = new Capacity(values.length + 1, values.length + 1, true);
            pass = loss.open(capacity, Kernels.scalar(), Allocator.heap(), logits);
        }

        float[][] scores() {
            var rows = new float[logits.rows][];
            int classes = layout.size();
            pass.score(
                    context,
                    (scores, first, count) -> {
                        for (int i = 0; i < count; i++) {
                            rows[first + i] =
                                    Arrays.copyOfRange(scores, i * classes, (i + 1) * classes);
                        }
                    });
            return rows;
        }
    }

    private static double[] doubles(float... of) {
        var doubles = new double[of.length];
        Arrays.setAll(doubles, i -> of[i]);
        return doubles;
    }

    private static Scalar oracle(Tape tape, Scalar[] at) {
        int rows = LOGITS.length;
        return new OracleCumulativeLink(new double[] {0.5, 2, 1.25, 1})
                .mean(
                        tape,
                        Arrays.copyOf(at, rows),
                        Arrays.copyOfRange(at, rows, at.length),
                        LABELS);
    }

    @Test
    void lossGradientsAndProbabilitiesAreTheOracles() {
        var run = new Run(LOGITS, LABELS, 0.5f, 2, 1.25f, 1);
        run.context.theta = THETA;
        var numbers = Arrays.copyOf(doubles(LOGITS), LOGITS.length + 3);
        System.arraycopy(doubles(THETA), 1, numbers, LOGITS.length, 3);
        CentralDifferences.check(CumulativeLinkTest::oracle, numbers);
        var tape = new Tape();
        var leaves = tape.leaves(numbers);
        var expected = oracle(tape, leaves);
        tape.differentiate(expected);
        var gradients = Vectors.gradients(leaves);
        for (int time = 0; time < 2; time++) {
            var loss = run.pass.loss(run.context);
            assertEquals(expected.value(), loss.mean(), 1e-9);
            assertEquals(0.5 + 2 + 1.25 + 1 + 1.25, loss.terms());
            for (int i = 0; i < LOGITS.length; i++) {
                assertEquals(gradients[i], run.logits.gradient[i], 1e-7, "row " + i);
            }
            for (int k = 0; k < 3; k++) {
                assertEquals(
                        gradients[LOGITS.length + k], run.context.gradient[1 + k], 1e-7, "a " + k);
            }
        }
        assertTrue(Float.isNaN(run.logits.gradient[LOGITS.length]), "beyond the batch");
        assertTrue(Float.isNaN(run.context.gradient[0]), "of a layer");
        var scores = run.scores();
        for (int row = 0; row < LOGITS.length; row++) {
            var probabilities =
                    new OracleCumulativeLink(new double[4])
                            .probabilities(
                                    tape,
                                    leaves[row],
                                    Arrays.copyOfRange(leaves, LOGITS.length, leaves.length));
            for (int k = 0; k < 4; k++) {
                assertEquals(probabilities[k].value(), scores[row][k], 1e-7);
            }
        }
    }

    @Test
    void atFirstAllClassesAreEquallyProbable() {
        for (int classes : new int[] {2, 3, 8, 100}) {
            var weights = new float[classes];
            Arrays.fill(weights, 1);
            var scores = new Run(new float[] {0}, new int[] {0}, weights).scores()[0];
            for (float probability : scores) {
                assertEquals(1.0 / classes, probability, 1e-5 / classes);
            }
        }
    }

    /** σ(upper) - σ(lower) would be 0, and its logarithm infinite. */
    @Test
    void aTargetFarFromTheLogitHasAFiniteLoss() {
        var far = new float[] {900, -900, 60, 900, -900};
        var run = new Run(far, new int[] {0, 3, 1, 3, 0}, 1, 1, 1, 1);
        run.context.theta = THETA;
        var loss = run.pass.loss(run.context);
        assertTrue(loss.mean() > 300 && loss.mean() < 500, loss.toString());
        assertEquals(-0.2, run.logits.gradient[1], 1e-6);
        assertEquals(0.2, run.logits.gradient[0], 1e-6);
        assertEquals(0.2, run.logits.gradient[2], 1e-6);
        assertEquals(0, run.logits.gradient[3], 1e-6);
        for (float[] row : run.scores()) {
            double sum = 0;
            for (float probability : row) {
                assertTrue(probability >= 0);
                sum += probability;
            }
            assertEquals(1, sum, 1e-6);
        }
    }

    @Test
    void aBatchWithoutTargetsMovesNothing() {
        var run = new Run(new float[] {1, 2}, new int[] {-1, -1}, 1, 1, 1);
        assertEquals(0, run.pass.loss(run.context).terms());
        assertArrayEquals(new float[] {0, 0}, Arrays.copyOf(run.logits.gradient, 2));
        assertEquals(0, run.context.gradient[1]);
        assertEquals(0, run.context.gradient[2]);
    }
}
