package unroll.task.multilabel;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.ClassCounts;
import unroll.encode.survey.Survey;
import unroll.task.ClassWeighting;
import unroll.task.LabelCounts;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskSetting;

/** The kind of task that predicts a set of labels for each row. */
public final class MultilabelKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.LABEL_SET;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(
                TaskSetting.CALIBRATE,
                TaskSetting.CLASS_WEIGHTS,
                TaskSetting.POOLING,
                TaskSetting.SEGMENTS);
    }

    @Override
    public boolean scoresSteps(Configuration conf) {
        return false;
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(EarlyStopping.Metric.LOSS, EarlyStopping.Metric.F1);
    }

    @Override
    public void requireExamples(Configuration conf, List<String> labels) {
        if (labels.isEmpty()) {
            throw new DataException(
                    "data.train.label: expected sets of labels in column "
                            + conf.data().train().label()
                            + ", but those of the training set are all empty");
        }
    }

    @Override
    public List<String> notes(Survey training) {
        return ClassCounts.notes(training.train());
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        return new Multilabel(
                conf,
                codec.wordIds(),
                codec.inputs().columns(),
                ClassWeighting.ofPositives(conf.training().classWeights(), codec.labels(), counts),
                codec.thresholds());
    }
}
