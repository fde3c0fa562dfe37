package unroll.task.forecast;

import java.util.EnumSet;
import java.util.Set;
import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;
import unroll.conf.task.ForecastConf;
import unroll.conf.task.LossConf;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.task.LabelCounts;
import unroll.task.NextStepRules;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskSetting;

/**
 * The kind of task that predicts numbers for each row: probabilities, values, or the next steps.
 */
public final class ForecastKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        if (source.nextSteps()) {
            return RowTarget.NONE;
        }
        return conf.training().predictsProbabilities() ? RowTarget.PROBABILITIES : RowTarget.VALUES;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        var used =
                nextSteps(conf)
                        ? EnumSet.of(TaskSetting.RESERVOIR, TaskSetting.TEACHER_FORCING)
                        : EnumSet.of(TaskSetting.TARGET, TaskSetting.SEGMENTS);
        used.add(TaskSetting.LOSS);
        used.add(TaskSetting.POOLING); // a series may be forecast at once or step by step
        used.add(TaskSetting.SERIES);
        if (conf.training().loss() == LossConf.QUANTILE) {
            used.add(TaskSetting.QUANTILES);
            used.add(TaskSetting.CALIBRATE);
        }
        return used;
    }

    @Override
    public boolean scoresSteps(Configuration conf) {
        return nextSteps(conf);
    }

    /** If the next step is the target, there must be one. */
    @Override
    public int fewestSteps(Configuration conf) {
        return nextSteps(conf) ? 2 : 1;
    }

    private static boolean nextSteps(Configuration conf) {
        return conf.data().train().nextSteps();
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return conf.training().predictsProbabilities()
                ? EnumSet.of(EarlyStopping.Metric.LOSS, EarlyStopping.Metric.ACCURACY)
                : EnumSet.of(
                        EarlyStopping.Metric.LOSS,
                        EarlyStopping.Metric.MAE,
                        EarlyStopping.Metric.RMSE);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        if (conf.data().train().series() != null) {
            checkSeries(conf, mistakes);
        } else if (conf.training().loss() == LossConf.QUANTILE
                && conf.forecast().intervals() != ForecastConf.STANDARD.intervals()) {
            mistakes.together(
                    "forecast.intervals: expected nothing without data.train.series, whose errors"
                            + " intervals may follow, got "
                            + Value.word(conf.forecast().intervals()),
                    "forecast.intervals",
                    "data.train.series");
        }
        if (!nextSteps(conf)) {
            return;
        }
        if (conf.data().train().words()) {
            mistakes.together(
                    "data.train.target: expected a column with numbers to forecast from a text, or"
                            + " data.train.sequence, a column with sequences of numbers, whose next"
                            + " step is forecast; got neither with task forecast",
                    "data.train.target",
                    "task");
        }
        NextStepRules.check(conf, mistakes, "a forecast of next steps", CellConf.Output.LINEAR);
        if (conf.training().loss() == LossConf.QUANTILE) {
            mistakes.together(
                    "training.loss: expected squared, absolute or huber with a forecast that runs on"
                            + " from its own outputs, got quantile, which needs data.train.target, or"
                            + " series without recursive",
                    "training.loss",
                    "task");
        }
        if (conf.training().predictsProbabilities()) {
            mistakes.together(
                    "training.loss: expected squared, absolute or huber with a forecast of next"
                            + " steps, got binary, which needs data.train.target, a column with"
                            + " numbers between 0 and 1",
                    "training.loss",
                    "task");
        }
    }

    private static void checkSeries(Configuration conf, Mistakes mistakes) {
        if (conf.training().predictsProbabilities()) {
            mistakes.together(
                    "training.loss: expected squared, absolute, huber or quantile with"
                            + " data.train.series, got binary",
                    "training.loss",
                    "data.train.series");
        }
        if (conf.data().test() != null && conf.data().train().series().test() > 0) {
            mistakes.together(
                    "data.train.series.test: expected 0 with a source for the test, data.test, got "
                            + conf.data().train().series().test(),
                    "data.train.series.test",
                    "data.test");
        }
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        return new Forecast(
                conf,
                codec.wordIds(),
                codec.inputs(),
                codec.targets(),
                codec.calibration().temperature());
    }

    @Override
    public String predictExample(SourceConf train) {
        boolean runsOn = !train.words() && train.series() == null && train.nextSteps();
        return runsOn ? "DATA --output PATH --steps 10" : TaskKind.super.predictExample(train);
    }
}
