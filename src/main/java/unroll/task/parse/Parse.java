package unroll.task.parse;

import java.util.List;
import unroll.conf.Configuration;
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

/**
 * Writes a tree over the words of each text (Vinyals et al. 2015, Grammar as a foreign language),
 * as the actions of a shift-reduce parser.
 *
 * @param vocabulary number of word ids
 * @param actions number of ids of actions
 */
record Parse(Configuration conf, int vocabulary, int actions) implements SequenceTask {
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
                NetworkBuilder.overWords(conf.model(), vocabulary).encoded(actions),
                conf.decoder(),
                actions,
                conf.training().labelSmoothing(),
                conf.kernels());
    }

    @Override
    public Evaluator evaluator() {
        return new ParseEvaluator(actions);
    }

    @Override
    public void measure(Scorer scorer, List<LabelledInput> rows, int steps, Evaluator into) {
        var shard = scorer.shard(rows.stream().map(LabelledInput::example).toList());
        scorer.measure(shard, into);
        var found = new ParsePredictor(this, scorer.model()).parse(shard);
        for (int i = 0; i < found.size(); i++) {
            ((ParseEvaluator) into).add(found.get(i).actions(), rows.get(i).target());
        }
    }

    @Override
    public void measure(Scorer scorer, Shard shard, Evaluator into) {
        scorer.measure(shard, into);
        var predictor = new ParsePredictor(this, scorer.model());
        var found = predictor.parse(shard);
        for (int i = 0; i < found.size(); i++) {
            var target = predictor.actions(shard.labels(i));
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
        return Metric.PERPLEXITY;
    }
}
