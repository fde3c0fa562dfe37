package unroll.task.transcribe;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskSetting;

/** The kind of task that predicts a sequence of labels for each row. */
public final class TranscribeKind implements TaskKind {
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
    public void requireExamples(Configuration conf, List<String> labels) {
        if (labels.isEmpty()) {
            throw new DataException(
                    "data.train.label: expected labels in column "
                            + conf.data().train().label()
                            + ", but the training part has none");
        }
    }

    @Override
    public Task task(Configuration conf, Codec codec, List<Long> classCounts) {
        return new Transcribe(
                conf, codec.wordIds(), codec.inputs().columns(), codec.labels().size());
    }
}
