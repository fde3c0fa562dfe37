package unroll.measure.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import unroll.measure.Measures;
import unroll.measure.Metric;

/** Figures worked out by hand. */
final class SeriesSumsTest {
    private static final double[] QUANTILES = {0.1, 0.5, 0.9};

    /** Two steps ahead of 4, 8, 6, 10, with a season of two. */
    private static SeriesSums sums() {
        var sums = new SeriesSums(2, QUANTILES);
        sums.add(
                new double[] {4, 8, 6, 10},
                new double[] {8, 12},
                new double[] {2},
                new double[][] {{5, 9}, {7, 10}, {9, 11}});
        return sums;
    }

    private static double naive(Measures measures, String name, Metric metric) {
        return (double) ((Map<?, ?>) measures.details().get(name)).get(metric.key());
    }

    @Test
    void figuresAreThoseOfTheirDefinitions() {
        var found = sums().measures();
        // Errors 1 and 2.
        assertEquals(1.5, found.figure(Metric.MAE), 1e-12);
        assertEquals(Math.sqrt(2.5), found.figure(Metric.RMSE), 1e-12);
        assertEquals(0.75, found.figure(Metric.MASE), 1e-12);
        assertEquals((2.0 / 15 + 4.0 / 22) / 2, found.figure(Metric.SMAPE), 1e-12);
        // 8 lies in [5, 9], 12 not in [9, 11].
        assertEquals(0.5, found.figure(Metric.COVERAGE), 1e-12);
        // 0.1 * 3, 0.5 * 1, 0.1 * 1 and 0.1 * 3, 0.5 * 2, 0.9 * 1.
        assertEquals((0.3 + 0.5 + 0.1 + 0.3 + 1 + 0.9) / 6, found.figure(Metric.PINBALL), 1e-12);
        assertEquals(2, found.counts().get("numbers"));
        assertEquals(1, found.counts().get("windows"));
    }

    @Test
    void simpleForecastsRepeatTheLastSeasonAndTheLastValue() {
        var found = sums().measures();
        // 6 and 10 for 8 and 12; 10 and 10.
        assertEquals(2, naive(found, "seasonalNaive", Metric.MAE), 1e-12);
        assertEquals(2, naive(found, "naive", Metric.MAE), 1e-12);
        assertEquals(1, naive(found, "seasonalNaive", Metric.MASE), 1e-12);
        // The same number for all quantiles: half of the error on average.
        assertEquals(1, naive(found, "seasonalNaive", Metric.PINBALL), 1e-12);
        assertEquals(
                (0.2 + 1 + 1.8 + 1.8 + 1 + 0.2) / 6, naive(found, "naive", Metric.PINBALL), 1e-12);
        assertEquals("none", found.others().get("naive").get("in 80 %"));
        assertEquals("50.0 %", found.shown().get("in 80 %"));
    }

    @Test
    void windowsAreAddedInAnyOrder() {
        var other = new SeriesSums(2, QUANTILES);
        other.add(
                new double[] {1, 2},
                new double[] {1e9, 0.1},
                new double[] {Double.NaN},
                new double[][] {{0, 0}, {1, 1}, {2, 2}});
        var one = sums();
        one.add(other);
        other.add(sums());
        assertEquals(one.measures(), other.measures());
        // A window without a scale has no part in MASE.
        assertEquals(0.75, one.measures().figure(Metric.MASE), 1e-12);
        assertEquals(2, one.windows());
    }

    @Test
    void severalValuesOfAStepAreMeasuredEach() {
        var sums = new SeriesSums(1, new double[0]);
        // Steps (1, 10), (2, 20); then (3, 40), of which 3 and 30 are forecast.
        sums.add(
                new double[] {1, 10, 2, 20},
                new double[] {3, 40},
                new double[] {1, 10},
                new double[][] {{3, 30}});
        var found = sums.measures();
        assertEquals(0.5, found.figure(Metric.MASE), 1e-12);
        assertEquals(1.5, naive(found, "naive", Metric.MASE), 1e-12);
        assertFalse(found.others().containsKey("seasonal naive"), "with a season of one step");
        assertFalse(found.figures().containsKey(Metric.COVERAGE));
        assertTrue(found.text().contains("network"), found.text());
    }

    @Test
    void zerosHaveNoRelativeError() {
        var sums = new SeriesSums(1, new double[0]);
        sums.add(
                new double[] {0},
                new double[] {0},
                new double[] {Double.NaN},
                new double[][] {{0}});
        var found = sums.measures();
        assertEquals(0, found.figure(Metric.SMAPE));
        assertEquals("none", found.shown().get("MASE"));
        assertTrue(Double.isNaN(found.figure(Metric.MASE)));
    }
}
