package unroll.measure.series;

import java.util.ArrayDeque;

/**
 * The widths of the intervals of one series, which follow its latest errors: adaptive conformal
 * inference (Gibbs and Candès 2021) of a scale, as quantile tracking (Angelopoulos, Candès and
 * Tibshirani 2023). For each step of the horizon, with α the share of values that should lie
 * outside:
 *
 * <pre>
 * s = |y - median| / |edge - median|      of a forecast, with the edge on the side of y
 * log f ← log f + η (1[s > f] - α)        over the forecasts whose y is known, the oldest first
 * </pre>
 *
 * from log f = 0, the width that the validation set chose. The y of step h is known h steps after
 * the origin of its forecast. Only the latest forecasts count, so that a factor can be found from
 * the end of a series.
 */
public final class IntervalTracker {
    private static final double RATE = 0.1; // η
    private static final int ORIGINS = 100;

    private final int horizon;
    private final int width; // values of a step
    private final int reach; // steps back to the oldest origin that counts
    private final double outside; // α
    private final ArrayDeque<Scores> past = new ArrayDeque<>();

    /**
     * The errors of a forecast.
     *
     * @param logs log s, [horizon, values]; NaN where y is unknown
     */
    private record Scores(int origin, double[] logs) {}

    /**
     * @param stride steps from one origin to the next
     * @param share of values that an interval should hold
     */
    public IntervalTracker(int horizon, int width, int stride, double share) {
        this.horizon = horizon;
        this.width = width;
        reach = Math.multiplyExact(origins(horizon), stride);
        outside = 1 - share;
    }

    /** Returns the number of origins before a forecast whose errors count. */
    public static int origins(int horizon) {
        return ORIGINS + horizon;
    }

    /**
     * Returns f for the forecast from an origin, [horizon, values].
     *
     * @param origin number of a step, not before one that was added
     */
    public double[] factors(int origin) {
        while (!past.isEmpty() && past.peekFirst().origin() < origin - reach) {
            past.removeFirst();
        }
        var factors = new double[horizon * width];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = factor(i, origin - 1 - i / width);
        }
        return factors;
    }

    /**
     * @param latest origin whose forecast's y is known
     */
    private double factor(int place, int latest) {
        double log = 0;
        for (var scores : past) {
            double score = scores.logs()[place];
            if (scores.origin() <= latest && !Double.isNaN(score)) {
                log += RATE * ((score > log ? 1 : 0) - outside);
            }
        }
        return StrictMath.exp(log);
    }

    /**
     * Adds a forecast, all of them in the order of their origins. What is not known at an origin
     * has no part in its factors.
     *
     * @param quantiles [horizon, values, quantiles], rising, as wide as the validation set chose
     * @param middle place of the median among them
     * @param actual y, [horizon, values]; NaN where it is unknown
     */
    public void add(int origin, double[] quantiles, int middle, double[] actual) {
        int each = quantiles.length / actual.length;
        var logs = new double[actual.length];
        for (int i = 0; i < logs.length; i++) {
            double median = quantiles[i * each + middle];
            int edge = actual[i] > median ? each - 1 : 0;
            double distance = Math.abs(actual[i] - median);
            double half = Math.abs(quantiles[i * each + edge] - median);
            // A forecast that came true is no error, however narrow its interval is.
            logs[i] =
                    distance == 0
                            ? Double.NEGATIVE_INFINITY
                            : StrictMath.log(distance) - StrictMath.log(half);
        }
        past.addLast(new Scores(origin, logs));
    }
}
