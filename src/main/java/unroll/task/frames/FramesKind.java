package unroll.task.frames;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.ClassCounts;
import unroll.encode.survey.Survey;
import unroll.task.ClassWeighting;
import unroll.task.LabelCounts;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskRules;
import unroll.task.TaskSetting;

/** The kind of task that predicts a label for each vector of a sequence. */
public final class FramesKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.TAGS;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(TaskSetting.CLASS_WEIGHTS, TaskSetting.LABEL_SMOOTHING);
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(
                EarlyStopping.Metric.LOSS, EarlyStopping.Metric.ACCURACY, EarlyStopping.Metric.F1);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        if (conf.data().train().words()) {
            mistakes.together(
                    "data.train.sequence: expected a column with sequences of vectors with task"
                            + " frames, got nothing; words are labelled by task tag",
                    "data.train.sequence",
                    "task");
        }
        TaskRules.requireRowForEachStep(conf, mistakes);
    }

    @Override
    public void requireExamples(Configuration conf, List<String> labels) {
        if (labels.size() < 2) {
            throw new DataException(
                    "data.train.label: expected two or more different labels in column "
                            + conf.data().train().label()
                            + ", got "
                            + (labels.isEmpty() ? "none" : "only " + labels.get(0))
                            + " in the training set");
        }
    }

    @Override
    public List<String> notes(Survey training) {
        return ClassCounts.notes(training.train());
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        var labels = codec.labels();
        var weights = ClassWeighting.of(conf.training().classWeights(), labels, counts);
        return new Frames(conf, codec.inputs().columns(), labels, weights);
    }
}
