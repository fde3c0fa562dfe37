package unroll.optim;

import unroll.conf.TrainingConf.ScheduleConf;

/** How the learning rate moves over a run. */
public sealed interface Schedule {

    static Schedule of(ScheduleConf conf) {
        if (conf instanceof ScheduleConf.Cosine cosine) {
            return new Cosine(cosine.warmup(), cosine.floor());
        }
        return new Constant(conf.warmup());
    }

    /**
     * Share of the configured rate, in [0, 1].
     *
     * @param step number of the optimiser step, from 1
     * @param progress part of all epochs that is done, in [0, 1]
     */
    double factor(long step, double progress);

    record Constant(int warmup) implements Schedule {
        @Override
        public double factor(long step, double progress) {
            return warmUp(step, warmup);
        }
    }

    /**
     * Half a cosine from 1 to {@code floor} over the whole run: it depends on the number of epochs.
     */
    record Cosine(int warmup, double floor) implements Schedule {
        @Override
        public double factor(long step, double progress) {
            double fallen = (1 - StrictMath.cos(Math.PI * progress)) / 2;
            return warmUp(step, warmup) * (1 - (1 - floor) * fallen);
        }
    }

    private static double warmUp(long step, int warmup) {
        return step < warmup ? (double) step / warmup : 1;
    }
}
