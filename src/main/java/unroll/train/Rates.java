package unroll.train;

import unroll.conf.TrainingConf;
import unroll.optim.Schedule;

/** Learning rate of each step, on workers as on the driver. */
record Rates(double base, Schedule schedule) {

    static Rates of(TrainingConf training) {
        return new Rates(training.optimizer().rate(), Schedule.of(training.schedule()));
    }

    /**
     * @param step number of the optimiser step, from 1
     * @param progress part of all epochs that is done
     * @param scale what divergence left of the rate
     */
    double rate(long step, double progress, double scale) {
        return base * schedule.factor(step, progress) * scale;
    }
}
