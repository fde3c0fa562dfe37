package unroll.train;

import unroll.conf.AveragingConf;
import unroll.conf.TrainingConf;
import unroll.conf.TrainingConf.EarlyStopping.Metric;
import unroll.conf.optimizer.ScheduleConf;
import unroll.measure.Evaluation;
import unroll.optim.Averaging;
import unroll.task.Task;
import unroll.train.worker.State;

/** The decisions at the end of an epoch that depend on its validation figures. */
record ValidationDecisions(TrainingConf training, Task task) {

    /** Returns the value of the metric that early stopping watches. */
    double watched(Evaluation evaluation) {
        return training.earlyStopping().metric() == Metric.LOSS
                ? evaluation.loss()
                : task.score(evaluation);
    }

    /** Returns whether an epoch is better than the best before it. */
    boolean better(Evaluation evaluation, TrainingProgress.Best best) {
        boolean falls = training.earlyStopping().metric().falls();
        double value = watched(evaluation);
        return !best.exists() || (falls ? value < best.value() : value > best.value());
    }

    /** Returns whether training ends for lack of progress. */
    boolean stopsEarly(TrainingProgress point) {
        int patience = training.earlyStopping().patience();
        return patience > 0 && point.best().exists() && point.epochsSinceBest() >= patience;
    }

    /** Returns the state of the schedule after an epoch. */
    TrainingProgress.Plateau plateau(TrainingProgress.Plateau before, boolean better) {
        if (!(training.schedule() instanceof ScheduleConf.Plateau schedule) || better) {
            return new TrainingProgress.Plateau(0, before.scale());
        }
        if (before.waited() + 1 < schedule.patience()) {
            return new TrainingProgress.Plateau(before.waited() + 1, before.scale());
        }
        double least = Math.min(before.scale(), schedule.floor());
        return new TrainingProgress.Plateau(0, Math.max(before.scale() * schedule.factor(), least));
    }

    /**
     * NT-ASGD: returns whether averaging begins, since an epoch before the last {@code patience}
     * was at least as good.
     */
    boolean startsAveraging(State state, TrainingProgress point, Evaluation evaluation) {
        if (!(training.averaging() instanceof AveragingConf.Triggered triggered)
                || state.averagedSince() != Averaging.NOT_YET) {
            return false;
        }
        return point.history().stream()
                .limit(Math.max(0, point.history().size() - triggered.patience()))
                .anyMatch(report -> report.validationLoss() <= evaluation.loss());
    }
}
