package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand. */
final class QuantileSumsTest {
    private static final double[] QUANTILES = {0.1, 0.5, 0.8};

    /** Returns the figures beside those of one number without an error. */
    private static Measures beside(QuantileSums sums) {
        var numbers = new NumberSums();
        numbers.add(0, 0, 7, true);
        return sums.beside(numbers.measures(1));
    }

    @Test
    void figuresAreThoseOfTheirDefinitions() {
        var sums = new QuantileSums(QUANTILES);
        sums.add(3, 1, -1); // in the interval
        sums.add(3, 2, 1); // above it
        sums.add(0, 0, 0); // at both of its ends
        var found = beside(sums);
        double first = 0.1 * 3 + 0.5 * 1 + 0.2 * 1;
        double second = 0.1 * 3 + 0.5 * 2 + 0.8 * 1;
        assertEquals((first + second) / 9, found.figure(Metric.PINBALL), 1e-12);
        assertEquals(2.0 / 3, found.figure(Metric.COVERAGE), 1e-12);
        assertEquals("66.7 %", found.shown().get("in 70 %"));
        assertTrue(found.text().contains(String.format("pinball   0.3444%nin 70 %%   66.7 %%%n")));
        assertEquals("RMSE", found.shown().keySet().iterator().next());
    }

    @Test
    void sumsAreAddedInAnyOrder() {
        var one = new QuantileSums(QUANTILES);
        one.add(1e9, 0.1, -3);
        var other = new QuantileSums(QUANTILES);
        other.add(0.3, -7, -1e-9);
        var sum = new QuantileSums(QUANTILES);
        sum.add(one);
        sum.add(other);
        other.add(one);
        assertEquals(beside(sum), beside(other));
    }

    @Test
    void thereAreNoFiguresWithoutQuantilesOrOfNumbersThatAreNotFinite() {
        var none = new QuantileSums(new double[0]);
        none.add(1);
        assertEquals(List.of("RMSE", "MAE", "NRMSE"), List.copyOf(beside(none).shown().keySet()));
        var undefined = new QuantileSums(QUANTILES);
        undefined.add(1, Double.NaN, -1);
        assertFalse(beside(undefined).figures().containsKey(Metric.PINBALL));
        assertFalse(beside(undefined).figures().containsKey(Metric.COVERAGE));
    }
}
