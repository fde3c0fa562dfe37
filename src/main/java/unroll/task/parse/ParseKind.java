package unroll.task.parse;

import java.util.EnumSet;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.task.LabelCounts;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskRules;
import unroll.task.TaskSetting;
import unroll.task.decoding.WritingRules;
import unroll.text.tree.LinearTree;

/** The kind of task that writes a tree over the words of each text. */
public final class ParseKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.TREE;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(TaskSetting.TARGET, TaskSetting.DECODER, TaskSetting.LABEL_SMOOTHING);
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return EnumSet.of(EarlyStopping.Metric.LOSS, EarlyStopping.Metric.F1);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        TaskRules.requireNoSequence(conf, mistakes);
        if (conf.decoder().attentionColumn()) {
            TaskRules.wrong(conf, mistakes, "decoder.attentionColumn", "false", "true");
        }
        if (!conf.decoder().copyUnknown()) {
            TaskRules.wrong(conf, mistakes, "decoder.copyUnknown", "true", "false");
        }
        int actions = 2 * conf.text().maxLength(); // with the mark at the end
        if (conf.training().batchTokens() < actions) {
            mistakes.together(
                    "training.batchTokens: expected at least twice text.maxLength with task parse, "
                            + actions
                            + ", since a tree over n words has 2 n - 1 actions and a mark at the end; got "
                            + conf.training().batchTokens(),
                    "training.batchTokens",
                    "text.maxLength");
        }
        TaskRules.requireWholeWords(conf, mistakes);
        TaskRules.requireCutAtTail(conf, mistakes);
        WritingRules.check(conf, "the tree", mistakes);
        WritingRules.requireEncoder(conf, mistakes);
    }

    /** Trees over several words need an action that joins two. */
    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        if (codec.written().words().stream().noneMatch(LinearTree::reduces)) {
            throw new DataException(
                    "data.train.target: expected trees over two words or more, got none");
        }
        return new Parse(conf, codec.wordIds(), codec.written());
    }
}
