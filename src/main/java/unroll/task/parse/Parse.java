package unroll.task.parse;

import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.message.Plural;
import unroll.message.Printable;
import unroll.nn.Network;
import unroll.nn.SequenceNetwork;
import unroll.nn.decoder.ScheduledSampling;
import unroll.task.Column;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;
import unroll.task.network.DecoderBuilder;
import unroll.task.network.NetworkBuilder;
import unroll.text.Vocabulary;

/**
 * Writes a tree over the words of each text (Vinyals et al. 2015, Grammar as a foreign language),
 * as the actions of a shift-reduce parser.
 *
 * @param vocabulary number of word ids
 * @param actions that are written, in a vocabulary of their own
 */
record Parse(Configuration conf, int vocabulary, Vocabulary actions) implements SequenceTask {
    @Override
    public Schema schema() {
        return new Schema(Field.words(), Field.words());
    }

    @Override
    public Network network() {
        return ScheduledSampling.of(writer(), conf.decoder().scheduledSampling());
    }

    /** Returns the network as it writes. */
    SequenceNetwork writer() {
        return DecoderBuilder.attending(
                NetworkBuilder.overWords(conf.model(), vocabulary).encoded(actions.size()),
                conf.decoder(),
                actions.size(),
                conf.training().labelSmoothing(),
                conf.kernels());
    }

    @Override
    public Evaluator evaluator() {
        return new ParseEvaluator(actions.size());
    }

    @Override
    public void measure(Scorer scorer, List<LabelledInput> rows, int steps, Evaluator into) {
        var shard = scorer.shard(rows.stream().map(LabelledInput::example).toList());
        scorer.measure(shard, into);
        var found = TreeWriter.of(this, scorer.model()).write(shard);
        for (int i = 0; i < found.size(); i++) {
            ((ParseEvaluator) into).add(found.get(i).actions(), rows.get(i).target());
        }
    }

    @Override
    public void measure(Scorer scorer, Shard shard, Evaluator into) {
        scorer.measure(shard, into);
        add(TreeWriter.of(this, scorer.model()), shard, into);
    }

    /** Adds trees that are written greedily, if early stopping watches their brackets. */
    @Override
    public void validate(float[] theta, Shard shard, Evaluator into) {
        if (metric() == Metric.BRACKET_F1) {
            add(TreeWriter.greedy(this, theta), shard, into);
        }
    }

    private void add(TreeWriter writer, Shard shard, Evaluator into) {
        var found = writer.write(shard);
        for (int i = 0; i < found.size(); i++) {
            var target = actions.words(shard.labels(i));
            ((ParseEvaluator) into).add(found.get(i).actions(), target);
        }
    }

    @Override
    public String describe(Codec codec, String steps) {
        return steps + ", " + Plural.of(codec.written().words().size() - 1, "action");
    }

    /** The tree in brackets, and its score. */
    @Override
    public List<Column> columns(Codec codec) {
        return List.of(new Column("prediction", Single.TEXT), new Column("score", Single.DOUBLE));
    }

    @Override
    public Predictor predictor(TrainedModel model, int steps) {
        return new ParsePredictor(this, model);
    }

    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        return List.of(Printable.whole(prediction[0].toString()));
    }

    @Override
    public Metric metric() {
        boolean brackets = conf.training().earlyStopping().metric() == EarlyStopping.Metric.F1;
        return brackets ? Metric.BRACKET_F1 : Metric.PERPLEXITY;
    }
}
