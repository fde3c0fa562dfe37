package unroll.task.translate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.TimeDelayConf;
import unroll.conf.SourceConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;
import unroll.encode.Codec;
import unroll.encode.row.RowTarget;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TaskRules;
import unroll.task.TaskSetting;

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
    public void check(Configuration conf, Mistakes mistakes) {
        var train = conf.data().train();
        if (train.target().isEmpty()) {
            var expected = "the column with the text to write";
            TaskRules.wrong(conf, mistakes, "data.train.target", expected, "nothing");
        }
        var text = conf.text();
        if (text.tokenizer() == Tokenizer.CJK) {
            var expected = "a tokeniser whose words do not overlap,";
            var got = Value.word(text.tokenizer());
            TaskRules.wrong(conf, mistakes, "text.tokenizer", expected, got);
        }
        if (text.tokenizer() == Tokenizer.LETTERS && text.letters() > 1) {
            var got = Integer.toString(text.letters());
            TaskRules.wrong(conf, mistakes, "text.letters", "1", got);
        }
        boolean deferred = conf.training().embeddingUpdates() == EmbeddingUpdates.DEFERRED;
        if (deferred && conf.decoder().scheduledSampling() > 0) {
            mistakes.together(
                    "training.embeddingUpdates: expected lazy or dense with decoder.scheduledSampling, which chooses words while a batch is read, got deferred",
                    "training.embeddingUpdates",
                    "decoder.scheduledSampling");
        }
        if (conf.bptt().truncated()) {
            var got = Integer.toString(conf.bptt().steps());
            TaskRules.wrong(conf, mistakes, "bptt.steps", "full", got);
        }
        var layers = conf.model().layers();
        for (int i = 0; train.words() && i < layers.size(); i++) {
            if (layers.get(i) instanceof TimeDelayConf delay && delay.stride() > 1) {
                var key = "model.layers[" + i + "].stride"; // steps would not be words any more
                var got = Integer.toString(delay.stride());
                TaskRules.wrong(conf, mistakes, key, "1", got);
            }
        }
        if (conf.model().recurrentLayers().isEmpty()) {
            mistakes.together(
                    "model.layers: expected a recurrent layer with task translate, whose cell is the decoder's too",
                    "model.layers",
                    "task");
        }
    }

    @Override
    public Task task(Configuration conf, Codec codec, List<Long> classCounts) {
        return new Translate(
                conf, codec.wordIds(), codec.inputs().columns(), codec.written().size());
    }

    @Override
    public String predictExample(SourceConf train) {
        return train.words() ? "--text \"...\"" : "DATA --output PATH";
    }
}
