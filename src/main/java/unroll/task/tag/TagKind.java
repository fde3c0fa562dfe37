package unroll.task.tag;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.SourceConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.conf.TrainingConf.ClassWeights;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Range;
import unroll.conf.setting.Value;
import unroll.conf.task.TagConf;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.TagIds;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.ClassCounts;
import unroll.encode.survey.Survey;
import unroll.task.ClassWeighting;
import unroll.task.LabelCounts;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskRules;
import unroll.task.TaskSetting;

/** The kind of task that predicts a label for each step. */
public final class TagKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return source.intent().isEmpty() ? RowTarget.TAGS : RowTarget.TAGS_AND_LABEL;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        var used =
                EnumSet.of(
                        TaskSetting.TAG,
                        TaskSetting.CLASS_WEIGHTS,
                        TaskSetting.INTENT,
                        TaskSetting.TEACHER_FORCING);
        if (!conf.data().train().intent().isEmpty()) {
            used.add(TaskSetting.POOLING);
        }
        return used;
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(
                EarlyStopping.Metric.LOSS, EarlyStopping.Metric.ACCURACY, EarlyStopping.Metric.F1);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        var text = conf.text();
        if (conf.data().train().words()) {
            if (text.tokenizer() != Tokenizer.WHITESPACE) {
                var expected = "whitespace, so that the words are those that have labels,";
                TaskRules.wrong(
                        conf, mistakes, "text.tokenizer", expected, Value.word(text.tokenizer()));
            }
            if (text.stripHtml()) {
                TaskRules.wrong(conf, mistakes, "text.stripHtml", "false", "true");
            }
        }
        boolean intent = !conf.data().train().intent().isEmpty();
        if (!intent && conf.tag().intentWeight() != TagConf.STANDARD.intentWeight()) {
            mistakes.together(
                    "tag.intentWeight: expected nothing without data.train.intent, got "
                            + Range.show(conf.tag().intentWeight()),
                    "tag.intentWeight",
                    "data.train.intent");
        }
        TaskRules.requireWholeWords(conf, mistakes);
        TaskRules.requireRowForEachStep(conf, mistakes);
        boolean weighted = !(conf.training().classWeights() instanceof ClassWeights.Equal);
        if (weighted && conf.tag().head() == TagConf.Head.CRF) {
            mistakes.together(
                    "training.classWeights: expected equal with tag.head crf, whose loss is that of a"
                            + " whole sequence and not of its labels, got weights; use tag.head softmax",
                    "training.classWeights",
                    "tag.head");
        }
        var layers = conf.model().layers();
        for (int i = 0; i < layers.size(); i++) {
            var place = "model.layers[" + i + "].";
            if (layers.get(i) instanceof RecurrentConf layer
                    && layer.cell() instanceof CellConf.Jordan jordan
                    && jordan.teacherForcing()) {
                checkFeedback(conf, mistakes, place, layer, jordan);
            }
        }
    }

    /** Checks a layer that feeds back the label of the step before. */
    private static void checkFeedback(
            Configuration conf,
            Mistakes mistakes,
            String place,
            RecurrentConf layer,
            CellConf.Jordan jordan) {
        var because = place + "teacherForcing";
        if (layer.bidirectional()) {
            mistakes.together(
                    place
                            + "bidirectional: expected false with teacherForcing, whose labels are fed back from the start to the end, got true",
                    place + "bidirectional",
                    because);
        }
        if (jordan.output() != CellConf.Output.SOFTMAX) {
            mistakes.together(
                    place
                            + "output: expected softmax with teacherForcing and task tag, got "
                            + Value.word(jordan.output()),
                    place + "output",
                    because);
        }
        if (!conf.data().train().intent().isEmpty()) {
            mistakes.together(
                    "data.train.intent: expected nothing with teacherForcing, whose layer puts out labels of words only, got "
                            + conf.data().train().intent(),
                    "data.train.intent",
                    because);
        }
        if (conf.tag().head() != TagConf.Head.SOFTMAX) {
            mistakes.together(
                    "tag.head: expected softmax with teacherForcing, which feeds back one label at a time, got "
                            + Value.word(conf.tag().head()),
                    "tag.head",
                    because);
        }
    }

    @Override
    public void requireExamples(Configuration conf, List<String> labels) {
        if (labels.isEmpty()) {
            throw new DataException(
                    "data.train.label: expected labels in column "
                            + conf.data().train().label()
                            + ", but the training set has none");
        }
        boolean f1 = conf.training().earlyStopping().metric() == EarlyStopping.Metric.F1;
        if (f1 && !new TagIds(labels).nameSpans()) {
            throw new DataException(
                    "training.earlyStopping.metric: f1 is that of spans; expected labels such as B-city, I-city and O, got "
                            + String.join(", ", labels.subList(0, Math.min(3, labels.size())))
                            + ": use accuracy");
        }
    }

    @Override
    public List<String> notes(Survey training) {
        var notes = new ArrayList<>(ClassCounts.notes(training.train()));
        if (!training.secondLabels().isEmpty()) {
            notes.addAll(ClassCounts.notes(training.secondLabels()));
        }
        return notes;
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        return new Tag(
                conf,
                codec.wordIds(),
                codec.inputs().columns(),
                codec.labels(),
                ClassWeighting.of(conf.training().classWeights(), codec.labels(), counts),
                codec.secondLabels());
    }
}
