package unroll.task.caption;

import java.util.EnumSet;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
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
import unroll.task.decoding.TargetWords;
import unroll.task.decoding.WritingRules;

/** The kind of task that writes a text for each vector. */
public final class CaptionKind implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.WORDS;
    }

    @Override
    public Set<TaskSetting> settings(Configuration conf) {
        return EnumSet.of(
                TaskSetting.VECTOR,
                TaskSetting.TARGET,
                TaskSetting.DECODER,
                TaskSetting.LABEL_SMOOTHING);
    }

    @Override
    public Set<EarlyStopping.Metric> stoppingMetrics(Configuration conf) {
        return WritingRules.stoppingMetrics();
    }

    @Override
    public void check(Configuration conf, Mistakes mistakes) {
        if (conf.data().train().vector().isEmpty()) {
            var expected = "the column with the vector";
            TaskRules.wrong(conf, mistakes, "data.train.vector", expected, "nothing");
        }
        TaskRules.requireNoSequence(conf, mistakes);
        WritingRules.check(conf, "the text to write", mistakes);
        var model = conf.model();
        for (int i = 0; i < model.layers().size(); i++) {
            var key = "model.layers[" + i + "]";
            var expected = "a recurrent layer in one direction, which writes,";
            if (!(model.layers().get(i) instanceof RecurrentConf layer)) {
                TaskRules.wrong(conf, mistakes, key + ".layer", expected, "convolution");
            } else if (layer.bidirectional()) {
                TaskRules.wrong(conf, mistakes, key + ".bidirectional", expected, "true");
            }
        }
        if (model.residual()) {
            TaskRules.wrong(conf, mistakes, "model.residual", "false", "true");
        }
        if (model.layerNorm()) {
            TaskRules.wrong(conf, mistakes, "model.layerNorm", "false", "true");
        }
        var decoder = conf.decoder();
        if (!decoder.equals(decoder.ofVector())) {
            var expected = "embedding, scheduledSampling, beam and lengthPenalty alone";
            var got = "settings of layers, which model.layers has, or of an attention";
            TaskRules.wrong(conf, mistakes, "decoder", expected, got);
        }
    }

    @Override
    public Task task(Configuration conf, Codec codec, LabelCounts counts) {
        return new Caption(
                conf,
                codec.inputs().columns(),
                codec.written().size(),
                TargetWords.watched(conf, codec));
    }
}
