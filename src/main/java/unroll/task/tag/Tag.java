package unroll.task.tag;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.encode.TagIds;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.message.Plural;
import unroll.message.Printable;
import unroll.nn.Network;
import unroll.task.ClassWeighting;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;
import unroll.task.network.NetworkBuilder;
import unroll.task.network.SecondHead;

/**
 * A label, or tag, for each word or vector of a sequence: recurrent layers, a score for each tag at
 * each step, and a head that reads the tags of a sequence as a whole or each by itself.
 *
 * @param vocabulary number of word ids; 0 if steps are vectors
 * @param width of a step's vector; 0 if steps are words
 * @param tags that are known, in the order of the outputs
 * @param weights of the tags in the loss of a softmax
 * @param intents labels of whole sequences; empty if they are not predicted
 */
record Tag(
        Configuration conf,
        int vocabulary,
        int width,
        List<String> tags,
        List<Double> weights,
        List<String> intents)
        implements SequenceTask {
    Tag {
        tags = List.copyOf(tags);
        weights = List.copyOf(weights);
        intents = List.copyOf(intents);
    }

    @Override
    public Schema schema() {
        var schema = new Schema(Field.steps(width), Field.labels(Field.Length.AS_SOURCE));
        return intents.isEmpty() ? schema : schema.withSecond(Field.labels(Field.Length.ONE));
    }

    @Override
    public Network network() {
        var builder = NetworkBuilder.over(conf, vocabulary, width);
        builder.encoded(tags.size());
        if (!intents.isEmpty()) {
            SecondHead.add(builder, "intent", intents.size(), conf.tag().intentWeight());
        }
        return switch (conf.tag().head()) {
            case CRF -> builder.crfHead(tags.size(), conf.kernels());
            case SOFTMAX -> builder.labelHead(ClassWeighting.floats(weights), conf.kernels());
        };
    }

    @Override
    public Evaluator evaluator() {
        return new TagEvaluator(this);
    }

    @Override
    public String describe(Codec codec, String steps) {
        var described = steps + ", " + Plural.of(tags.size(), "tag");
        return intents.isEmpty()
                ? described
                : described + ", " + Plural.of(intents.size(), "intent");
    }

    /**
     * The tags, and the intent if it is predicted; of words also their places in the text, if they
     * come from one.
     */
    @Override
    public List<Column> columns(Codec codec) {
        var columns = new ArrayList<Column>();
        columns.add(new Column("prediction", new ListOf(Single.TEXT)));
        if (width == 0) {
            columns.add(new Column("offsets", new ListOf(new ListOf(Single.INT))));
        }
        if (!intents.isEmpty()) {
            columns.add(new Column("intent", Single.TEXT));
        }
        return columns;
    }

    @Override
    public Predictor predictor(TrainedModel model, int steps) {
        return new TagPredictor(this, model);
    }

    /** Returns a line for each word with its tag, and one with the intent. */
    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        var found = (List<?>) prediction[0];
        var lines = new ArrayList<String>();
        for (int i = 0; i < found.size(); i++) {
            lines.add(
                    Printable.whole(input.words().get(i))
                            + "\t"
                            + Printable.whole(found.get(i).toString()));
        }
        if (!intents.isEmpty()) {
            lines.add("intent\t" + Printable.whole(prediction[prediction.length - 1].toString()));
        }
        return lines;
    }

    /** The F1 of spans, or the accuracy of tags if they name none or that is watched. */
    @Override
    public Metric metric() {
        boolean accuracy =
                conf.training().earlyStopping().metric() == EarlyStopping.Metric.ACCURACY;
        return !accuracy && new TagIds(tags).nameSpans() ? Metric.SPAN_F1 : Metric.ACCURACY;
    }
}
