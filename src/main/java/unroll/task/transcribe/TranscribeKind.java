package unroll.task.transcribe;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.conf.task.TranscribeConf.LanguageModelConf;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.message.Printable;
import unroll.task.ClassWeighting;
import unroll.task.LabelCounts;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskSetting;
import unroll.text.LabelText;

/** The kind of task that predicts a sequence of labels for each row. */
public final class TranscribeKind implements TaskKind {
    private static final String PATH = "transcribe.languageModel.path";

    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.LABELS;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(TaskSetting.TRANSCRIBE);
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(EarlyStopping.Metric.LOSS, EarlyStopping.Metric.ERRORS);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        var asked = conf.transcribe();
        if (asked.languageModel().on() && asked.beam() == 1) {
            mistakes.together(
                    "transcribe.beam: expected at least 2 with transcribe.languageModel.path, got 1: the most probable alignment has no alternatives to choose from; set transcribe.beam: 8",
                    "transcribe.beam",
                    PATH);
        }
        if (!asked.languageModel().on()
                && !asked.languageModel().equals(LanguageModelConf.STANDARD)) {
            mistakes.together(
                    "transcribe.languageModel.path: expected the directory of a language model with transcribe.languageModel.weight or bonus, got none",
                    PATH,
                    "transcribe.languageModel.weight",
                    "transcribe.languageModel.bonus");
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
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        return new Transcribe(
                conf,
                codec.wordIds(),
                codec.inputs().columns(),
                codec.labels().size(),
                separator(conf.transcribe().wordSeparator(), codec),
                null);
    }

    /** Returns the label that separates words. */
    private static int separator(String label, Codec codec) {
        if (label.isEmpty()) {
            return Transcribe.NO_LABEL;
        }
        int separator = codec.target(LabelText.of(label));
        if (separator == Transcribe.NO_LABEL) {
            throw new ConfigurationException(
                    "transcribe.wordSeparator: expected a label of the training set, which are %s, got %s"
                            .formatted(
                                    ClassWeighting.shown(codec.labels()), Printable.brief(label)));
        }
        return separator;
    }
}
