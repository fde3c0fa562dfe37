package unroll.diagnose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.diagnose.Diagnosis.OfDirection;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** The gradient by distance, where sequences are vectors or every step has a target. */
final class StepTasksDiagnosisTest {
    private static final int WIDTH = 2;
    private static final int LANES = 16;
    private static final int WINDOW = 3;
    private static final List<String> WORDS = List.of("good", "bad", "film", "not", "very");

    private final Random random = new Random(7);

    private static TrainedModel model(String task, String inputs, Codec codec) {
        boolean pools = task.equals("classify") || task.equals("forecast");
        var conf =
                Tasks.reader()
                        .read(
                                """
                        task: %s
                        run: {dir: nowhere, seed: 5}
                        data: {train: {format: json, path: nowhere%s}}
                        text: {vocabulary: 100, minCount: 1, unknownBuckets: 2}
                        model: {%s layers: [{cell: gru, size: 4}, {cell: lstm, size: 3}]%s}
                        bptt: {steps: %d}
                        """
                                        .formatted(
                                                task,
                                                codec.words() ? "" : ", sequence: x",
                                                inputs,
                                                pools ? ", pooling: last" : "",
                                                WINDOW),
                                "test",
                                List.of());
        return Tasks.trained(
                conf,
                codec,
                network -> {
                    var theta = network.layout().initialParameters(11);
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] *= 1.5f;
                    }
                    return theta;
                });
    }

    private static Codec vectors(int targets, String... labels) {
        return new Codec(
                new Vocabulary(List.of(), 2),
                Scaling.none(WIDTH),
                List.of(labels),
                Scaling.none(targets));
    }

    private float[] numbers(int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static Diagnosis diagnosis(TrainedModel model, List<Example> examples) {
        var blocks = new ArrayList<Block>();
        BlockBuilder.blocks(model.task().schema(), examples.iterator())
                .forEachRemaining(blocks::add);
        return Diagnoser.of(model, new Shard(0, blocks), 1, 1);
    }

    /** Norms of the gradient by the states of both layers, by distance from the last step. */
    private static final class Expected {
        private final TrainedModel model;
        private final double[][] sums = new double[2][20]; // [layers][distances]
        private final long[] counts = new long[20];

        Expected(TrainedModel model) {
            this.model = model;
        }

        /**
         * Adds a sequence.
         *
         * @param steps words, or vectors
         * @param from step from which on the gradient is looked at
         * @param loss of the outputs after the last step
         */
        void add(List<?> steps, int from, UnaryOperator<Scalar[]> loss) {
            var tape = new Tape();
            var parameters = parameters(tape);
            var x =
                    steps.stream()
                            .map(step -> step(step, tape, parameters))
                            .toArray(Scalar[][]::new);
            var lower = layer(0).run(tape, parameters.under("encoder"), x).outputs();
            var upper = layer(1).run(tape, parameters.under("upper"), lower).outputs();
            var outputs =
                    Vectors.plus(
                            Vectors.product(parameters.matrix("head.w"), upper[x.length - 1]),
                            parameters.vector("head.b"));
            tape.differentiate(loss.apply(outputs)[0]);
            for (int t = from; t < x.length; t++) {
                int distance = x.length - 1 - t;
                sums[0][distance] += norm(lower[t]);
                sums[1][distance] += norm(upper[t]);
                counts[distance]++;
            }
        }

        private OracleStack layer(int l) {
            var layer = model.conf().model().recurrentLayers().get(l);
            return new OracleStack(
                    List.of(new OracleStack.Layer(OracleCells.of(layer, 1), layer.size(), false)));
        }

        private static Scalar[] step(Object step, Tape tape, Parameters parameters) {
            return step instanceof Integer word
                    ? parameters.rows("input.embedding", word, 1)[0]
                    : tape.leaves((double[]) step);
        }

        /** The upper layer's a second time, as those of a network's lowest. */
        private Parameters parameters(Tape tape) {
            var parameters = new Parameters();
            for (var slice : model.task().network().layout().slices()) {
                var values = new double[slice.size()];
                Arrays.setAll(values, i -> model.theta()[slice.offset() + i]);
                var leaves = tape.leaves(values);
                var shape = slice.shape().stream().mapToInt(Integer::intValue).toArray();
                parameters.with(slice.name(), leaves, shape);
                if (slice.name().startsWith("encoder.l1")) {
                    parameters.with(slice.name().replace("encoder.l1", "upper.l0"), leaves, shape);
                }
            }
            return parameters;
        }

        private static double norm(Scalar[] state) {
            return Math.sqrt(
                    Arrays.stream(state).mapToDouble(h -> h.gradient() * h.gradient()).sum());
        }

        void check(Diagnosis found) {
            assertEquals(
                    List.of("encoder.l0.forward", "encoder.l1.forward"),
                    found.directions().stream().map(OfDirection::name).toList());
            for (int l = 0; l < 2; l++) {
                var flow = found.directions().get(l).gradient();
                for (int distance = 0; distance < counts.length; distance++) {
                    if (counts[distance] == 0) {
                        assertEquals(distance, flow.norms().size());
                        break;
                    }
                    double expected = sums[l][distance] / counts[distance];
                    assertEquals(counts[distance], flow.sequences().get(distance));
                    assertEquals(expected, flow.norms().get(distance), 1e-5 * expected + 1e-7);
                }
            }
        }
    }

    private static List<double[]> steps(float[] numbers, int steps) {
        var list = new ArrayList<double[]>();
        for (int t = 0; t < steps; t++) {
            list.add(new double[] {numbers[t * WIDTH], numbers[t * WIDTH + 1]});
        }
        return list;
    }

    @Test
    void vectorsOfOneClass() {
        var model = model("classify", "", vectors(0, "neg", "pos"));
        var examples = new ArrayList<Example>();
        var expected = new Expected(model);
        for (int length : new int[] {7, 1, 4, 9, 4}) {
            int target = length % 2;
            var example = Example.vectors(numbers(length * WIDTH)).withLabels(target);
            examples.add(example);
            expected.add(
                    steps(example.vectors(), length),
                    0,
                    y -> new Scalar[] {OracleCrossEntropy.logSoftmax(y)[target].negated()});
        }
        expected.check(diagnosis(model, examples));
    }

    @Test
    void aForecastOfNextStepsIsThatOfTheLast() {
        var model = model("forecast", "", vectors(0));
        var examples = new ArrayList<Example>();
        var expected = new Expected(model);
        for (int length : new int[] {7, 2, 4, 9, 4}) {
            var numbers = numbers(length * WIDTH);
            examples.add(Example.vectors(numbers));
            expected.add(
                    steps(numbers, length - 1),
                    0,
                    y -> meanSquare(y, numbers, (length - 1) * WIDTH));
        }
        expected.check(diagnosis(model, examples));
    }

    @Test
    void aForecastOfATarget() {
        var model = model("forecast", "", vectors(2));
        var examples = new ArrayList<Example>();
        var expected = new Expected(model);
        for (int length : new int[] {7, 1, 4}) {
            var values = numbers(2);
            var example = Example.vectors(numbers(length * WIDTH)).withValues(values);
            examples.add(example);
            expected.add(steps(example.vectors(), length), 0, y -> meanSquare(y, values, 0));
        }
        expected.check(diagnosis(model, examples));
    }

    /** Of each sequence its own gradient, whatever else there is. */
    @Test
    void labelsThatNoAlignmentGivesAreLeftOut() {
        var model = model("transcribe", "", vectors(0, "do", "re"));
        var first = Example.vectors(numbers(6 * WIDTH)).withLabels(0, 1);
        var second = Example.vectors(numbers(4 * WIDTH)).withLabels(1);
        var impossible = Example.vectors(numbers(3 * WIDTH)).withLabels(0, 0, 0, 1);
        var both = diagnosis(model, List.of(first, impossible, second));
        var one = diagnosis(model, List.of(first));
        var other = diagnosis(model, List.of(second));
        for (int l = 0; l < 2; l++) {
            var flow = both.directions().get(l).gradient();
            assertEquals(List.of(2L, 2L, 2L, 2L, 1L, 1L), flow.sequences());
            for (int distance = 0; distance < 6; distance++) {
                double expected = one.directions().get(l).gradient().norms().get(distance);
                if (distance < 4) {
                    expected += other.directions().get(l).gradient().norms().get(distance);
                    expected /= 2;
                }
                assertTrue(expected > 0, "there is a gradient");
                assertEquals(expected, flow.norms().get(distance), 1e-6 * expected);
            }
        }
        assertEquals((one.loss() + other.loss()) / 2, both.loss(), 1e-6);
    }

    private static Scalar[] meanSquare(Scalar[] outputs, float[] targets, int at) {
        var first = outputs[0].plus(-targets[at]);
        var second = outputs[1].plus(-targets[at + 1]);
        return new Scalar[] {first.times(first).plus(second.times(second)).times(0.5)};
    }

    /**
     * Windows of lanes: the state comes from the lane's start, the gradient stays in the window.
     */
    @Test
    void theNextWordIsThatAfterEachWindow() {
        var model =
                model(
                        "language",
                        "embedding: 3,",
                        Codec.ofTexts(new Vocabulary(WORDS, 2), List.of()));
        int length = 7;
        int longer = 3; // lanes of eight words
        int[] words = random.ints(LANES * length + longer + 1, 0, WORDS.size() + 2).toArray();
        var expected = new Expected(model);
        for (int lane = 0; lane < LANES; lane++) {
            int first = lane * length + Math.min(lane, longer);
            int end = length + (lane < longer ? 1 : 0);
            for (int from : new int[] {0, 3, 6}) {
                int to = from == 6 ? end : from + WINDOW;
                int next = words[first + to];
                expected.add(
                        Arrays.stream(words, first, first + to).boxed().toList(),
                        from,
                        y -> new Scalar[] {OracleCrossEntropy.logSoftmax(y)[next].negated()});
            }
        }
        var found = diagnosis(model, List.of(Example.words(words)));
        assertEquals(3 * LANES, found.examples());
        expected.check(found);
        for (var direction : found.directions()) {
            // Three lanes, three steps each, of the first window only.
            assertEquals(9, direction.jacobians().size());
        }
    }

    /** A word's own vector of zeros and a one is that word. */
    @Test
    void oneHotWordsAreDiagnosedAsVectorsOfZerosAndAOne() {
        int ids = WORDS.size() + 2;
        var codec = Codec.ofTexts(new Vocabulary(WORDS, 2), List.of("neg", "pos"));
        var oneHot = model("classify", "inputs: [{kind: onehot}],", codec);
        var from = oneHot.task().network().layout();
        var embedded =
                Tasks.trained(
                        model("classify", "embedding: " + ids + ",", codec).conf(),
                        codec,
                        network -> {
                            var theta = network.layout().initialParameters(1);
                            for (var slice : network.layout().slices()) {
                                if (slice.name().equals("input.embedding")) {
                                    Arrays.fill(theta, slice.offset(), slice.end(), 0);
                                    for (int id = 0; id < ids; id++) {
                                        theta[slice.offset() + id * ids + id] = 1;
                                    }
                                    continue;
                                }
                                int at = from.slice(slice.name()).offset();
                                int rows = slice.shape().get(0);
                                boolean turned = slice.name().equals("encoder.l0.forward.wx");
                                for (int i = 0; i < slice.size(); i++) {
                                    int source = turned ? i % ids * rows + i / ids : i;
                                    theta[slice.offset() + i] = oneHot.theta()[at + source];
                                }
                            }
                            return theta;
                        });
        var examples = new ArrayList<Example>();
        for (int length : new int[] {7, 3, 8}) {
            examples.add(new Example(random.ints(length, 0, ids).toArray(), length % 2));
        }
        var found = diagnosis(oneHot, examples);
        var expected = diagnosis(embedded, examples);
        assertEquals(expected.loss(), found.loss(), 1e-6);
        for (int l = 0; l < 2; l++) {
            var jacobians = found.directions().get(l).jacobians();
            assertEquals(9, jacobians.size());
            for (int j = 0; j < jacobians.size(); j++) {
                assertArrayEquals(
                        values(expected.directions().get(l).jacobians().get(j).values()),
                        values(jacobians.get(j).values()),
                        1e-5);
            }
        }
    }

    private static double[] values(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
