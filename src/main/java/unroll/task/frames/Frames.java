package unroll.task.frames;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.measure.Argmax;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.message.Plural;
import unroll.message.Printable;
import unroll.nn.Network;
import unroll.nn.loss.SoftmaxCrossEntropy;
import unroll.task.ClassWeighting;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;
import unroll.task.network.NetworkBuilder;

/**
 * A label for each vector, or frame, of a sequence: layers along time, and a softmax at each step.
 *
 * @param width of a frame
 * @param labels in the order of the outputs
 * @param weights of the labels in the loss
 */
record Frames(Configuration conf, int width, List<String> labels, List<Double> weights)
        implements SequenceTask {
    Frames {
        labels = List.copyOf(labels);
        weights = List.copyOf(weights);
    }

    @Override
    public Schema schema() {
        return new Schema(Field.steps(width), Field.labels(Field.Length.AS_SOURCE));
    }

    @Override
    public Network network() {
        var factors = ClassWeighting.floats(weights);
        var loss = new SoftmaxCrossEntropy(factors, conf.training().labelSmoothing());
        return NetworkBuilder.overVectors(conf, width)
                .encoded(labels.size())
                .head(loss, conf.kernels());
    }

    @Override
    public Evaluator evaluator() {
        return new FramesEvaluator(labels, metric());
    }

    @Override
    public String describe(Codec codec, String steps) {
        return steps + ", " + Plural.of(labels.size(), "label");
    }

    @Override
    public List<Column> columns(Codec codec) {
        return List.of(new Column("prediction", new ListOf(Single.TEXT)));
    }

    @Override
    public Predictor predictor(TrainedModel model, int steps) {
        var scorer = new Scorer(model);
        return Predictor.of(
                scorer,
                examples ->
                        scorer.scoreSteps(
                                examples,
                                (i, scores) ->
                                        new Object[] {
                                            names(Argmax.ofRows(scores, labels.size()))
                                        }));
    }

    private List<String> names(int[] found) {
        var names = new ArrayList<String>();
        for (int label : found) {
            names.add(labels.get(label));
        }
        return names;
    }

    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        return List.of(
                Printable.whole(
                        ((List<?>) prediction[0])
                                .stream().map(Object::toString).collect(Collectors.joining(" "))));
    }

    /** The accuracy of frames, or the F1 of segments if that is watched. */
    @Override
    public Metric metric() {
        boolean segments = conf.training().earlyStopping().metric() == EarlyStopping.Metric.F1;
        return segments ? Metric.SEGMENT_F1 : Metric.ACCURACY;
    }
}
