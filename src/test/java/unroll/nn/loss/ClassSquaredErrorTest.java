package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.oracle.CentralDifferences;
import unroll.oracle.OracleClassSquaredError;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** Squared errors of scores of classes, and the probabilities that the scores stand for. */
final class ClassSquaredErrorTest {
    private static final int CLASSES = 3;
    private static final int ROWS = 5;
    private static final int[] LABELS = {2, 0, -1, 1, 2};
    private static final float[] WEIGHTS = {0.5f, 2, 1.25f};

    private final float[] scores = scores();

    private static float[] scores() {
        var random = new Random(3);
        var scores = new float[ROWS * CLASSES];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.nextGaussian();
        }
        return scores;
    }

    private static Scalar oracle(Tape tape, Scalar[] scores, double smoothing) {
        var rows = new Scalar[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            rows[row] = Arrays.copyOfRange(scores, row * CLASSES, (row + 1) * CLASSES);
        }
        var weights = new double[] {0.5, 2, 1.25};
        return new OracleClassSquaredError(weights, smoothing).mean(tape, rows, LABELS);
    }

    @Test
    void lossAndGradientAreTheOracles() {
        for (double smoothing : new double[] {0, 0.1}) {
            var tape = new Tape();
            var numbers = new double[scores.length];
            Arrays.setAll(numbers, i -> scores[i]);
            var leaves = tape.leaves(numbers);
            var expected = oracle(tape, leaves, smoothing);
            tape.differentiate(expected);
            CentralDifferences.check((t, at) -> oracle(t, at, smoothing), numbers);

            // More rows than the batch has.
            var input = new Activations(Allocator.heap(), ROWS + 2, CLASSES, true);
            System.arraycopy(scores, 0, input.value, 0, scores.length);
            Arrays.fill(input.gradient, Float.NaN);
            input.rows = ROWS;
            var context = new Context();
            context.batch = Batches.of(new int[][] {{1}, {1}, {1}, {1}, {1}}, LABELS);
            var pass =
                    new ClassSquaredError(WEIGHTS, smoothing)
                            .open(
                                    new Capacity(ROWS + 2, ROWS + 2, true),
                                    Kernels.scalar(),
                                    Allocator.heap(),
                                    input);
            for (int time = 0; time < 2; time++) {
                var loss = pass.loss(context);
                assertEquals(expected.value(), loss.mean(), 1e-6);
                var gradient = Vectors.gradients(leaves);
                for (int i = 0; i < gradient.length; i++) {
                    assertEquals(gradient[i], input.gradient[i], 1e-6);
                }
            }
            assertTrue(Float.isNaN(input.gradient[ROWS * CLASSES]), "beyond the batch");
        }
    }

    @Test
    void theErrorOfProbabilitiesIsHalfTheirSumOverClasses() {
        assertEquals(
                (0.25 + 0.04 + 0.01) / 2,
                ClassSquaredError.of(new float[] {0.5f, 0.2f, 0.9f}, 2),
                1e-7);
    }

    private static float[] probabilities(float[] scores, int classes) {
        int rows = scores.length / classes;
        var input = new Activations(Allocator.heap(), rows, classes, false);
        System.arraycopy(scores, 0, input.value, 0, scores.length);
        input.rows = rows;
        var found = new float[scores.length];
        new ClassSquaredError(new float[classes], 0)
                .open(new Capacity(rows, rows, false), Kernels.scalar(), Allocator.heap(), input)
                .score(
                        new Context(),
                        (values, first, count) ->
                                System.arraycopy(
                                        values, 0, found, first * classes, count * classes));
        return found;
    }

    @Test
    void probabilitiesHaveTheOrderOfTheScoresAndNoneIsZero() {
        var found = probabilities(scores, CLASSES);
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                float p = found[row * CLASSES + k];
                assertTrue(p > 0, "a probability of 0");
                sum += p;
                for (int j = 0; j < CLASSES; j++) {
                    boolean above = scores[row * CLASSES + k] > scores[row * CLASSES + j];
                    assertEquals(above, p > found[row * CLASSES + j]);
                }
            }
            assertEquals(1, sum, 1e-6);
        }
    }

    @Test
    void aScoreOfOneIsAsSureForManyClassesAsForTwo() {
        for (int classes : new int[] {2, 3, 100}) {
            var scores = new float[classes];
            scores[1] = 1;
            var found = probabilities(scores, classes);
            assertEquals(0.95, found[1], 1e-5);
            assertEquals(0.05 / (classes - 1), found[0], 1e-6);
        }
        assertArrayEquals(new float[] {1}, probabilities(new float[] {-3}, 1));
    }
}
