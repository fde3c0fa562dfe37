package unroll.measure.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The factor of intervals against a count of what they hold. */
final class IntervalSearchTest {
    private static final double[] QUANTILES = {0.1, 0.5, 0.9};

    private static float[] outputs(Random random) {
        float median = (float) random.nextGaussian();
        return new float[] {
            median - 0.1f - random.nextFloat(), median, median + 0.1f + 2 * random.nextFloat()
        };
    }

    private static int held(float[][] outputs, float[] actual, double factor) {
        int held = 0;
        for (int i = 0; i < actual.length; i++) {
            double median = outputs[i][1];
            double low = median + factor * (outputs[i][0] - median);
            double high = median + factor * (outputs[i][2] - median);
            held += low <= actual[i] && actual[i] <= high ? 1 : 0;
        }
        return held;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 7})
    void theSmallestFactorWithWhichIntervalsHoldTheirShare(double noise) {
        var random = new Random(3);
        var outputs = new float[500][];
        var actual = new float[500];
        var search = new IntervalSearch(QUANTILES, 1);
        var parts =
                new IntervalSearch[] {
                    new IntervalSearch(QUANTILES, 1), new IntervalSearch(QUANTILES, 1)
                };
        for (int i = 0; i < actual.length; i++) {
            outputs[i] = outputs(random);
            actual[i] = (float) (outputs[i][1] + noise * random.nextGaussian());
            search.add(outputs[i], actual[i]);
            parts[i % 2].add(outputs[i], actual[i]);
        }
        double best = search.best();
        int needed = (int) Math.ceil(501 * 0.8);
        assertTrue(held(outputs, actual, best * (1 + 1e-6)) >= needed);
        assertTrue(held(outputs, actual, best / 1.012) < needed);
        parts[1].merge(parts[0]);
        assertEquals(best, parts[1].best());
    }

    @Test
    void nothingIsCorrectedWithoutTargets() {
        var search = new IntervalSearch(QUANTILES, 1);
        assertEquals(1, search.best());
        search.add(new float[] {0, 1, 2}, Float.NaN);
        assertEquals(1, search.best());
    }

    @Test
    void intervalsWithoutWidthAreLeftAsTheyAre() {
        var search = new IntervalSearch(QUANTILES, 1);
        search.add(new float[] {1, 1, 1}, 2);
        assertEquals(1, search.best());
        // All targets are the median itself: the least factor there is.
        var exact = new IntervalSearch(QUANTILES, 1);
        exact.add(new float[] {0, 1, 2}, 1);
        assertEquals(1.0 / 64, exact.best());
    }
}
