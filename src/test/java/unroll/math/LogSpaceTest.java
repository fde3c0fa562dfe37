package unroll.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The polynomials are what the exact functions are, and sums hold where there is nothing. */
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
        assertEquals(0, LogSpace.exp(-709));
        assertEquals(0, LogSpace.exp(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(LogSpace.exp(Double.NaN)));
    }

    private static void within(int units, double expected, double found, double at) {
        assertEquals(expected, found, units * Math.ulp(expected), () -> "at " + at);
    }

    @Test
    void sumsOfNothingAreNothing() {
        double none = LogSpace.ZERO;
        assertEquals(none, LogSpace.add(none, none));
        assertEquals(none, LogSpace.add(none, none, none));
        assertEquals(-3, LogSpace.add(-3, none));
        assertEquals(-3, LogSpace.add(none, -3));
        assertEquals(-3, LogSpace.add(none, -3, none));
        assertEquals(-5000 + Math.log(2), LogSpace.add(-5000, -5000), 1e-12);
        assertEquals(-5000 + Math.log(3), LogSpace.add(-5000, -5000, -5000), 1e-12);
        assertEquals(-1, LogSpace.add(-1, -1000));
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
            float[] numbers = {7, (float) a, (float) b, (float) c, 7};
            double sum = 0;
            for (int k = 1; k < 4; k++) {
                sum += Math.exp(numbers[k]);
            }
            assertEquals(Math.log(sum), LogSpace.sum(numbers, 1, 3), 1e-14);
        }
    }
}
