package unroll.task.multilabel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.Configuration;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.encode.Calibration;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.measure.Metric;
import unroll.nn.batch.Batch;
import unroll.task.LabelCounts;
import unroll.task.ModelInput;
import unroll.task.Scorer;
import unroll.task.Task;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Sets of labels of a small model with random parameters. */
final class MultilabelTest {
    private static final List<String> LABELS = List.of("a", "b", "c");
    private static final int WORDS = 6; // ids
    private static final int[][] SETS = {{1}, {}, {0, 2}, {0, 1, 2}, {2}};

    private final Random random = new Random(3);

    private static Configuration conf(String task, String... settings) {
        return Tasks.reader()
                .read(
                        """
                task: %s
                run: {dir: nowhere}
                data: {train: {format: json, path: nowhere}}
                text: {maxLength: 9, unknownBuckets: 2}
                model: {embedding: 3, layers: [{cell: lstm, size: 4, bidirectional: true}]}
                training: {batch: 6, batchTokens: 60}
                """
                                .formatted(task),
                        "test",
                        List.of(settings));
    }

    private static Codec codec() {
        return Codec.ofTexts(new Vocabulary(List.of("w", "x", "y", "z"), 2), LABELS);
    }

    private TrainedModel model(Codec codec, String... settings) {
        return Tasks.trained(
                conf("multilabel", settings), codec, network -> theta(network.layout().size()));
    }

    private float[] theta(int size) {
        var theta = new float[size];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.7 * random.nextGaussian());
        }
        return theta;
    }

    /** Texts of several lengths, one of them a single word. */
    private List<Example> examples() {
        var examples = new ArrayList<Example>();
        int[] lengths = {3, 7, 1, 5, 7};
        for (int i = 0; i < lengths.length; i++) {
            int[] words = random.ints(lengths[i], 0, WORDS).toArray();
            examples.add(Example.words(words).withLabels(SETS[i]));
        }
        return examples;
    }

    private static Batch batch(Task task, List<Example> examples) {
        var blocks = new BlockBuilder(task.schema());
        examples.forEach(blocks::add);
        var batch = task.schema().batch(task.capacity().sequences(), task.capacity().rows());
        var plan = task.inOrder(new Shard(0, List.of(blocks.build())));
        assertEquals(1, plan.batches());
        plan.fill(0, batch);
        return batch;
    }

    private static float[] holds(int... set) {
        var holds = new float[LABELS.size()];
        Arrays.stream(set).forEach(k -> holds[k] = 1);
        return holds;
    }

    /** The same network, whose targets are a number for each label. */
    @ParameterizedTest
    @ValueSource(strings = {"text.segment=none", "text.segment=3", "model.pooling=max"})
    void lossAndGradientAreThoseOfAForecastOfZerosAndOnes(String setting) {
        var sets = Tasks.of(conf("multilabel", setting), codec());
        var none = Scaling.none(0);
        var numbers =
                Tasks.of(
                        conf("forecast", setting, "training.loss=binary", "data.train.target=y"),
                        new Codec(
                                codec().vocabulary(),
                                none,
                                List.of(),
                                Scaling.none(LABELS.size())));
        var examples = examples();
        var dense =
                examples.stream()
                        .map(e -> Example.words(e.ids()).withValues(holds(e.classes())))
                        .toList();
        var theta = theta(sets.network().layout().size());
        var found = new float[theta.length];
        var expected = new float[theta.length];
        var loss =
                sets.network().open(sets.capacity()).train(theta, found, batch(sets, examples), 1);
        var other =
                numbers.network()
                        .open(numbers.capacity())
                        .train(theta, expected, batch(numbers, dense), 1);
        assertEquals(examples.size() * LABELS.size(), loss.terms());
        assertEquals(other, loss);
        assertArrayEquals(expected, found);
    }

    @Test
    void balancedWeightsAreOfTheExamplesWithoutALabelOverThoseWithIt() {
        var conf = conf("multilabel", "training.classWeights=balanced");
        var counts = new LabelCounts(12, List.of(3L, 6L, 8L));
        var task = (Multilabel) new MultilabelKind().task(conf, codec(), counts);
        assertEquals(List.of(3.0, 1.0, 0.5), task.weights());
    }

    /** Training weighs the terms of the labels that hold; the evaluator does not. */
    @Test
    void weightsAreOfTrainingAlone() {
        var conf = conf("multilabel", "training.classWeights={a: 4, b: 1, c: 1}");
        var counts = new LabelCounts(5, List.of(2L, 2L, 3L));
        var weighted = new MultilabelKind().task(conf, codec(), counts);
        var equal = Tasks.of(conf, codec());
        var theta = theta(equal.network().layout().size());
        var examples = examples();
        var evaluations = new ArrayList<Double>();
        var losses = new ArrayList<Double>();
        for (var task : List.of(equal, weighted)) {
            var workspace = task.network().open(task.capacity());
            var batch = batch(task, examples);
            losses.add(workspace.train(theta, new float[theta.length], batch, 1).sum());
            var evaluator = task.evaluator();
            evaluator.add(workspace, theta, batch);
            evaluations.add(evaluator.evaluation().loss());
        }
        assertEquals(evaluations.get(0), evaluations.get(1));
        double positives = 0;
        var model = new TrainedModel(conf, codec(), equal, theta);
        for (var example : examples) {
            var p = (Map<?, ?>) prediction(model, example)[1];
            boolean holds = Arrays.stream(example.classes()).anyMatch(k -> k == 0);
            positives -= holds ? Math.log((Float) p.get("a")) : 0;
        }
        assertTrue(positives > 0, "label a holds somewhere");
        assertEquals(losses.get(0) + 3 * positives, losses.get(1), 1e-5);
    }

    private static Object[] prediction(TrainedModel model, Example example) {
        var predictor = model.task().predictor(model, 0);
        return predictor.predict(List.of(ModelInput.of(example))).get(0);
    }

    @Test
    void noPredictionDependsOnTheOtherTexts() {
        for (var setting :
                List.of("text.segment=none", "text.segment=2", "model.pooling=attention")) {
            var model = model(codec(), setting);
            var examples = examples();
            var predictor = model.task().predictor(model, 0);
            var together = predictor.predict(examples.stream().map(ModelInput::of).toList());
            for (int i = 0; i < examples.size(); i++) {
                var alone = predictor.predict(List.of(ModelInput.of(examples.get(i)))).get(0);
                assertArrayEquals(alone, together.get(i));
            }
        }
    }

    @Test
    void theEvaluatorCountsWhatIsPredicted() {
        var model =
                model(codec().withCalibration(Calibration.ofThresholds(List.of(0.25, 0.5, 0.625))));
        var examples = examples();
        var predictions =
                model.task()
                        .predictor(model, 0)
                        .predict(examples.stream().map(ModelInput::of).toList());
        long right = 0;
        long said = 0;
        long wanted = 0;
        double loss = 0;
        for (int i = 0; i < SETS.length; i++) {
            var truth = model.codec().labels(SETS[i]);
            var given = (List<?>) predictions.get(i)[0];
            var probabilities = (Map<?, ?>) predictions.get(i)[1];
            said += given.size();
            wanted += truth.size();
            right += truth.stream().filter(given::contains).count();
            for (var label : LABELS) {
                double p = (Float) probabilities.get(label);
                loss -= Math.log(truth.contains(label) ? p : 1 - p);
            }
        }
        var evaluator = model.task().evaluator();
        new Scorer(model).measure(examples, evaluator);
        var evaluation = evaluator.evaluation();
        assertTrue(right > 0 && right < wanted, right + " right");
        assertEquals(2.0 * right / (said + wanted), evaluation.score(Metric.MICRO_F1));
        assertEquals(loss / (SETS.length * LABELS.size()), evaluation.loss(), 1e-6);
        assertEquals(15, evaluation.terms());

        // The loss of the evaluator is that of training.
        var theta = model.theta();
        var workspace = model.task().network().open(model.task().capacity());
        var batch = batch(model.task(), examples);
        assertEquals(
                workspace.train(theta, theta.clone(), batch, 1).mean(), evaluation.loss(), 1e-6);
    }

    /** A model whose weights are zero knows the biases alone. */
    @Test
    void labelsHoldFromTheirThresholdsOn() {
        var codec = codec().withCalibration(Calibration.ofThresholds(List.of(0.75, 0.5, 0.125)));
        var model =
                Tasks.trained(
                        conf("multilabel"),
                        codec,
                        network -> {
                            var theta = new float[network.layout().size()];
                            theta[theta.length - 3] = 1; // p = 0.73
                            theta[theta.length - 1] = -1; // p = 0.27
                            return theta;
                        });
        var input = ModelInput.of(Example.words(new int[] {1}));
        var prediction = model.task().predictor(model, 0).predict(List.of(input)).get(0);
        assertEquals(List.of("b", "c"), prediction[0]);
        assertEquals(LABELS, List.copyOf(((Map<?, ?>) prediction[1]).keySet()));
        assertEquals(
                List.of("b\t0.5000\tyes", "c\t0.2689\tyes", "a\t0.7311\tno"),
                model.task().lines(codec, input, prediction));
    }

    @Test
    void thresholdsAreThoseOfTheSearchAndOneHalfBefore() {
        var model = model(codec());
        assertEquals(List.of(0.5, 0.5, 0.5), ((Multilabel) model.task()).thresholds());
        var search = model.task().calibrationSearch().orElseThrow();
        new Scorer(model).measure(shard(model, examples()), search);
        var codec = model.task().calibrated(model.codec(), search.found());
        assertEquals(search.found(), codec.thresholds());
        var tuned = Tasks.trained(model.conf(), codec, network -> model.theta());
        assertEquals(search.found(), ((Multilabel) tuned.task()).thresholds());
    }

    private static Shard shard(TrainedModel model, List<Example> examples) {
        var blocks = new BlockBuilder(model.task().schema());
        examples.forEach(blocks::add);
        return new Shard(0, List.of(blocks.build()));
    }
}
