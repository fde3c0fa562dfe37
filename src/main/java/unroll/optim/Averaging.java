package unroll.optim;

import unroll.conf.AveragingConf;

/**
 * The average of the parameters that is evaluated in their place: one more vector of the state,
 * which each step updates where it updates the parameters. So a rarely used row is averaged over
 * its uses.
 */
public final class Averaging {
    /** The step at which averaging began, before it has begun. */
    public static final long NOT_YET = -1;

    private final AveragingConf conf;

    public Averaging(AveragingConf conf) {
        this.conf = conf;
    }

    /** Returns whether there is such a vector. */
    public boolean on() {
        return !(conf instanceof AveragingConf.None);
    }

    /** Returns the step after which averaging begins; {@link #NOT_YET} if the run decides it. */
    public long start() {
        return conf instanceof AveragingConf.Ema ? 0 : NOT_YET;
    }

    /**
     * Adds the parameters after a step to the average.
     *
     * @param average changed in {@code ranges}
     * @param step number of the step, from 1
     * @param since step after which averaging began, with the parameters as they were then
     */
    public void add(float[] average, float[] theta, Ranges ranges, long step, long since) {
        if (!on() || since == NOT_YET) {
            return;
        }
        float share = (float) share(step - since);
        for (int r = 0; r < ranges.count(); r++) {
            add(average, theta, ranges.from(r), ranges.to(r), share);
        }
    }

    /**
     * Returns the weight of the newest parameters.
     *
     * @param steps averaged so far, this one included
     */
    private double share(long steps) {
        return conf instanceof AveragingConf.Ema ema
                ? 1 - Math.min(ema.decay(), (1.0 + steps) / (10.0 + steps))
                : 1.0 / (steps + 1);
    }

    private static void add(float[] average, float[] theta, int from, int to, float share) {
        for (int i = from; i < to; i++) {
            average[i] += share * (theta[i] - average[i]);
        }
    }
}
