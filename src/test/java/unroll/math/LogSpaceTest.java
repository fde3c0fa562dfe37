package unroll.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The polynomials are what the exact functions are, sums hold where there is nothing, and SIMD has
 * the bits of scalar.
 */
final class LogSpaceTest {
    private final Random random = new Random(2);

    @Test
    void expAndLogAreWithinTwoUnitsInTheLastPlace() {
        for (int i = 0; i < 200_000; i++) {
            double x = -708 * Math.pow(random.nextDouble(), 3);
            within(2, StrictMath.exp(x), LogSpace.exp(x), x);
            double y = StrictMath.exp(1400 * (random.nextDouble() - 0.5));
            within(2, StrictMath.log(y), LogSpace.log(y), y);
            double z = 0.5 + 3 * random.nextDouble();
            within(2, StrictMath.log(z), LogSpace.log(z), z);
        }
        assertEquals(1, LogSpace.exp(0));
        assertEquals(1, LogSpace.exp(-0.0));
        assertEquals(0, LogSpace.log(1));
        assertTrue(Double.isNaN(LogSpace.exp(Double.NaN)));
        for (double x : new double[] {-709, LogSpace.ZERO, Double.NEGATIVE_INFINITY}) {
            assertTrue(LogSpace.exp(x) < 1e-300, "exp of " + x);
        }
    }

    private static void within(int units, double expected, double found, double at) {
        assertEquals(expected, found, units * Math.ulp(expected), () -> "at " + at);
    }

    @Test
    void whatIsNothingDoesNotShow() {
        double none = LogSpace.ZERO;
        assertEquals(none, LogSpace.add(none, none));
        assertEquals(none, LogSpace.add(none, none, none));
        assertEquals(none, LogSpace.add(none, none, none + none));
        assertEquals(-3, LogSpace.add(-3, none));
        assertEquals(-3, LogSpace.add(none, -3));
        assertEquals(-3, LogSpace.add(none, -3, none + none));
        assertEquals(none, none + 1e6);
        assertEquals(-5000 + Math.log(2), LogSpace.add(-5000, -5000), 1e-12);
        assertEquals(-5000 + Math.log(3), LogSpace.add(-5000, -5000, -5000), 1e-12);
        assertEquals(-1, LogSpace.add(-1, -1000));
        assertTrue(Double.isNaN(LogSpace.add(Double.NaN, -1, -1)));
    }

    @Test
    void sumsAreThoseOfTheExponentials() {
        for (int i = 0; i < 10_000; i++) {
            double a = -20 * random.nextDouble();
            double b = -20 * random.nextDouble();
            double c = -20 * random.nextDouble();
            double two = Math.exp(a) + Math.exp(b);
            assertEquals(Math.log(two), LogSpace.add(a, b), 1e-14);
            assertEquals(Math.log(two + Math.exp(c)), LogSpace.add(a, b, c), 1e-14);
        }
    }

    @Test
    void stepsOfSumsAreTheirDefinitionAndEqualInBits() {
        assumeTrue(Kernels.simdAvailable(), "started without --add-modules jdk.incubator.vector");
        for (int n : new int[] {1, 7, 8, 33, 130}) {
            var x = numbers(n + 5);
            var gate = numbers(n + 2);
            for (int i = 0; i < gate.length; i++) {
                gate[i] = random.nextBoolean() ? 0 : LogSpace.ZERO;
            }
            var plus = numbers(n + 2);
            var results = step(Kernels.scalar(), n, x, gate, plus);
            assertArrayEquals(results, step(Kernels.fastest(), n, x, gate, plus));
            for (int i = 0; i < n; i++) {
                double sum = Math.exp(x[i + 5]) + Math.exp(x[i + 4]);
                sum += gate[i + 2] == 0 ? Math.exp(x[i + 3]) : 0;
                // Where there is no way, hardly anything is left.
                double expected = plus[i + 2] + (sum > 0 ? Math.log(sum) : LogSpace.ZERO);
                assertEquals(expected, results[0][i + 1], 1e-13 * Math.abs(expected));
                assertEquals(Math.exp(x[i + 3]), results[1][i + 3], 1e-15);
            }
            assertEquals(7, results[0][0], "what stands before");
            assertEquals(x[2], results[1][2], "what stands before");
        }
    }

    /** Some of them nothing. */
    private double[] numbers(int count) {
        var numbers = new double[count];
        Arrays.setAll(
                numbers, i -> random.nextInt(4) == 0 ? LogSpace.ZERO : -30 * random.nextDouble());
        return numbers;
    }

    private static double[][] step(
            Kernels kernels, int n, double[] x, double[] gate, double[] plus) {
        var y = new double[n + 1];
        y[0] = 7;
        kernels.sumPaths(x, 5, gate, plus, 2, y, 1, n, new double[3 * n]);
        var exp = x.clone();
        kernels.exp(exp, 3, n);
        return new double[][] {y, exp};
    }
}
