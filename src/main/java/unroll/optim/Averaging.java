package unroll.optim;

import unroll.conf.AveragingConf;

/**
 * The average of the parameters that is evaluated in their place: one more vector of the state,
 * which each step moves where it moves the parameters. So a row that is seldom used weighs by its
 * uses.
 */
public final class Averaging {
    /** Of the step at which averaging began, while it has not. */
    public static final long NOT_YET = -1;

    private final AveragingConf conf;

    public Averaging(AveragingConf conf) {
        this.conf = conf;
    }

    /** Whether there is such a vector. */
    public boolean on() {
        return !(conf instanceof AveragingConf.None);
    }

    /** Step after which averaging begins; {@link #NOT_YET} where the run decides that. */
    public long start() {
        return conf instanceof AveragingConf.Ema ? 0 : NOT_YET;
    }

    /**
     * Takes the parameters after a step into the average.
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
     * What the newest parameters count.
     *
     * @param steps averaged, this one too
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
