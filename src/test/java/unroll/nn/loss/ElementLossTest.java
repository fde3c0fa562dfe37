package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.golden.GoldenTensor;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Workspace;
import unroll.oracle.OracleElementLoss;
import unroll.oracle.Parameters;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** Losses over single numbers are the oracle's, weighted and with targets missing. */
final class ElementLossTest {
    private static final int ROWS = 6;
    private static final int COLUMNS = 3;

    private static ElementLoss engine(OracleElementLoss loss) {
        return switch (loss) {
            case SQUARED -> new SquaredError();
            case ABSOLUTE -> new AbsoluteError();
            case HUBER -> new HuberError();
            case BINARY_CROSS_ENTROPY -> new BinaryCrossEntropy();
        };
    }

    @TestFactory
    Stream<DynamicTest> lossAndGradient() {
        return Arrays.stream(OracleElementLoss.values())
                .map(loss -> DynamicTest.dynamicTest(loss.name(), () -> check(loss)));
    }

    private static void check(OracleElementLoss oracle) {
        var random = new Random(11);
        var predictions = new float[ROWS * COLUMNS];
        var targets = new float[ROWS * COLUMNS];
        var weights = new float[] {1, 0.5f, 0, 2, 3, 0.25f};
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = (float) (2 * random.nextGaussian());
            targets[i] = random.nextInt(5) == 0 ? Float.NaN : random.nextFloat();
        }
        var tape = new Tape();
        var numbers = tape.leaves(doubles(predictions));
        var rows = new Parameters().with("p", numbers, ROWS, COLUMNS).matrix("p");
        var wanted = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            wanted[row] = doubles(Arrays.copyOfRange(targets, row * COLUMNS, (row + 1) * COLUMNS));
        }
        var loss = oracle.mean(tape, rows, wanted, doubles(weights));
        tape.differentiate(loss);

        var gradient = new float[predictions.length];
        Arrays.fill(gradient, Float.NaN);
        var result = engine(oracle).loss(predictions, targets, weights, ROWS, COLUMNS, gradient);
        new GoldenTensor("loss", new int[] {1}, new double[] {loss.value()})
                .check(1e-10, result.mean());
        var expected = Vectors.gradients(numbers);
        new GoldenTensor("gradient", new int[] {expected.length}, expected).check(1e-7, gradient);
    }

    private static double[] doubles(float[] floats) {
        var doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    @Test
    void withoutATargetThereAreNoTerms() {
        var gradient = new float[] {Float.NaN, Float.NaN};
        var none = new float[] {Float.NaN, Float.NaN};
        var loss = new SquaredError().loss(new float[] {1, 2}, none, new float[0], 2, 1, gradient);
        assertEquals(new Workspace.BatchLoss(0, 0), loss);
        assertArrayEquals(new float[2], gradient);
    }

    /** No logit is so large that the loss or its slope overflows. */
    @Test
    void largeLogits() {
        var loss = new BinaryCrossEntropy();
        assertEquals(1e4, loss.loss(1e4, 0));
        assertEquals(0, loss.loss(1e4, 1));
        assertEquals(1e4, loss.loss(-1e4, 1));
        assertEquals(1, loss.slope(1e4, 0));
        assertEquals(-1, loss.slope(-1e4, 1));
    }

    @Test
    void whatAPredictionForetells() {
        for (var loss : new ElementLoss[] {new SquaredError(), new AbsoluteError()}) {
            assertEquals(-3.5, loss.expected(-3.5));
        }
        assertEquals(0.5, new BinaryCrossEntropy().expected(0));
        assertEquals(0.8807970779778823, new BinaryCrossEntropy().expected(2), 1e-15);
        assertEquals(0, new BinaryCrossEntropy().expected(-1e4));
        assertEquals(1, new BinaryCrossEntropy().expected(1e4));
    }

    @Test
    void deltaIsAboveZero() {
        var error = assertThrows(IllegalArgumentException.class, () -> new HuberError(0));
        assertTrue(error.getMessage().contains("got 0.0"), error.getMessage());
    }

    @Test
    void scoresAreThePredictionsFromTheFirstRowOn() {
        var predictions = new Activations(Allocator.heap(), ROWS, COLUMNS, false);
        predictions.rows = ROWS - 1;
        int[] calls = {0};
        new RegressionLoss(new SquaredError(), COLUMNS)
                .open(
                        new Capacity(ROWS, ROWS, false),
                        Kernels.fastest(),
                        Allocator.heap(),
                        predictions)
                .score(
                        new Context(),
                        (scores, first, count) -> {
                            calls[0]++;
                            assertSame(predictions.value, scores);
                            assertEquals(0, first);
                            assertEquals(ROWS - 1, count);
                        });
        assertEquals(1, calls[0]);
    }
}
