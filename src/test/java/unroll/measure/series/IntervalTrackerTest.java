package unroll.measure.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Factors worked out by hand, and the share that intervals hold. */
final class IntervalTrackerTest {
    private static final double SHARE = 0.8;
    private static final double MISSED = 0.08; // what a miss adds to the logarithm
    private static final double HELD = -0.02;

    /** A tracker of one value a step. */
    private static IntervalTracker tracker(int horizon) {
        return new IntervalTracker(horizon, 1, 1, SHARE);
    }

    /** Adds forecasts of 10, between 9 and 14. */
    private static void add(IntervalTracker tracker, int origin, double... actual) {
        var quantiles = new double[3 * actual.length];
        for (int i = 0; i < actual.length; i++) {
            System.arraycopy(new double[] {9, 10, 14}, 0, quantiles, 3 * i, 3);
        }
        tracker.add(origin, quantiles, 1, actual);
    }

    private static void assertLogs(IntervalTracker tracker, int origin, double... logs) {
        var factors = Arrays.stream(logs).map(Math::exp).toArray();
        assertArrayEquals(factors, tracker.factors(origin), 1e-12);
    }

    @Test
    void anErrorCountsFromTheStepOnAtWhichItIsKnown() {
        var tracker = tracker(2);
        assertLogs(tracker, 0, 0, 0);
        add(tracker, 0, 12, 15);
        assertLogs(tracker, 1, HELD, 0);
        add(tracker, 1, 8, 10);
        assertLogs(tracker, 2, HELD + MISSED, MISSED);
        add(tracker, 2, 10, 10);
        assertLogs(tracker, 3, 2 * HELD + MISSED, MISSED + HELD);
        // After a gap all are known.
        assertLogs(tracker, 9, 2 * HELD + MISSED, MISSED + 2 * HELD);
    }

    @Test
    void anErrorIsMeasuredByTheWidthOnItsSide() {
        for (double inside : new double[] {9.01, 10, 13.99}) {
            var tracker = tracker(1);
            add(tracker, 0, inside);
            assertLogs(tracker, 1, HELD);
        }
        for (double outside : new double[] {8.99, 14.01}) {
            var tracker = tracker(1);
            add(tracker, 0, outside);
            assertLogs(tracker, 1, MISSED);
        }
    }

    @Test
    void anIntervalThatHasBecomeWiderHoldsWhatItWouldHaveMissed() {
        var tracker = tracker(1);
        add(tracker, 0, 20);
        add(tracker, 1, 14.2); // log 1.05 < 0.08
        assertLogs(tracker, 2, MISSED + HELD);
        add(tracker, 2, 14.3); // log 1.075 > 0.06
        assertLogs(tracker, 3, 2 * MISSED + HELD);
    }

    @Test
    void aValueThatIsUnknownHasNoPart() {
        var tracker = tracker(2);
        add(tracker, 0, 20, Double.NaN);
        assertLogs(tracker, 5, MISSED, 0);
    }

    @Test
    void anIntervalWithoutWidthHoldsItsMedianOnly() {
        var tracker = tracker(1);
        tracker.add(0, new double[] {5, 5, 5}, 1, new double[] {5});
        assertLogs(tracker, 1, HELD);
        tracker.add(1, new double[] {5, 5, 5}, 1, new double[] {5.1});
        assertLogs(tracker, 2, HELD + MISSED);
    }

    @Test
    void severalValuesOfAStepHaveFactorsOfTheirOwn() {
        var tracker = new IntervalTracker(2, 2, 1, SHARE);
        add(tracker, 0, 20, 10, 20, 10);
        assertLogs(tracker, 1, MISSED, HELD, 0, 0);
        assertLogs(tracker, 2, MISSED, HELD, MISSED, HELD);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsLongAgoDoesNotCount(int stride) {
        var all = new IntervalTracker(2, 1, stride, SHARE);
        var latest = new IntervalTracker(2, 1, stride, SHARE);
        var random = new Random(5);
        int last = 400;
        for (int i = 0; i < last; i++) {
            var actual = new double[] {10 + 3 * random.nextGaussian(), 20 * random.nextDouble()};
            add(all, i * stride, actual);
            if (i >= last - IntervalTracker.origins(2)) {
                add(latest, i * stride, actual);
            }
        }
        assertArrayEquals(latest.factors(last * stride), all.factors(last * stride));
    }

    /** Normal errors whose deviation doubles half way, and what intervals hold of each half. */
    private static double[] held(int horizon, boolean follow) {
        int steps = 4000;
        var random = new Random(11);
        var values = new double[steps + horizon];
        for (int t = 0; t < values.length; t++) {
            values[t] = (t < steps / 2 ? 1 : 2) * random.nextGaussian();
        }
        var tracker = tracker(horizon);
        var held = new double[2];
        for (int origin = 0; origin < steps; origin++) {
            var factors = tracker.factors(origin);
            var quantiles = new double[3 * horizon];
            for (int h = 0; h < horizon; h++) {
                quantiles[3 * h] = -1.2816;
                quantiles[3 * h + 2] = 1.2816;
                double edge = (follow ? factors[h] : 1) * 1.2816;
                boolean inside = Math.abs(values[origin + 1 + h]) <= edge;
                // The first hundred origins after the change are what it takes to find out.
                boolean settled = origin < steps / 2 - horizon || origin >= steps / 2 + 100;
                held[2 * origin / steps] += inside && settled ? 1 : 0;
            }
            tracker.add(
                    origin,
                    quantiles,
                    1,
                    Arrays.copyOfRange(values, origin + 1, origin + 1 + horizon));
        }
        held[0] /= horizon * (steps / 2.0 - horizon);
        held[1] /= horizon * (steps / 2.0 - 100);
        return held;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void intervalsHoldTheirShareAfterTheNoiseHasDoubled(int horizon) {
        var fixed = held(horizon, false);
        assertEquals(SHARE, fixed[0], 0.02);
        assertTrue(fixed[1] < 0.55, "they were chosen for half of the noise: " + fixed[1]);
        var following = held(horizon, true);
        assertEquals(SHARE, following[0], 0.02);
        assertEquals(SHARE, following[1], 0.02);
    }

    @Test
    void aValueNeverChangesAnIntervalMadeBeforeIt() {
        var random = new Random(7);
        int horizon = 4;
        int steps = 60;
        for (int changed = 0; changed < steps; changed++) {
            var values = random.doubles(steps + horizon + 1, 5, 16).toArray();
            var others = values.clone();
            others[changed] = 100;
            var one = tracker(horizon);
            var two = tracker(horizon);
            boolean seen = false;
            for (int origin = 0; origin < steps; origin++) {
                boolean same = Arrays.equals(one.factors(origin), two.factors(origin));
                assertTrue(same || origin >= changed, changed + " at " + origin);
                seen |= !same;
                add(one, origin, Arrays.copyOfRange(values, origin + 1, origin + 1 + horizon));
                add(two, origin, Arrays.copyOfRange(others, origin + 1, origin + 1 + horizon));
            }
            if (changed > 0 && values[changed] > 9.9 && values[changed] < 10.4) {
                assertTrue(seen, "a value that is far off widens what follows");
            }
        }
    }
}
