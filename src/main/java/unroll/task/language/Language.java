package unroll.task.language;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import unroll.conf.Configuration;
import unroll.data.Field;
import unroll.data.Lanes;
import unroll.data.Plan;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.nn.Capacity;
import unroll.nn.SequenceNetwork;
import unroll.task.Column;
import unroll.task.Column.Single;
import unroll.task.Generation;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Task;
import unroll.task.TrainedModel;
import unroll.task.network.NetworkBuilder;

/**
 * Predicts the next word at every step of a document of any length: its piece in a shard is one
 * example, read in {@code training.batch} lanes side by side, in windows of {@code bptt.steps}
 * steps with the state carried from one to the next.
 *
 * @param words number of word ids
 */
public record Language(Configuration conf, int words) implements Task {
    @Override
    public Schema schema() {
        return Schema.next(Field.words());
    }

    @Override
    public SequenceNetwork network() {
        return NetworkBuilder.overWords(conf.model(), words)
                .encoded(words)
                .wordHead(words, conf.kernels());
    }

    @Override
    public Capacity capacity() {
        int lanes = conf.training().batch();
        return new Capacity(lanes, Lanes.mostRows(lanes, conf.bptt().steps()), true);
    }

    @Override
    public Plan epoch(Shard shard, long key) {
        return new Lanes(shard, conf.training().batch(), conf.bptt().steps(), conf.bptt().warm());
    }

    /**
     * Returns batches of one lane, so that every word is read after all that precede it in the
     * shard.
     */
    @Override
    public Plan inOrder(Shard shard, int sequences, int rows) {
        return new Lanes(shard, 1, rows - 1, 0);
    }

    @Override
    public int leastRows(Shard shard) {
        return 2;
    }

    /** Returns windows in lanes, each of which continues the one before, as in training. */
    @Override
    public Plan inTrainingLengths(Shard shard) {
        return epoch(shard, 0);
    }

    @Override
    public Evaluator evaluator() {
        return new LanguageEvaluator(words);
    }

    @Override
    public String describe(Codec codec, String steps) {
        return steps;
    }

    @Override
    public void requireSteps(int steps) {
        Task.refuseSteps(steps, "a language model, which only continues a --text");
    }

    @Override
    public List<Column> columns(Codec codec) {
        return List.of(
                new Column("logProbability", Single.DOUBLE),
                new Column("perplexity", Single.DOUBLE));
    }

    @Override
    public Predictor predictor(TrainedModel model, int steps) {
        return new LanguagePredictor(model);
    }

    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        return List.of(
                String.format(Locale.ROOT, "perplexity\t%.4f", (Double) prediction[1]),
                String.format(Locale.ROOT, "log-probability\t%.4f", (Double) prediction[0]));
    }

    @Override
    public void continueText(
            TrainedModel model, List<String> words, Generation generation, Consumer<String> out) {
        new Generator(model, network()).generate(words, generation, out);
    }

    @Override
    public Metric metric() {
        return Metric.PERPLEXITY;
    }
}
