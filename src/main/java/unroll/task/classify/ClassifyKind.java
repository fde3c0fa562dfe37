package unroll.task.classify;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Range;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.row.Labels;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.ClassCounts;
import unroll.encode.survey.Survey;
import unroll.task.ClassWeighting;
import unroll.task.LabelCounts;
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
        var settings =
                EnumSet.of(
                        TaskSetting.CALIBRATE,
                        TaskSetting.CLASS_LOSS,
                        TaskSetting.CLASS_WEIGHTS,
                        TaskSetting.LABEL_SMOOTHING,
                        TaskSetting.PERTURBATIONS,
                        TaskSetting.POOLING,
                        TaskSetting.SEGMENTS,
                        TaskSetting.WIDE);
        if (ordinal(conf)) {
            settings.add(TaskSetting.CLASS_ORDER);
        }
        return settings;
    }

    private static boolean ordinal(Configuration conf) {
        return conf.training().classLoss() == ClassLoss.ORDINAL;
    }

    /** One logit tells ordered classes apart, so that there are no scores of single classes. */
    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        if (!ordinal(conf)) {
            return;
        }
        if (conf.model().ngrams().isPresent()) {
            wrong(mistakes, "model.wide", "nothing", "a section");
        }
        var training = conf.training();
        if (training.labelSmoothing() != 0) {
            var got = Range.show(training.labelSmoothing());
            wrong(mistakes, "training.labelSmoothing", "0", got);
        }
        if (training.adversarial().on()) {
            var got = Range.show(training.adversarial().epsilon());
            wrong(mistakes, "training.adversarial.epsilon", "0", got);
        }
    }

    private static void wrong(Mistakes mistakes, String key, String expected, String got) {
        mistakes.together(
                "%s: expected %s with training.classLoss ordinal, got %s"
                        .formatted(key, expected, got),
                key,
                "training.classLoss");
    }

    @Override
    public boolean scoresSteps(Configuration conf) {
        return false;
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(
                EarlyStopping.Metric.LOSS,
                ordinal(conf) ? EarlyStopping.Metric.MAE : EarlyStopping.Metric.ACCURACY);
    }

    @Override
    public String wrongDivision(Survey training) {
        var all = new TreeSet<>(training.train().keySet());
        all.addAll(training.validation().keySet());
        return training.train().size() < 2 && all.size() > 1
                ? "those left for training all have the same label, those of the others all fall into the validation set"
                : "";
    }

    @Override
    public void requireExamples(Configuration conf, List<String> labels) {
        if (labels.size() < 2) {
            throw new DataException(
                    "data.train.label: the training set has "
                            + (labels.isEmpty() ? "no examples" : "only the label " + labels.get(0))
                            + "; expected two or more different labels in column "
                            + conf.data().train().label());
        }
    }

    @Override
    public List<String> ordered(Configuration conf, List<String> sorted) {
        if (!ordinal(conf)) {
            return sorted;
        }
        var order = conf.classify().order().stream().map(Labels::of).distinct().toList();
        if (order.isEmpty() && !Labels.areNumbers(sorted)) {
            throw new ConfigurationException(
                    "classify.order: expected the labels from the lowest to the highest with training.classLoss"
                            + " ordinal, since not all are numbers; got nothing. The training set has "
                            + ClassWeighting.shown(sorted));
        }
        if (order.isEmpty()) {
            return sorted;
        }
        var missing = sorted.stream().filter(label -> !order.contains(label)).toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException(
                    "classify.order: expected all labels of the training set, got %s without %s"
                            .formatted(ClassWeighting.shown(order), ClassWeighting.shown(missing)));
        }
        return order.stream().filter(sorted::contains).toList();
    }

    @Override
    public List<String> notes(Survey training) {
        return ClassCounts.notes(training.train());
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        var weights = ClassWeighting.of(conf.training().classWeights(), codec.labels(), counts);
        return new Classify(
                conf,
                codec.wordIds(),
                codec.inputs().columns(),
                weights,
                codec.calibration(),
                codec.ngrams(),
                ordinal(conf) ? Labels.values(codec.labels()) : List.of());
    }
}
