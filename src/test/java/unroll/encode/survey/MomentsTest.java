package unroll.encode.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.encode.Scaling;
import unroll.encode.row.Widths;

final class MomentsTest {
    private static final double[] NO_TARGET = {};

    /** Of numbers in parts that are added up. */
    private static Scaling of(double[] numbers, int parts) {
        var widths = new Widths(1, 0);
        var sum = new Moments(widths);
        for (int part = 0; part < parts; part++) {
            var some = new Moments(widths);
            for (int i = part; i < numbers.length; i += parts) {
                some.add(new double[] {numbers[i]}, NO_TARGET);
            }
            sum.add(some);
        }
        return sum.inputs();
    }

    private static Scaling of(double... numbers) {
        return of(numbers, 1);
    }

    @Test
    void anOffsetChangesTheMeanOnly() {
        double[] halves = {-1.5, 0.5, 2, -1, 0.25};
        double deviation = of(halves).deviations()[0];
        for (double offset : new double[] {12_345_678, 1.7e9, 0x1p50}) {
            var moved = Arrays.stream(halves).map(x -> x + offset).toArray();
            assertEquals(offset + 0.05, of(moved).means()[0]);
            assertEquals(deviation, of(moved).deviations()[0], 1e-12);
        }
    }

    @Test
    void partsDoNotShow() {
        var random = new Random(4);
        var numbers = random.doubles(1000).map(x -> 1.7e9 + x * Math.pow(10, x * 9)).toArray();
        for (int parts = 2; parts < 9; parts++) {
            assertEquals(of(numbers, 1), of(numbers, parts));
        }
    }

    @Test
    void aConstantColumnHasNoDeviation() {
        for (double constant : new double[] {0, 0.1, 1e9 + 0.1, -1e300, 1e-300, 4.9e-324}) {
            var scaling = of(constant, constant, constant);
            assertEquals(constant, scaling.means()[0]);
            assertEquals(0, scaling.deviations()[0]);
        }
        var rounding = of(1e9 + 0.1, Math.nextUp(1e9 + 0.1), 1e9 + 0.1);
        assertEquals(0, rounding.deviations()[0]);
        assertEquals(0, of(42).deviations()[0]); // one example
    }

    @Test
    void hugeAndTinyNumbersHaveTheirDeviation() {
        for (double scale : new double[] {1e300, 1e160, 1e38, 1e-160, 1e-300}) {
            var scaling = of(scale, 3 * scale);
            assertEquals(2, scaling.means()[0] / scale, 1e-12);
            assertEquals(1, scaling.deviations()[0] / scale, 1e-12);
        }
        var denormal = of(0, 2 * Double.MIN_VALUE);
        assertEquals(Double.MIN_VALUE, denormal.means()[0]);
        assertEquals(Double.MIN_VALUE, denormal.deviations()[0]);
    }
}
