package unroll.task.forecast;

import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.encode.Codec;
import unroll.encode.RowTarget;
import unroll.task.Task;
import unroll.task.TaskKind;

/** Numbers for each row: chances, values, or the next steps. */
public final class Forecasting implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        if (source.target().isEmpty()) {
            return RowTarget.NONE;
        }
        return conf.training().chances() ? RowTarget.CHANCES : RowTarget.VALUES;
    }

    @Override
    public Task task(Configuration conf, Codec codec, List<Long> classCounts) {
        return new Forecast(conf, codec.wordIds(), codec.inputs(), codec.targets());
    }

    @Override
    public String predictExample(SourceConf train) {
        if (train.words()) {
            return "--text \"...\"";
        }
        return train.target().isEmpty() ? "DATA --output PATH --steps 10" : "DATA --output PATH";
    }
}
