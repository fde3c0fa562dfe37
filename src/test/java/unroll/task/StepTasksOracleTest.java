package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.golden.GoldenTensor;
import unroll.measure.Edits;
import unroll.nn.batch.Batch;
import unroll.oracle.OracleAdaptiveSoftmax;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OracleCtc;
import unroll.oracle.OracleStack;
import unroll.oracle.OracleTimeDelay;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;
import unroll.task.forecast.Forecast;
import unroll.task.language.Language;
import unroll.task.registry.Tasks;
import unroll.task.transcribe.Transcribe;

/** Networks with vectors as input or a target at every step agree with the oracle. */
final class StepTasksOracleTest {
    private static final double TOLERANCE = 1e-5;
    private static final int WIDTH = 2;

    private final Random random = new Random(8);

    private static final String TARGET = "data.train.target=y";
    private static final String POOLING = "model.pooling=mean";

    private static Configuration conf(String task, KernelChoice kernels, String... overrides) {
        return Tasks.reader()
                .read(
                        """
                task: %s
                run: {dir: nowhere}
                data: {train: {format: json, path: nowhere%s}}
                text: {maxLength: %s}
                model: {embedding: 3, layers: [{cell: lstm, size: 4}, {cell: lstm, size: 3}]}
                training: {batch: 3%s}
                bptt: {steps: 5}
                kernels: %s
                """
                                .formatted(
                                        task,
                                        task.equals("language") ? "" : ", sequence: x",
                                        task.equals("language") ? 400 : 10,
                                        task.equals("language") ? "" : ", batchTokens: 40",
                                        kernels.name().toLowerCase(java.util.Locale.ROOT)),
                        "test",
                        List.of(overrides));
    }

    private static Task task(String name, int targets, KernelChoice kernels) {
        var conf = targets > 0 ? conf(name, kernels, TARGET, POOLING) : conf(name, kernels);
        return switch (name) {
            case "language" -> new Language(conf, 7);
            case "transcribe" -> new Transcribe(conf, 0, WIDTH, 3);
            default -> new Forecast(conf, 0, Scaling.none(WIDTH), Scaling.none(targets));
        };
    }

    private float[] numbers(int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static Shard shard(Task task, List<Example> examples) {
        var blocks = new BlockBuilder(task.schema());
        examples.forEach(blocks::add);
        return new Shard(0, List.of(blocks.build()));
    }

    /** Gradient and loss of a shard's only batch. */
    private static float[] gradient(Task task, float[] theta, Shard shard, double[] loss) {
        var workspace = task.network().open(task.capacity());
        var gradient = new float[theta.length];
        loss[0] = workspace.train(theta, gradient, batch(task, shard), 1).mean();
        return gradient;
    }

    private static Batch batch(Task task, Shard shard) {
        var capacity = task.capacity();
        var batch = task.schema().batch(capacity.sequences(), capacity.rows());
        var plan = task.inOrder(shard);
        assertEquals(1, plan.batches());
        plan.fill(0, batch);
        return batch;
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
                shard(task, examples),
                (tape, parameters) -> {
                    var sum = tape.leaves(new double[1])[0];
                    for (var example : examples) {
                        var y = encode(task, tape, parameters, steps(tape, example.vectors()));
                        var out = head(parameters, mean(y));
                        sum = sum.plus(squares(out, example.values(), 0));
                    }
                    return sum.times(1.0 / 6);
                });
    }

    @Test
    void aForecastFromWords() {
        var conf = conf("forecast", KernelChoice.AUTO, "data.train.sequence=", TARGET, POOLING);
        var task = new Forecast(conf, 7, Scaling.none(0), Scaling.none(2));
        var examples = new ArrayList<Example>();
        for (int steps : new int[] {4, 1, 5}) {
            var words = random.ints(steps, 0, 7).toArray();
            examples.add(Example.words(words).withValues(numbers(2)));
        }
        var blocks = new BlockBuilder(task.schema());
        examples.forEach(blocks::add);
        check(
                task,
                new Shard(0, List.of(blocks.build())),
                (tape, parameters) -> {
                    var sum = tape.leaves(new double[1])[0];
                    for (var example : examples) {
                        var x =
                                Arrays.stream(example.ids())
                                        .mapToObj(
                                                word ->
                                                        parameters
                                                                .rows("input.embedding", word, 1)[
                                                                0])
                                        .toArray(Scalar[][]::new);
                        var out = head(parameters, mean(encode(task, tape, parameters, x)));
                        sum = sum.plus(squares(out, example.values(), 0));
                    }
                    return sum.times(1.0 / 6);
                });
    }

    private static Scalar[] mean(Scalar[][] rows) {
        var sum = rows[0];
        for (int t = 1; t < rows.length; t++) {
            sum = Vectors.plus(sum, rows[t]);
        }
        double share = 1.0 / rows.length;
        return Vectors.each(sum, v -> v.times(share));
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
                shard(task, examples),
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
        theNextWord(task("language", 0, kernels), "head.w");
    }

    /** Every row learns as a row of the softmax; those of the batch's words as vectors too. */
    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void theNextWordByTheVectorsOfWords(KernelChoice kernels) {
        var conf = conf("language", kernels, "model.softmax.tied=true");
        theNextWord(new Language(conf, 9), "input.embedding");
    }

    private void theNextWord(Task task, String weights) {
        int[] words = {3, 1, 4, 1, 5, 6, 2, 0, 5, 3};
        check(
                task,
                shard(task, List.of(Example.words(words))),
                (tape, parameters) -> {
                    var y = encode(task, tape, parameters, embedded(parameters, words));
                    var sum = tape.leaves(new double[1])[0];
                    for (int t = 0; t < y.length; t++) {
                        var logits =
                                Vectors.plus(
                                        Vectors.product(parameters.matrix(weights), y[t]),
                                        parameters.vector("head.b"));
                        var log = OracleCrossEntropy.logSoftmax(logits);
                        sum = sum.plus(log[words[t + 1]].negated());
                    }
                    return sum.times(1.0 / y.length);
                });
    }

    /** From half of all words on, sampling saves nothing. */
    @ParameterizedTest
    @CsvSource({"6,true", "7,false", "8,false", "1000,false"})
    void aSampleIsOfFewerThanHalfOfTheWords(int samples, boolean sampled) {
        var softmax = "model.softmax={name: sampled, samples: " + samples + "}";
        var conf = conf("language", KernelChoice.AUTO, softmax);
        var layout = new Language(conf, 14).network().layout();
        var full = new Language(conf("language", KernelChoice.AUTO), 14).network().layout();
        assertEquals(sampled, layout.slice("head.w").byRow());
        assertArrayEquals(full.initialParameters(3), layout.initialParameters(3));
    }

    @ParameterizedTest
    @CsvSource({"'[3, 7]',5", "'[3, 14]',4", "'[14]',14", "'[20, 30]',14"})
    void cutoffsBeyondTheWordsAreLeftOut(String cutoffs, int rows) {
        var softmax = "model.softmax={name: adaptive, cutoffs: " + cutoffs + "}";
        var conf = conf("language", KernelChoice.AUTO, softmax);
        var network = new Language(conf, 14).network();
        assertEquals(rows, network.layout().slice("head.w").shape().get(0));
        assertEquals(14, network.outputs());
    }

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void theNextWordInTwoLevels(KernelChoice kernels) {
        var softmax = "model.softmax={name: adaptive, cutoffs: [2, 5], factor: 2}";
        var task = new Language(conf("language", kernels, softmax), 7);
        int[] words = {3, 1, 4, 1, 5, 6, 2, 0, 5, 3};
        var oracle = new OracleAdaptiveSoftmax(List.of(2, 5));
        check(
                task,
                shard(task, List.of(Example.words(words))),
                (tape, parameters) -> {
                    var y = encode(task, tape, parameters, embedded(parameters, words));
                    var sum = tape.leaf(0);
                    for (int t = 0; t < y.length; t++) {
                        var logs = oracle.logProbabilities(parameters.under("head"), y[t]);
                        sum = sum.minus(logs[words[t + 1]]);
                    }
                    return sum.times(1.0 / y.length);
                });
    }

    /** Vectors of all words but the last. */
    private static Scalar[][] embedded(Parameters parameters, int[] words) {
        var x = new Scalar[words.length - 1][];
        for (int t = 0; t < x.length; t++) {
            x[t] = parameters.rows("input.embedding", words[t], 1)[0];
        }
        return x;
    }

    /** The convolution leaves every second step, so the last target but one cannot be given. */
    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void labels(KernelChoice kernels) {
        var conf = conf("transcribe", kernels, CONVOLUTION, "bptt.steps=full");
        var task = new Transcribe(conf, 0, WIDTH, 2);
        var examples = new ArrayList<Example>();
        examples.add(Example.vectors(numbers(6 * WIDTH)).withLabels(1, 0));
        examples.add(Example.vectors(numbers(4 * WIDTH)).withLabels(0, 0));
        examples.add(Example.vectors(numbers(WIDTH)).withLabels());
        check(
                task,
                shard(task, examples),
                (tape, parameters) -> {
                    var first = transcription(tape, parameters, task, examples.get(0));
                    var last = transcription(tape, parameters, task, examples.get(2));
                    return first.plus(last).times(0.5);
                });
        var loss = new double[1];
        var batch = batch(task, shard(task, examples));
        var workspace = task.network().open(task.capacity());
        var theta = task.network().layout().initialParameters(1);
        var found = workspace.train(theta, new float[theta.length], batch, 1);
        assertEquals(1, found.impossible());
        assertEquals(2, found.terms());

        var evaluator = task.evaluator();
        evaluator.add(workspace, theta, batch);
        var evaluation = evaluator.evaluation();
        assertEquals(2, evaluation.terms());
        assertEquals(found.mean(), evaluation.loss(), 1e-6);
        loss[0] = evaluation.score(task.metric());
        var scorer = new Scorer(Tasks.trained(conf, codec(2), network -> theta));
        int edits = 0;
        var scores = scorer.scoreSteps(examples);
        for (int i = 0; i < examples.size(); i++) {
            int steps = (examples.get(i).vectors().length / WIDTH + 1) / 2;
            assertEquals(steps * 3, scores.get(i).length);
            var logits = logits(new Tape(), theta, task, examples.get(i));
            for (int row = 0; row < steps; row++) {
                var expected = OracleCrossEntropy.logSoftmax(logits[row]);
                for (int k = 0; k < 3; k++) {
                    // The oracle's blank is the first class.
                    assertEquals(expected[(k + 1) % 3].value(), scores.get(i)[row * 3 + k], 1e-5);
                }
            }
            var path = Transcribe.bestPath(scores.get(i), 2);
            edits += Edits.between(path, examples.get(i).classes()).total();
        }
        assertEquals(edits / 4.0, loss[0]);
    }

    private static final String CONVOLUTION =
            "model.layers=[{cell: lstm, size: 3, bidirectional: true}, {layer: convolution, size: 4, kernel: 3, stride: 2}]";

    private static Codec codec(int labels) {
        var names = java.util.stream.IntStream.range(0, labels).mapToObj(k -> "l" + k).toList();
        return new Codec(
                new unroll.text.Vocabulary(List.of(), 1),
                Scaling.none(WIDTH),
                names,
                Scaling.none(0));
    }

    /** Loss of an example's labels; the oracle's blank is the first class. */
    private static Scalar transcription(
            Tape tape, Parameters parameters, Transcribe task, Example example) {
        var target = Arrays.stream(example.classes()).map(k -> k + 1).toArray();
        return OracleCtc.loss(logits(tape, parameters, task, example), target);
    }

    private static Scalar[][] logits(Tape tape, float[] theta, Transcribe task, Example example) {
        var values = new double[theta.length];
        Arrays.setAll(values, i -> theta[i]);
        var parameters = Parameters.of(task.network().layout(), tape.leaves(values));
        return logits(tape, parameters, task, example);
    }

    /** With the blank as the first class. */
    private static Scalar[][] logits(
            Tape tape, Parameters parameters, Transcribe task, Example example) {
        var layer = task.conf().model().recurrentLayers().get(0);
        var stack =
                new OracleStack(List.of(new OracleStack.Layer(OracleCells.of(layer, 1), 3, true)));
        var encoder = parameters.under("encoder");
        var encoded = stack.run(tape, encoder, steps(tape, example.vectors())).outputs();
        var y = new OracleTimeDelay(3, 1, 2, Scalar::tanh).of(encoder.under("l1"), encoded);
        var logits = new Scalar[y.length][];
        for (int t = 0; t < y.length; t++) {
            var out = head(parameters, y[t]);
            logits[t] = new Scalar[] {out[2], out[0], out[1]};
        }
        return logits;
    }

    @Test
    void scalarAndSimdGiveTheSameBits() {
        for (var name : List.of("forecast", "language", "transcribe")) {
            var words = random.ints(9, 0, 7).toArray();
            var vectors = numbers(9 * WIDTH);
            float[] first = null;
            for (var kernels : KernelChoice.values()) {
                var task = task(name, 0, kernels);
                var example =
                        name.equals("language")
                                ? Example.words(words)
                                : Example.vectors(vectors).withLabels(1, 1, 0, 2);
                var theta = task.network().layout().initialParameters(4);
                var found = gradient(task, theta, shard(task, List.of(example)), new double[1]);
                first = first == null ? found : first;
                assertArrayEquals(first, found, name);
            }
        }
    }
}
