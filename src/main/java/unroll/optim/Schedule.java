package unroll.optim;

import unroll.conf.optimizer.ScheduleConf;

/** How the learning rate, and the momentum with it, change over a run. */
public sealed interface Schedule {

    /**
     * @param epochs of the whole run
     */
    static Schedule of(ScheduleConf conf, int epochs) {
        if (conf instanceof ScheduleConf.Step step) {
            return new Step(step.warmup(), step.every(), step.factor());
        }
        if (conf instanceof ScheduleConf.Exponential exponential) {
            return new Exponential(exponential.warmup(), exponential.factor());
        }
        if (conf instanceof ScheduleConf.Cosine cosine) {
            return new Cosine(cosine.warmup(), cosine.floor(), epochs);
        }
        if (conf instanceof ScheduleConf.OneCycle cycle) {
            return new OneCycle(cycle, epochs);
        }
        // The driver lowers the rate at a plateau: it alone knows the validation metrics.
        return new Constant(conf.warmup());
    }

    /**
     * Returns the share of the configured rate, in [0, 1].
     *
     * @param step number of the optimiser step, from 1
     * @param done epochs that are done, plus the fraction of this one
     */
    double factor(long step, double done);

    /** Returns whether {@link #momentum} replaces the optimiser's momentum. */
    default boolean cyclesMomentum() {
        return false;
    }

    /** Returns the momentum, or beta1, at a place in the run. */
    default double momentum(double done) {
        throw new IllegalStateException("this schedule moves the rate only");
    }

    record Constant(int warmup) implements Schedule {
        @Override
        public double factor(long step, double done) {
            return warmUp(step, warmup);
        }
    }

    /** Falls after each {@code every} epochs. */
    record Step(int warmup, int every, double factor) implements Schedule {
        @Override
        public double factor(long step, double done) {
            return warmUp(step, warmup) * StrictMath.pow(factor, Math.floor(done / every));
        }
    }

    /** Falls evenly, by {@code factor} an epoch. */
    record Exponential(int warmup, double factor) implements Schedule {
        @Override
        public double factor(long step, double done) {
            return warmUp(step, warmup) * StrictMath.pow(factor, done);
        }
    }

    /**
     * Half a cosine from 1 to {@code floor} over the whole run: it depends on the number of epochs.
     */
    record Cosine(int warmup, double floor, int epochs) implements Schedule {
        @Override
        public double factor(long step, double done) {
            return warmUp(step, warmup) * between(1, floor, done / epochs);
        }
    }

    /** Up in the first part of the run, down in the rest, the momentum inversely (Smith 2018). */
    record OneCycle(ScheduleConf.OneCycle conf, int epochs) implements Schedule {
        private static final double HIGH = 0.95;
        private static final double LOW = 0.85;

        @Override
        public double factor(long step, double done) {
            return warmUp(step, conf.warmup()) * cycle(conf.start(), 1, conf.floor(), done);
        }

        @Override
        public boolean cyclesMomentum() {
            return conf.cycleMomentum();
        }

        @Override
        public double momentum(double done) {
            return cycle(HIGH, LOW, HIGH, done);
        }

        private double cycle(double start, double middle, double end, double done) {
            double progress = done / epochs;
            double rise = conf.rise();
            return progress < rise
                    ? between(start, middle, progress / rise)
                    : between(middle, end, (progress - rise) / (1 - rise));
        }
    }

    /** Interpolates along half a cosine. */
    private static double between(double start, double end, double progress) {
        double fallen = (1 - StrictMath.cos(Math.PI * progress)) / 2;
        return start - (start - end) * fallen;
    }

    private static double warmUp(long step, int warmup) {
        return step < warmup ? (double) step / warmup : 1;
    }
}
