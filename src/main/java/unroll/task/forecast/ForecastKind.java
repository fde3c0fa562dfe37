package unroll.task.forecast;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
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
        if (source.target().isEmpty()) {
            return RowTarget.NONE;
        }
        return conf.training().predictsProbabilities() ? RowTarget.PROBABILITIES : RowTarget.VALUES;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return nextSteps(conf)
                ? EnumSet.of(TaskSetting.LOSS, TaskSetting.RESERVOIR, TaskSetting.TEACHER_FORCING)
                : EnumSet.of(TaskSetting.LOSS, TaskSetting.TARGET, TaskSetting.SEGMENTS);
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
        return conf.data().train().target().isEmpty();
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return conf.training().predictsProbabilities()
                ? EnumSet.of(EarlyStopping.Metric.LOSS, EarlyStopping.Metric.ACCURACY)
                : EnumSet.of(EarlyStopping.Metric.LOSS);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
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
        if (conf.training().predictsProbabilities()) {
            mistakes.together(
                    "training.loss: expected squared, absolute or huber with a forecast of next"
                            + " steps, got binary, which needs data.train.target, a column with"
                            + " numbers between 0 and 1",
                    "training.loss",
                    "task");
        }
    }

    @Override
    public Task task(Configuration conf, Codec codec, List<Long> classCounts) {
        return new Forecast(conf, codec.wordIds(), codec.inputs(), codec.targets());
    }

    @Override
    public String predictExample(SourceConf train) {
        if (train.words()) {
            return "--text \"...\"";
        }
        return train.target().isEmpty() ? "DATA --output PATH --steps 10" : "DATA --output PATH";
    }
}
