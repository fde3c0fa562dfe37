package unroll.task.multilabel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import unroll.conf.Configuration;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Calibration;
import unroll.encode.Codec;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.measure.calibration.CalibrationSearch;
import unroll.message.Plural;
import unroll.message.Printable;
import unroll.nn.Network;
import unroll.nn.loss.BinaryCrossEntropy;
import unroll.nn.loss.LabelSetCrossEntropy;
import unroll.task.ClassWeighting;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.MapOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.PooledPredictions;
import unroll.task.Predictor;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;
import unroll.task.network.NetworkBuilder;

/**
 * A set of labels for each sequence of words or vectors: recurrent layers, pooling, and the
 * probability of each label, whatever the others are.
 *
 * @param vocabulary number of word ids; 0 if steps are vectors
 * @param width of a step's vector; 0 if steps are words
 * @param weights of the examples that have a label in its loss; their number is that of the labels
 * @param thresholds probability from which each label holds
 */
public record Multilabel(
        Configuration conf,
        int vocabulary,
        int width,
        List<Double> weights,
        List<Double> thresholds)
        implements SequenceTask {
    public Multilabel {
        weights = List.copyOf(weights);
        thresholds = List.copyOf(thresholds);
    }

    @Override
    public Schema schema() {
        return new Schema(Field.steps(width), Field.labels(Field.Length.OWN));
    }

    @Override
    public Network network() {
        var builder = NetworkBuilder.over(conf, vocabulary, width);
        return builder.encoded(weights.size())
                .pooled(conf.text().segment())
                .head(new LabelSetCrossEntropy(ClassWeighting.floats(weights)), conf.kernels());
    }

    @Override
    public Evaluator evaluator() {
        return new MultilabelEvaluator(this);
    }

    @Override
    public Optional<CalibrationSearch> calibrationSearch() {
        return Optional.of(new ThresholdSearch(thresholds.size()));
    }

    @Override
    public Codec calibrated(Codec codec, List<Double> found) {
        return codec.withCalibration(Calibration.ofThresholds(found));
    }

    @Override
    public float[] decode(float[] scores) {
        var loss = new BinaryCrossEntropy();
        var probabilities = new float[scores.length];
        for (int k = 0; k < scores.length; k++) {
            probabilities[k] = (float) loss.expected(scores[k]);
        }
        return probabilities;
    }

    /** Returns whether a label holds. */
    boolean holds(int label, float probability) {
        return probability >= thresholds.get(label);
    }

    @Override
    public String describe(Codec codec, String steps) {
        return steps + ", " + Plural.of(codec.labels().size(), "label");
    }

    @Override
    public List<Column> columns(Codec codec) {
        return predictions()
                .columns(
                        List.of(
                                new Column("prediction", new ListOf(Single.TEXT)),
                                new Column("probabilities", new MapOf(Single.FLOAT))));
    }

    @Override
    public Predictor predictor(TrainedModel model, int steps) {
        var labels = model.codec().labels();
        return predictions().predictor(model, probabilities -> predict(labels, probabilities));
    }

    private PooledPredictions predictions() {
        return new PooledPredictions(conf, width);
    }

    private Object[] predict(List<String> labels, float[] probabilities) {
        var held = new ArrayList<String>();
        var byLabel = new LinkedHashMap<String, Float>();
        for (int k = 0; k < probabilities.length; k++) {
            byLabel.put(labels.get(k), probabilities[k]);
            if (holds(k, probabilities[k])) {
                held.add(labels.get(k));
            }
        }
        return new Object[] {List.copyOf(held), byLabel};
    }

    /**
     * Returns each label with its probability and whether it holds: first those that do, the most
     * probable first, then the others. Then words with their weights if the pooling is attention.
     */
    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        var held = (List<?>) prediction[0];
        var probabilities = (Map<?, ?>) prediction[1];
        Comparator<Map.Entry<String, Float>> order =
                Comparator.comparing(e -> !held.contains(e.getKey()));
        var lines =
                codec.labels().stream()
                        .map(label -> Map.entry(label, (Float) probabilities.get(label)))
                        .sorted(
                                order.thenComparing(
                                        Map.Entry.comparingByValue(Comparator.reverseOrder())))
                        .map(
                                e ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s\t%.4f\t%s",
                                                Printable.whole(e.getKey()),
                                                e.getValue(),
                                                held.contains(e.getKey()) ? "yes" : "no"))
                        .toList();
        return predictions().lines(lines, input, prediction);
    }

    @Override
    public Metric metric() {
        return Metric.MICRO_F1;
    }
}
