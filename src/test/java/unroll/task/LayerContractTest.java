package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.CellConf.Activation;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.EncoderLayer.ReservoirConf;
import unroll.conf.EncoderLayer.TimeDelayConf;
import unroll.conf.read.ConfigurationReader;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.Scaling;
import unroll.golden.GoldenTensor;
import unroll.nn.Layout;
import unroll.nn.batch.Batch;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleReservoir;
import unroll.oracle.OracleRidge;
import unroll.oracle.OracleStack;
import unroll.oracle.OracleTimeDelay;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;
import unroll.task.forecast.Forecast;
import unroll.task.registry.Tasks;
import unroll.train.LocalRounds;
import unroll.train.WorkerSpec;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/**
 * Every layer that a configuration can name computes what an oracle computes: one that is trained
 * has its gradient, a reservoir its states and its readout. A word of {@code model.layers} without
 * an oracle fails here. {@link CellContractTest} goes on with every setting of every trained cell.
 */
final class LayerContractTest {
    private static final double TOLERANCE = 1e-5;
    private static final int WIDTH = 2;
    private static final int TARGETS = 3;
    private static final int[] LENGTHS = {31, 12, 12, 4, 2};

    private static final String YAML =
            """
            task: forecast
            run: {dir: nowhere, seed: 4}
            data: {train: {format: json, path: nowhere, sequence: x%s}}
            model: {layers: [%s]%s}
            training: {batch: 5, batchTokens: 400}
            """;

    private final Random random = new Random(11);

    private static Configuration conf(String layer, boolean next, String... overrides) {
        return Tasks.reader()
                .read(
                        YAML.formatted(
                                next ? "" : ", target: y", layer, next ? "" : ", pooling: mean"),
                        "test",
                        List.of(overrides));
    }

    /** The words that a setting of a layer allows. */
    private static List<String> words(String key) {
        var expected =
                ConfigurationReader.settings().stream()
                        .filter(setting -> setting.key().equals("model.layers[]." + key))
                        .findFirst()
                        .orElseThrow()
                        .expected();
        assertEquals("one of ", expected.substring(0, 7), expected);
        return List.of(expected.substring(7).split(", "));
    }

    @TestFactory
    Stream<DynamicTest> everyLayerIsTheOracles() {
        var layers = new ArrayList<String>();
        words("cell").forEach(word -> layers.add("{cell: " + word + ", size: 5}"));
        words("layer").forEach(word -> layers.add("{layer: " + word + ", size: 5}"));
        return layers.stream().map(layer -> DynamicTest.dynamicTest(layer, () -> check(layer)));
    }

    private void check(String layer) {
        boolean solved = layer.contains("cell: reservoir");
        var conf = conf(layer, solved);
        var kind = conf.model().layers().get(0);
        if (kind instanceof ReservoirConf) {
            checkReservoir(WIDTH, "{cell: reservoir, size: 5, density: 0.4, washout: 3}");
            checkReservoir(1, "{cell: reservoir, size: 33, density: 0.1, washout: 0, leak: 0.6}");
            checkReservoir(
                    WIDTH,
                    "{cell: reservoir, size: 8, density: 1, spectralRadius: 1.2, inputScale: 0.3,"
                            + " bias: 0.7, leak: 0.25, washout: 11}");
        } else {
            checkTrained(conf, kind);
        }
    }

    /** [steps][outputs]. */
    private static Scalar[][] encoded(
            EncoderLayer kind, Tape tape, Parameters encoder, Scalar[][] x) {
        if (kind instanceof RecurrentConf layer) {
            var equations =
                    new OracleStack.Layer(OracleCells.of(layer, TARGETS), layer.size(), false);
            return new OracleStack(List.of(equations)).run(tape, encoder, x).outputs();
        }
        if (kind instanceof TimeDelayConf delay) {
            return new OracleTimeDelay(
                            delay.kernel(),
                            delay.dilation(),
                            delay.stride(),
                            delay.activation() == Activation.RELU ? Scalar::relu : Scalar::tanh)
                    .of(encoder.under("l0"), x);
        }
        throw new AssertionError("expected an oracle of " + kind + ", found none");
    }

    private void checkTrained(Configuration conf, EncoderLayer kind) {
        var task = new Forecast(conf, 0, Scaling.none(WIDTH), Scaling.none(TARGETS));
        var layout = task.network().layout();
        var theta = new float[layout.size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.5 * random.nextGaussian());
        }
        var examples = new ArrayList<Example>();
        for (int steps : new int[] {6, 3, 1}) {
            examples.add(Example.vectors(numbers(steps * WIDTH)).withValues(numbers(TARGETS)));
        }
        var batch = task.schema().batch(5, 400);
        task.inOrder(shard(0, WIDTH, TARGETS, examples)).fill(0, batch);
        var gradient = new float[theta.length];
        var found = task.network().open(task.capacity()).train(theta, gradient, batch, 1);

        var tape = new Tape();
        var values = new double[theta.length];
        Arrays.setAll(values, i -> theta[i]);
        var leaves = tape.leaves(values);
        var parameters = Parameters.of(layout, leaves);
        var loss = tape.leaf(0);
        for (var example : examples) {
            var x = new Scalar[example.vectors().length / WIDTH][];
            for (int t = 0; t < x.length; t++) {
                x[t] = tape.leaves(example.vectors()[t * WIDTH], example.vectors()[t * WIDTH + 1]);
            }
            var y = encoded(kind, tape, parameters.under("encoder"), x);
            double share = 1.0 / y.length;
            var sum = Arrays.stream(y).reduce(Vectors::plus).orElseThrow();
            var mean = Vectors.each(sum, v -> v.times(share));
            var out =
                    Vectors.plus(
                            Vectors.product(parameters.matrix("head.w"), mean),
                            parameters.vector("head.b"));
            for (int k = 0; k < TARGETS; k++) {
                var error = out[k].plus(-example.values()[k]);
                loss = loss.plus(error.times(error));
            }
        }
        loss = loss.times(1.0 / (TARGETS * examples.size()));
        tape.differentiate(loss);
        assertEquals(loss.value(), found.mean(), TOLERANCE * loss.value());
        for (var slice : layout.slices()) {
            var own = Arrays.copyOfRange(leaves, slice.offset(), slice.end());
            new GoldenTensor(slice.name(), new int[] {own.length}, Vectors.gradients(own))
                    .check(TOLERANCE, Arrays.copyOfRange(gradient, slice.offset(), slice.end()));
        }
    }

    private float[] numbers(int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static Shard shard(int number, int width, int targets, List<Example> examples) {
        var source = Field.steps(width);
        var blocks =
                new BlockBuilder(
                        targets == 0
                                ? Schema.next(source)
                                : new Schema(source, Field.numbers(targets, Field.Length.ONE)));
        examples.forEach(blocks::add);
        return new Shard(number, List.of(blocks.build()));
    }

    private void checkReservoir(int width, String layer) {
        double ridge = 1e-3;
        var conf = conf(layer, true, "training.ridge=[" + ridge + "]");
        var task = new Forecast(conf, 0, Scaling.none(width), Scaling.none(0));
        var layout = task.network().layout();
        var sequences = new ArrayList<float[]>();
        for (int length : LENGTHS) {
            sequences.add(numbers(length * width));
        }
        var theta = trained(new WorkerSpec(conf, task), width, sequences);
        var oracle = oracle(layout, theta, conf.model().reservoir().orElseThrow().leak());

        var weights = expectedReadout(oracle, sequences, width, conf.model().washout(), ridge);
        var w = doubles(layout, theta, "readout.w");
        var rest = doubles(layout, theta, "readout.rest");
        for (int k = 0; k < width; k++) {
            for (int i = 0; i < w[k].length; i++) {
                assertEquals(weights[k][i], w[k][i] + rest[k][i], 1e-9, "readout " + k + " " + i);
            }
        }
        checkScores(task, theta, oracle, weights, width);
    }

    /** In two shards, so that their sums are added. */
    private static float[] trained(WorkerSpec spec, int width, List<float[]> sequences) {
        var shards = new ArrayList<Shard>();
        for (var part : List.of(sequences.subList(0, 2), sequences.subList(2, sequences.size()))) {
            var examples = part.stream().map(Example::vectors).toList();
            shards.add(shard(shards.size(), width, 0, examples));
        }
        var start = spec.task().network().layout().initialParameters(spec.conf().run().seed());
        try (var rounds = new LocalRounds(spec, shards, List.of(), 1)) {
            return rounds.train(State.initial(start, spec.conf()), new RoundId(0, 0, 1))
                    .state()
                    .theta();
        }
    }

    private static OracleReservoir oracle(Layout layout, float[] theta, double leak) {
        return new OracleReservoir(
                doubles(layout, theta, "reservoir.wx"),
                doubles(layout, theta, "reservoir.b")[0],
                doubles(layout, theta, "reservoir.wh"),
                leak);
    }

    /** Rows of a parameter; of a vector one. */
    private static double[][] doubles(Layout layout, float[] theta, String name) {
        var slice = layout.slice(name);
        int columns = slice.shape().get(slice.shape().size() - 1);
        var rows = new double[slice.size() / columns][columns];
        for (int i = 0; i < slice.size(); i++) {
            rows[i / columns][i % columns] = theta[slice.offset() + i];
        }
        return rows;
    }

    private static double[][] steps(float[] x, int width) {
        var steps = new double[x.length / width][width];
        for (int i = 0; i < x.length; i++) {
            steps[i / width][i % width] = x[i];
        }
        return steps;
    }

    /** Of all steps after the washout that have a next one. */
    private static double[][] expectedReadout(
            OracleReservoir oracle, List<float[]> sequences, int width, int washout, double ridge) {
        var x = new ArrayList<double[]>();
        var y = new ArrayList<double[]>();
        for (var sequence : sequences) {
            var u = steps(sequence, width);
            var features = oracle.features(Arrays.copyOf(u, u.length - 1));
            for (int t = washout; t < features.length; t++) {
                x.add(features[t]);
                y.add(u[t + 1]);
            }
        }
        return OracleRidge.solve(x.toArray(double[][]::new), y.toArray(double[][]::new), ridge);
    }

    /** At once, and in two batches of which the second goes on from the first. */
    private void checkScores(
            Task task, float[] theta, OracleReservoir oracle, double[][] weights, int width) {
        int[] lengths = {9, 6, 6, 2};
        int cut = 2;
        var u = new float[lengths.length][];
        for (int b = 0; b < u.length; b++) {
            u[b] = numbers(lengths[b] * width);
        }
        var workspace = task.network().open(task.capacity());
        var whole = batch(task, u, width, 0, 9);
        var scores = workspace.score(theta, whole).clone();
        for (int b = 0; b < u.length; b++) {
            var expected = oracle.outputs(steps(u[b], width), weights);
            for (int t = 0; t < lengths[b]; t++) {
                for (int k = 0; k < width; k++) {
                    float found = scores[whole.packing().row(t, b) * width + k];
                    assertEquals(expected[t][k], found, 1e-6 * (1 + Math.abs(expected[t][k])));
                }
            }
        }
        workspace.warmUp(theta, batch(task, Arrays.copyOf(u, 3), width, 0, cut));
        var rest = batch(task, Arrays.copyOf(u, 3), width, cut, 9);
        rest.setContinues(true);
        var continued = workspace.score(theta, rest);
        for (int b = 0; b < 3; b++) {
            for (int t = cut; t < lengths[b]; t++) {
                int at = whole.packing().row(t, b) * width;
                int from = rest.packing().row(t - cut, b) * width;
                assertArrayEquals(
                        Arrays.copyOfRange(scores, at, at + width),
                        Arrays.copyOfRange(continued, from, from + width));
            }
        }
    }

    /** Some steps of sequences, the longest first. */
    private static Batch batch(Task task, float[][] u, int width, int from, int to) {
        var batch = task.schema().batch(u.length, 400);
        var lengths = new int[u.length];
        Arrays.setAll(lengths, b -> Math.min(to, u[b].length / width) - from);
        batch.source().pack(lengths, lengths.length);
        for (int b = 0; b < u.length; b++) {
            for (int t = 0; t < lengths[b]; t++) {
                int row = batch.packing().row(t, b);
                System.arraycopy(
                        u[b], (from + t) * width, batch.source().values(), row * width, width);
            }
        }
        return batch;
    }
}
