package unroll.measure.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Labels that depend on a network's logit and a linear model's, each 1 or -1. */
final class BalanceSearchTest {
    private static float[] probabilities(double logOdds) {
        double p = 1 / (1 + Math.exp(-logOdds));
        return new float[] {(float) (1 - p), (float) p};
    }

    /**
     * Adds examples whose log-odds are {@code temperature (x + weight w)}, as many of each label as
     * that says, to one search after the other.
     */
    private static void add(double weight, double temperature, BalanceSearch... searches) {
        int added = 0;
        for (int x : new int[] {-1, 1}) {
            for (int w : new int[] {-1, 1}) {
                var network = probabilities(x);
                var both = probabilities(x + w);
                double p = probabilities(temperature * (x + weight * w))[1];
                for (int i = 0; i < 1000; i++) {
                    var search = searches[added++ % searches.length];
                    search.add(i < Math.round(1000 * p) ? 1 : 0, network, both, 0);
                }
            }
        }
    }

    private static BalanceSearch search() {
        return new BalanceSearch(2, 0, 0);
    }

    @Test
    void aLinearModelCountsAsMuchAsTheLabelsSay() {
        for (double weight : new double[] {0.125, 1, 4}) {
            var search = search();
            add(weight, 0.5, search);
            assertEquals(weight, search.found().get(1));
            assertEquals(2, search.found().get(0), 0.1, "temperature with weight " + weight);
        }
    }

    @Test
    void divisionAndOrderDoNotMatter() {
        var whole = search();
        add(0.5, 1, whole);
        var parts = new BalanceSearch[] {search(), search(), search()};
        add(0.5, 1, parts);
        parts[2].merge(parts[0]);
        parts[2].merge(parts[1]);
        assertEquals(whole.found(), parts[2].found());
    }

    @Test
    void withoutExamplesOrWithoutNumbersNothingChanges() {
        assertEquals(List.of(1.0, 1.0), search().found());
        var search = search();
        add(0.25, 1, search);
        search.add(0, new float[] {Float.NaN, 1}, new float[] {0.5f, 0.5f}, 0);
        assertEquals(List.of(1.0, 1.0), search.found());
    }
}
