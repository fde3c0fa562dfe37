package unroll.task.keyterms;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.task.ClassWeighting;
import unroll.task.LabelCounts;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskRules;
import unroll.task.TaskSetting;
import unroll.text.term.TermLabels;

/** The kind of task that finds the terms of a text. */
public final class KeyTermsKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.TERMS;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(TaskSetting.KEYTERMS, TaskSetting.CLASS_WEIGHTS);
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(EarlyStopping.Metric.LOSS, EarlyStopping.Metric.F1);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        TaskRules.requireNoSequence(conf, mistakes);
        if (conf.text().tokenizer() == Tokenizer.LETTERS) {
            var got = Value.word(Tokenizer.LETTERS);
            TaskRules.wrong(conf, mistakes, "text.tokenizer", "one that finds words", got);
        }
        TaskRules.requireWholeWords(conf, mistakes);
        TaskRules.requireRowForEachStep(conf, mistakes);
    }

    @Override
    public void requireExamples(Configuration conf, List<String> labels) {
        if (!labels.contains(TermLabels.BEGIN)) {
            throw new DataException(
                    "data.train.label: expected terms that stand in the texts in column "
                            + conf.data().train().label()
                            + ", but none of the training set does");
        }
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        var labels = codec.labels();
        var weights = ClassWeighting.of(conf.training().classWeights(), labels, counts);
        return new KeyTerms(conf, codec.wordIds(), labels, weights);
    }
}
