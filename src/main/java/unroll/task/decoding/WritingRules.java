package unroll.task.decoding;

import java.util.EnumSet;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.conf.TextConf.Tokenizer;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;
import unroll.task.TaskRules;

/** The rules of tasks that write texts. */
public final class WritingRules {
    private WritingRules() {}

    /**
     * Checks the target's column, how texts are cut into words, and how the network is trained.
     *
     * @param what the target is, for messages
     */
    public static void check(Configuration conf, String what, Mistakes mistakes) {
        if (conf.data().train().target().isEmpty()) {
            var expected = "the column with " + what;
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
        TaskRules.requireFullBptt(conf, mistakes);
    }

    /** Returns what early stopping may watch: the loss, or a figure of the texts. */
    public static Set<EarlyStopping.Metric> stoppingMetrics() {
        return EnumSet.of(
                EarlyStopping.Metric.LOSS,
                EarlyStopping.Metric.ACCURACY,
                EarlyStopping.Metric.BLEU,
                EarlyStopping.Metric.CHRF);
    }

    /** Checks the layers of an encoder: one gives the decoder its cell, words keep their places. */
    public static void requireEncoder(Configuration conf, Mistakes mistakes) {
        if (conf.data().train().words()) {
            TaskRules.requireRowForEachStep(conf, mistakes); // rows would not be words any more
        }
        if (conf.model().recurrentLayers().isEmpty()) {
            mistakes.together(
                    "model.layers: expected a recurrent layer with task %s, whose cell is the decoder's too"
                            .formatted(conf.task().word()),
                    "model.layers",
                    "task");
        }
    }
}
