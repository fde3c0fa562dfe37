package unroll.task.classify;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.WideConf;
import unroll.data.Field;
import unroll.data.Plan;
import unroll.data.Schema;
import unroll.data.SemiSupervisedPlan;
import unroll.data.Shard;
import unroll.encode.Calibration;
import unroll.encode.Codec;
import unroll.measure.Argmax;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.measure.calibration.BalanceSearch;
import unroll.measure.calibration.CalibrationSearch;
import unroll.measure.calibration.Temperature;
import unroll.measure.calibration.TemperatureSearch;
import unroll.measure.rating.RatingScale;
import unroll.message.Plural;
import unroll.message.Printable;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.input.FeatureScores;
import unroll.nn.loss.ClassSquaredError;
import unroll.nn.loss.SoftmaxCrossEntropy;
import unroll.task.ClassWeighting;
import unroll.task.Column;
import unroll.task.Column.MapOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.PooledPredictions;
import unroll.task.Predictor;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;
import unroll.task.network.NetworkBuilder;
import unroll.text.NGramTable;

/**
 * One class for each sequence of words or vectors: recurrent layers, pooling, a score for each
 * class.
 *
 * @param vocabulary number of word ids; 0 if steps are vectors
 * @param width of a step's vector; 0 if steps are words
 * @param classWeights weight of each class in the loss; their number is the number of classes
 * @param calibration of the trained network; none during training
 * @param ngrams of the linear model beside the network, if there is one
 * @param values numbers that the classes stand for if they have an order; else empty
 */
public record Classify(
        Configuration conf,
        int vocabulary,
        int width,
        List<Double> classWeights,
        Calibration calibration,
        NGramTable ngrams,
        List<Double> values)
        implements SequenceTask {
    public Classify {
        classWeights = List.copyOf(classWeights);
        values = List.copyOf(values);
    }

    @Override
    public Schema schema() {
        return new Schema(Field.steps(width), Field.labels(Field.Length.ONE));
    }

    /** Twice the usual with unlabelled examples, which come in batches beside the others. */
    @Override
    public Capacity capacity() {
        var one = SequenceTask.super.capacity();
        return conf.data().unlabelled() == null
                ? one
                : new Capacity(2 * one.sequences(), 2 * one.rows(), true);
    }

    @Override
    public Plan epoch(Shard shard, long key) {
        var training = conf.training();
        return conf.data().unlabelled() == null
                ? SequenceTask.super.epoch(shard, key)
                : new SemiSupervisedPlan(shard, training.batch(), training.batchTokens(), key);
    }

    @Override
    public Network network() {
        var weights = ClassWeighting.floats(classWeights);
        var model = conf.model();
        var builder = NetworkBuilder.over(conf, vocabulary, width);
        model.ngrams()
                .ifPresent(wide -> builder.beside(finder(wide), wide, calibration.ngramWeight()));
        builder.encoded(weights.length)
                .pooled(conf.text().segment())
                .perturbed(conf.training().adversarial());
        double smoothing = conf.training().labelSmoothing();
        return switch (conf.training().classLoss()) {
            case CROSSENTROPY ->
                    builder.head(new SoftmaxCrossEntropy(weights, smoothing), conf.kernels());
            case SQUARED -> builder.head(new ClassSquaredError(weights, smoothing), conf.kernels());
            case ORDINAL -> builder.ordinalHead(weights, conf.kernels());
        };
    }

    private boolean ordinal() {
        return !values.isEmpty();
    }

    /** Returns the order of the classes, if they have one. */
    RatingScale scale() {
        return new RatingScale(values);
    }

    private Temperature scaling() {
        return ordinal() ? Temperature.CUMULATIVE_LOGITS : Temperature.LOGITS;
    }

    private NGramFinder finder(WideConf wide) {
        return new NGramFinder(ngrams, wide.ngrams(), conf.text().unknownBuckets(), vocabulary);
    }

    /**
     * Returns the network over words, which reads texts whole.
     *
     * @param vocabulary number of word ids
     * @param labelSmoothing share of the target spread over all classes
     */
    public static Network network(
            ModelConf model,
            int vocabulary,
            float[] classWeights,
            double labelSmoothing,
            KernelChoice kernels) {
        return NetworkBuilder.overWords(model, vocabulary)
                .encoded(classWeights.length)
                .pooled(0)
                .head(new SoftmaxCrossEntropy(classWeights, labelSmoothing), kernels);
    }

    @Override
    public Evaluator evaluator() {
        return new ClassifyEvaluator(this);
    }

    @Override
    public Optional<CalibrationSearch> calibrationSearch() {
        int classes = classWeights.size();
        if (!apart()) {
            return Optional.of(new TemperatureSearch(scaling(), classes));
        }
        var layout = network().layout();
        int from = layout.slice(FeatureScores.WEIGHTS).offset();
        int end = layout.slice(FeatureScores.BIAS).end();
        return Optional.of(new BalanceSearch(classes, from, end));
    }

    @Override
    public Codec calibrated(Codec codec, List<Double> found) {
        double ngramWeight = apart() ? found.get(1) : 1;
        return codec.withCalibration(new Calibration(found.get(0), ngramWeight, List.of()));
    }

    /** Returns whether a linear model learns apart from the network beside it. */
    private boolean apart() {
        return conf.model()
                .ngrams()
                .filter(wide -> wide.learns() == WideConf.Learns.APART)
                .isPresent();
    }

    @Override
    public float[] decode(float[] scores) {
        double temperature = calibration.temperature();
        return temperature == 1 ? scores : scaling().scaled(scores, temperature);
    }

    @Override
    public String describe(Codec codec, String steps) {
        var classes = Plural.of(codec.labels().size(), ordinal() ? "ordered class" : "class");
        return steps + ", " + classes;
    }

    @Override
    public List<Column> columns(Codec codec) {
        var prediction = new Column("prediction", Single.TEXT);
        var probabilities = new Column("probabilities", new MapOf(Single.FLOAT));
        return predictions()
                .columns(
                        ordinal()
                                ? List.of(
                                        prediction,
                                        probabilities,
                                        new Column("expected", Single.DOUBLE))
                                : List.of(prediction, probabilities));
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
        var byLabel = new LinkedHashMap<String, Float>();
        for (int k = 0; k < probabilities.length; k++) {
            byLabel.put(labels.get(k), probabilities[k]);
        }
        if (!ordinal()) {
            return new Object[] {labels.get(Argmax.of(probabilities)), byLabel};
        }
        var scale = scale();
        return new Object[] {
            labels.get(scale.median(probabilities, 0)), byLabel, scale.expected(probabilities)
        };
    }

    /**
     * Returns each label with its probability, the most probable first; of ordered classes the
     * prediction, the expected number, and the labels in their order. Then words with their weights
     * if the pooling is attention.
     */
    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        var probabilities = (Map<?, ?>) prediction[1];
        var byLabel =
                codec.labels().stream()
                        .map(label -> Map.entry(label, (Float) probabilities.get(label)));
        if (!ordinal()) {
            var lines =
                    byLabel.sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                            .map(Classify::line)
                            .toList();
            return predictions().lines(lines, input, prediction);
        }
        var median = "prediction\t" + Printable.whole((String) prediction[0]);
        var expected = String.format(Locale.ROOT, "expected\t%.4f", (Double) prediction[2]);
        var lines = Stream.concat(Stream.of(median, expected), byLabel.map(Classify::line));
        return predictions().lines(lines.toList(), input, prediction);
    }

    private static String line(Map.Entry<String, Float> label) {
        var name = Printable.whole(label.getKey());
        return String.format(Locale.ROOT, "%s\t%.4f", name, label.getValue());
    }

    @Override
    public Metric metric() {
        return ordinal() ? Metric.MAE : Metric.ACCURACY;
    }
}
