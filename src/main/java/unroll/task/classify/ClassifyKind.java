package unroll.task.classify;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.ClassCounts;
import unroll.encode.survey.Survey;
import unroll.task.ClassWeighting;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskSetting;

/** The kind of task that predicts one class for each row. */
public final class ClassifyKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.LABEL;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(
                TaskSetting.CALIBRATE,
                TaskSetting.CLASSES,
                TaskSetting.LABEL_SMOOTHING,
                TaskSetting.PERTURBATIONS,
                TaskSetting.SEGMENTS,
                TaskSetting.WIDE);
    }

    @Override
    public boolean scoresSteps(Configuration conf) {
        return false;
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(EarlyStopping.Metric.LOSS, EarlyStopping.Metric.ACCURACY);
    }

    @Override
    public String wrongDivision(Survey training) {
        var all = new TreeSet<>(training.train().keySet());
        all.addAll(training.validation().keySet());
        return training.train().size() < 2 && all.size() > 1
                ? "those left for training all have the same label, those of the others all fall into the validation part"
                : "";
    }

    @Override
    public void requireExamples(Configuration conf, List<String> labels) {
        if (labels.size() < 2) {
            throw new DataException(
                    "data.train.label: the training part has "
                            + (labels.isEmpty() ? "no examples" : "only the label " + labels.get(0))
                            + "; expected two or more different labels in column "
                            + conf.data().train().label());
        }
    }

    @Override
    public List<String> notes(Survey training) {
        return ClassCounts.notes(training.train());
    }

    @Override
    public Task task(Configuration conf, Codec codec, List<Long> classCounts) {
        var weights =
                ClassWeighting.of(conf.training().classWeights(), codec.labels(), classCounts);
        return new Classify(
                conf,
                codec.wordIds(),
                codec.inputs().columns(),
                weights,
                codec.temperature(),
                codec.ngrams());
    }
}
