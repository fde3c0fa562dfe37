package unroll.reservoir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.oracle.OracleRidge;

final class NormalEquationsTest {
    private static final int FEATURES = 5;
    private static final int TARGETS = 2;
    private static final int ROWS = 37;

    private final double[][] data = new double[ROWS][FEATURES + TARGETS];

    NormalEquationsTest() {
        var random = new Random(3);
        for (var row : data) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextGaussian();
            }
        }
    }

    private NormalEquations equations(int from, int to) {
        var equations = new NormalEquations(FEATURES, TARGETS);
        for (int i = from; i < to; i++) {
            System.arraycopy(data[i], 0, equations.row(), 0, data[i].length);
            equations.add();
        }
        return equations;
    }

    /** The oracle's weights, as {@link NormalEquations} solves for them. */
    private double[] direct(double ridge) {
        var x = new double[ROWS][];
        var y = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            x[i] = Arrays.copyOf(data[i], FEATURES);
            y[i] = Arrays.copyOfRange(data[i], FEATURES, FEATURES + TARGETS);
        }
        return Arrays.stream(OracleRidge.solve(x, y, ridge))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    @Test
    void solvesRidgeRegression() {
        for (double ridge : new double[] {1e-12, 0.1, 10}) {
            var weights = equations(0, ROWS).solve(ridge).orElseThrow();
            assertArrayEquals(direct(ridge), weights, 1e-12);
        }
    }

    @Test
    void sumsOfPartsAreThoseOfTheWhole() {
        var whole = equations(0, ROWS);
        var first = equations(0, 11).sums();
        var second = equations(11, ROWS).sums();
        assertEquals(ROWS, whole.rows());
        assertEquals(7 * 8 / 2 + 1, first.length);
        for (int i = 0; i < first.length; i++) {
            assertEquals(whole.sums()[i], first[i] + second[i], 1e-12);
        }
    }

    @Test
    void tellsWhereThereIsNoSolution() {
        assertTrue(new NormalEquations(FEATURES, TARGETS).solve(1).isEmpty(), "no rows");
        for (var row : data) {
            row[1] = row[0];
        }
        assertTrue(equations(0, ROWS).solve(-1e-3).isEmpty(), "not positive definite");
    }
}
