package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationReader;
import unroll.conf.KernelChoice;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.golden.GoldenTensor;
import unroll.nn.Batch;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** Networks with vectors as input or a target at every step agree with the oracle. */
final class StepTasksOracleTest {
    private static final double TOLERANCE = 1e-5;
    private static final int WIDTH = 2;

    private final Random random = new Random(8);

    private static Configuration conf(String task, KernelChoice kernels) {
        return ConfigurationReader.read(
                """
                task: %s
                run: {dir: nowhere}
                data: {train: {format: json, path: nowhere%s}}
                text: {maxLength: 10}
                model: {embedding: 3, layers: [{cell: lstm, size: 4}, {cell: lstm, size: 3}], pooling: mean}
                training: {batch: 3, batchTokens: 40}
                bptt: {steps: 5}
                kernels: %s
                """
                        .formatted(
                                task,
                                task.equals("language") ? "" : ", sequence: x",
                                kernels.name().toLowerCase(java.util.Locale.ROOT)),
                "test",
                List.of());
    }

    private static Task task(String name, int targets, KernelChoice kernels) {
        var conf = conf(name, kernels);
        return name.equals("language")
                ? new Language(conf, 7)
                : new Forecast(conf, Scaling.none(WIDTH), Scaling.none(targets));
    }

    private float[] numbers(int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static Shard shard(Task task, List<Example> examples, int targets) {
        var shape = task instanceof Language ? Language.SHAPE : Forecast.shape(WIDTH, targets);
        var blocks = new BlockBuilder(shape);
        examples.forEach(blocks::add);
        return new Shard(0, List.of(blocks.build()));
    }

    /** Gradient and loss of a shard's only batch. */
    private static float[] gradient(Task task, float[] theta, Shard shard, double[] loss) {
        var capacity = task.capacity();
        var workspace = task.network().open(capacity);
        var batch = new Batch(capacity.sequences(), capacity.rows(), task.form());
        var plan = task.inOrder(shard);
        assertEquals(1, plan.batches());
        plan.fill(0, batch);
        var gradient = new float[theta.length];
        loss[0] = workspace.train(theta, gradient, batch, 1).mean();
        return gradient;
    }

    /** [steps][outputs of the encoder]. */
    private static Scalar[][] encode(Task task, Tape tape, Parameters parameters, Scalar[][] x) {
        var layers = new ArrayList<OracleStack.Layer>();
        for (var layer : conf(task).model().recurrentLayers()) {
            layers.add(new OracleStack.Layer(OracleCells.of(layer, 1), layer.size(), false));
        }
        return new OracleStack(layers).run(tape, parameters.under("encoder"), x).outputs();
    }

    private static Configuration conf(Task task) {
        return task instanceof Language language ? language.conf() : ((Forecast) task).conf();
    }

    private static Scalar[] head(Parameters parameters, Scalar[] x) {
        return Vectors.plus(
                Vectors.product(parameters.matrix("head.w"), x), parameters.vector("head.b"));
    }

    private static Scalar[][] steps(Tape tape, float[] vectors) {
        var steps = new Scalar[vectors.length / WIDTH][];
        for (int t = 0; t < steps.length; t++) {
            steps[t] = tape.leaves(new double[] {vectors[t * WIDTH], vectors[t * WIDTH + 1]});
        }
        return steps;
    }

    private void check(
            Task task,
            Shard shard,
            java.util.function.BiFunction<Tape, Parameters, Scalar> oracle) {
        var theta = numbers(task.network().layout().size());
        for (int i = 0; i < theta.length; i++) {
            theta[i] *= 0.5f;
        }
        var loss = new double[1];
        var gradient = gradient(task, theta, shard, loss);
        var tape = new Tape();
        var values = new double[theta.length];
        Arrays.setAll(values, i -> theta[i]);
        var leaves = tape.leaves(values);
        var expected = oracle.apply(tape, Parameters.of(task.network().layout(), leaves));
        tape.differentiate(expected);
        assertEquals(expected.value(), loss[0], TOLERANCE * Math.abs(expected.value()));
        for (var slice : task.network().layout().slices()) {
            var own = Arrays.copyOfRange(leaves, slice.offset(), slice.end());
            new GoldenTensor(slice.name(), new int[] {own.length}, Vectors.gradients(own))
                    .check(TOLERANCE, Arrays.copyOfRange(gradient, slice.offset(), slice.end()));
        }
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void aForecastOfATarget(KernelChoice kernels) {
        var task = task("forecast", 2, kernels);
        var examples = new ArrayList<Example>();
        for (int steps : new int[] {4, 1, 6}) {
            examples.add(Example.vectors(numbers(steps * WIDTH)).withValues(numbers(2)));
        }
        check(
                task,
                shard(task, examples, 2),
                (tape, parameters) -> {
                    var sum = tape.leaves(new double[1])[0];
                    for (var example : examples) {
                        var y = encode(task, tape, parameters, steps(tape, example.vectors()));
                        var mean = y[0];
                        for (int t = 1; t < y.length; t++) {
                            mean = Vectors.plus(mean, y[t]);
                        }
                        double share = 1.0 / y.length;
                        var out = head(parameters, Vectors.each(mean, v -> v.times(share)));
                        sum = sum.plus(squares(out, example.values(), 0));
                    }
                    return sum.times(1.0 / 6);
                });
    }

    private static Scalar squares(Scalar[] out, float[] targets, int at) {
        Scalar sum = null;
        for (int k = 0; k < out.length; k++) {
            var error = out[k].plus(-targets[at + k]);
            var square = error.times(error);
            sum = sum == null ? square : sum.plus(square);
        }
        return sum;
    }

    @Test
    void aForecastOfNextSteps() {
        var task = task("forecast", 0, KernelChoice.AUTO);
        var examples = new ArrayList<Example>();
        for (int steps : new int[] {3, 2, 6}) {
            examples.add(Example.vectors(numbers(steps * WIDTH)));
        }
        check(
                task,
                shard(task, examples, 0),
                (tape, parameters) -> {
                    var sum = tape.leaves(new double[1])[0];
                    for (var example : examples) {
                        var x = steps(tape, example.vectors());
                        var y = encode(task, tape, parameters, Arrays.copyOf(x, x.length - 1));
                        for (int t = 0; t < y.length; t++) {
                            sum =
                                    sum.plus(
                                            squares(
                                                    head(parameters, y[t]),
                                                    example.vectors(),
                                                    (t + 1) * WIDTH));
                        }
                    }
                    return sum.times(1.0 / ((2 + 1 + 5) * WIDTH));
                });
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void theNextWord(KernelChoice kernels) {
        var task = task("language", 0, kernels);
        int[] words = {3, 1, 4, 1, 5, 6, 2, 0, 5, 3};
        check(
                task,
                shard(task, List.of(Example.words(words)), 0),
                (tape, parameters) -> {
                    var x = new Scalar[words.length - 1][];
                    for (int t = 0; t < x.length; t++) {
                        x[t] = parameters.rows("input.embedding", words[t], 1)[0];
                    }
                    var y = encode(task, tape, parameters, x);
                    var sum = tape.leaves(new double[1])[0];
                    for (int t = 0; t < y.length; t++) {
                        var log = OracleCrossEntropy.logSoftmax(head(parameters, y[t]));
                        sum = sum.plus(log[words[t + 1]].negated());
                    }
                    return sum.times(1.0 / y.length);
                });
    }

    @Test
    void scalarAndSimdGiveTheSameBits() {
        for (var name : List.of("forecast", "language")) {
            var words = random.ints(9, 0, 7).toArray();
            var vectors = numbers(9 * WIDTH);
            float[] first = null;
            for (var kernels : KernelChoice.values()) {
                var task = task(name, 0, kernels);
                var example =
                        name.equals("language") ? Example.words(words) : Example.vectors(vectors);
                var theta = task.network().layout().start(4);
                var found = gradient(task, theta, shard(task, List.of(example), 0), new double[1]);
                first = first == null ? found : first;
                assertArrayEquals(first, found, name);
            }
        }
    }
}
