package unroll.task.translate;

import java.util.EnumSet;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.setting.Mistakes;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.task.LabelCounts;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskSetting;
import unroll.task.decoding.TargetWords;
import unroll.task.decoding.WritingRules;

/** The kind of task that writes a text for each row. */
public final class TranslateKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.WORDS;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(TaskSetting.TARGET, TaskSetting.DECODER, TaskSetting.LABEL_SMOOTHING);
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return WritingRules.stoppingMetrics();
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        WritingRules.check(conf, "the text to write", mistakes);
        WritingRules.requireEncoder(conf, mistakes);
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        return new Translate(
                conf,
                codec.wordIds(),
                codec.inputs().columns(),
                codec.written().size(),
                TargetWords.watched(conf, codec));
    }
}
