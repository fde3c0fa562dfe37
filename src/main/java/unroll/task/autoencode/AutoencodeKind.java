package unroll.task.autoencode;

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
import unroll.task.TaskRules;
import unroll.task.TaskSetting;
import unroll.task.decoding.WritingRules;

/** The kind of task that repeats each sequence from one vector. */
public final class AutoencodeKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.NONE;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(TaskSetting.AUTOENCODE, TaskSetting.DECODER, TaskSetting.POOLING);
    }

    /** The loss of vectors has the order of their error, its root. */
    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return conf.data().train().words()
                ? EnumSet.of(EarlyStopping.Metric.LOSS, EarlyStopping.Metric.ACCURACY)
                : EnumSet.of(EarlyStopping.Metric.LOSS);
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        var decoder = conf.decoder();
        if (!decoder.equals(decoder.ofRepetition(conf.data().train().words()))) {
            var expected =
                    conf.data().train().words()
                            ? "size, layers and embedding alone"
                            : "size and layers alone";
            TaskRules.wrong(conf, mistakes, "decoder", expected, "settings of texts");
        }
        TaskRules.requireFullBptt(conf, mistakes);
        WritingRules.requireEncoder(conf, mistakes);
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        return new Autoencode(conf, codec.wordIds(), codec.inputs().columns());
    }
}
