package unroll.task.transcribe;

import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.encode.RowTarget;
import unroll.task.Task;
import unroll.task.TaskKind;

/** Labels for each row, as many as it has. */
public final class Transcribing implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.LABELS;
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

    @Override
    public String predictExample(SourceConf train) {
        return train.words() ? "--text \"...\"" : "DATA --output PATH";
    }
}
