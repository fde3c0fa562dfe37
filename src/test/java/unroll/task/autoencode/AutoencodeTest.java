package unroll.task.autoencode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.data.Example;
import unroll.diagnose.Diagnoser;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.golden.GoldenTensor;
import unroll.math.Allocations;
import unroll.measure.Metric;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleStack;
import unroll.oracle.OracleTranslator;
import unroll.oracle.OracleVectorDecoder;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;
import unroll.task.ModelInput;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.task.WordsComparison;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Autoencoders with random parameters. */
final class AutoencodeTest {
    private static final double TOLERANCE = 1e-5;
    private static final int WIDTH = 2;
    private static final List<String> WORDS = List.of("one", "two", "three", "four", "five");

    private final Random random = new Random(7);

    private TrainedModel model(boolean words, String... settings) {
        return model(words ? WORDS : List.of(), words ? 0 : WIDTH, settings);
    }

    private TrainedModel model(List<String> words, int width, String... settings) {
        var overrides = new ArrayList<>(List.of(settings));
        if (width > 0) {
            overrides.add("data.train.sequence=x");
        }
        var conf =
                Tasks.reader()
                        .read(
                                """
                task: autoencode
                run: {dir: nowhere}
                data: {train: {format: json, path: nowhere}}
                text: {tokenizer: whitespace, maxLength: 9, unknownBuckets: 2}
                model: {embedding: 3, layers: [{cell: gru, size: 2, bidirectional: true}], pooling: last}
                decoder: {size: 3}
                autoencode: {size: 4}
                training: {batch: 6, batchTokens: 60}
                """,
                                "test",
                                overrides);
        var codec =
                new Codec(
                        new Vocabulary(words, 2), Scaling.none(width), List.of(), Scaling.none(0));
        return Tasks.trained(
                conf,
                codec,
                network -> {
                    var theta = new float[network.layout().size()];
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] = (float) (0.7 * random.nextGaussian());
                    }
                    return theta;
                });
    }

    private List<Example> texts() {
        var texts = new ArrayList<Example>();
        for (int length : new int[] {3, 5, 1, 4, 4}) {
            texts.add(Example.words(random.ints(length, 0, 2 + WORDS.size()).toArray()));
        }
        return texts;
    }

    private List<Example> sequences() {
        var sequences = new ArrayList<Example>();
        for (int length : new int[] {3, 5, 1, 4, 4}) {
            var vectors = new float[length * WIDTH];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = (float) random.nextGaussian();
            }
            sequences.add(Example.vectors(vectors));
        }
        return sequences;
    }

    /** The vector that an encoder of one layer leaves of rows. */
    private static Scalar[] vector(Tape tape, Parameters all, OracleStack encoder, Scalar[][] x) {
        var outputs = encoder.run(tape, all.under("encoder"), x).outputs();
        int half = outputs[0].length / 2;
        var last =
                Vectors.joined(
                        Arrays.copyOf(outputs[outputs.length - 1], half),
                        Arrays.copyOfRange(outputs[0], half, 2 * half));
        return OracleTranslator.affine(all.under("encoder.vector"), last);
    }

    private static CellConf.Name name(String cell) {
        return CellConf.Name.valueOf(cell.toUpperCase(Locale.ROOT));
    }

    private static OracleStack encoder(String cell) {
        var conf = new RecurrentConf(name(cell), 2, true);
        return new OracleStack(List.of(new OracleStack.Layer(OracleCells.of(conf, 2), 2, true)));
    }

    private static OracleVectorDecoder decoder(String cell, int layers) {
        var conf = new RecurrentConf(name(cell), 3, false);
        var layer = new OracleStack.Layer(OracleCells.of(conf, 3), 3, false);
        return new OracleVectorDecoder(
                Collections.nCopies(layers, layer), Cells.of(conf).cellStates());
    }

    private static String[] settings(String cell, int layers) {
        return new String[] {
            "model.layers=[{cell: " + cell + ", size: 2, bidirectional: true}]",
            "decoder.layers=" + layers
        };
    }

    @ParameterizedTest
    @CsvSource({"gru, 1", "lstm, 2", "elman, 1", "minlstm, 2"})
    void lossAndGradientsOfWords(String cell, int layers) {
        var model = model(true, settings(cell, layers));
        WordsComparison.check(
                (Autoencode) model.task(),
                model.theta(),
                texts().stream().map(text -> text.withLabels(text.ids())).toList(),
                0,
                (tape, all, text) -> {
                    var read =
                            Arrays.stream(text.ids())
                                    .mapToObj(id -> all.matrix("input.embedding")[id])
                                    .toArray(Scalar[][]::new);
                    int[] before = WordsComparison.before(text.ids());
                    before[0] = Vocabulary.UNKNOWN;
                    var vector = vector(tape, all, encoder(cell), read);
                    return decoder(cell, layers).logits(all, vector, before);
                });
    }

    @ParameterizedTest
    @CsvSource({"gru, 1", "lstm, 2", "mingru, 1"})
    void lossAndGradientsOfVectors(String cell, int layers) {
        var model = model(false, settings(cell, layers));
        var task = (Autoencode) model.task();
        var sequences = sequences();
        var workspace = task.network().open(task.capacity());
        var gradient = new float[model.theta().length];
        var batch = WordsComparison.batch(task, sequences);
        workspace.train(model.theta(), gradient, batch, 1); // leaves no trace
        Arrays.fill(gradient, Float.NaN);
        var found = workspace.train(model.theta(), gradient, batch, 1);

        var tape = new Tape();
        var values = new double[gradient.length];
        Arrays.setAll(values, i -> model.theta()[i]);
        var leaves = tape.leaves(values);
        var all = Parameters.of(task.network().layout(), leaves);
        var errors = new ArrayList<Scalar>();
        for (var sequence : sequences) {
            var rows = new Scalar[sequence.vectors().length / WIDTH][];
            for (int t = 0; t < rows.length; t++) {
                rows[t] =
                        tape.leaves(
                                new double[] {
                                    sequence.vectors()[t * WIDTH], sequence.vectors()[t * WIDTH + 1]
                                });
            }
            var vector = vector(tape, all, encoder(cell), rows);
            var repeated = decoder(cell, layers).rows(all, vector, rows.length);
            for (int t = 0; t < rows.length; t++) {
                for (int i = 0; i < WIDTH; i++) {
                    var error = repeated[t][i].plus(rows[t][i].negated());
                    errors.add(error.times(error));
                }
            }
        }
        var sum = errors.stream().reduce(tape.leaf(0), Scalar::plus);
        assertEquals(sum.value() / errors.size(), found.mean(), TOLERANCE * found.mean());
        tape.differentiate(sum.times(1.0 / errors.size()));
        new GoldenTensor("theta", new int[] {values.length}, Vectors.gradients(leaves))
                .check(TOLERANCE, gradient);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void encoderAndDecoderAreDiagnosed(boolean words) {
        var model = model(words);
        var shard = WordsComparison.shard(model.task(), words ? texts() : sequences());
        var diagnosis = Diagnoser.of(model, shard, 3, 1);
        assertEquals(
                List.of("encoder.l0.forward", "encoder.l0.backward", "decoder.l0.forward"),
                diagnosis.directions().stream().map(direction -> direction.name()).toList());
        var evaluator = model.task().evaluator();
        new Scorer(model).measure(shard, evaluator);
        assertEquals(evaluator.evaluation().loss(), diagnosis.loss(), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noPredictionDependsOnTheOtherSequences(boolean words) {
        var model = model(words, "decoder.layers=2");
        var inputs = (words ? texts() : sequences()).stream().map(ModelInput::of).toList();
        var together = model.task().predictor(model, 0).predict(inputs);
        var alone = model.task().predictor(model, 0);
        for (int i = 0; i < inputs.size(); i++) {
            assertArrayEquals(alone.predict(List.of(inputs.get(i))).get(0), together.get(i));
        }
    }

    /** The mean of the rows' errors, weighted by their steps, is the loss of all. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errorsOfRowsAreThoseThatAreMeasured(boolean words) {
        var model = model(words);
        var examples = words ? texts() : sequences();
        var predictions =
                model.task()
                        .predictor(model, 0)
                        .predict(examples.stream().map(ModelInput::of).toList());
        double sum = 0;
        int steps = 0;
        for (int i = 0; i < predictions.size(); i++) {
            var example = examples.get(i);
            int own = words ? example.ids().length : example.vectors().length / WIDTH;
            sum += own * (double) predictions.get(i)[1];
            steps += own;
        }
        var evaluator = model.task().evaluator();
        var task = (Autoencode) model.task();
        new Scorer(model).measure(WordsComparison.shard(task, examples), evaluator);
        assertEquals(evaluator.evaluation().loss(), sum / steps, 1e-6);
    }

    @Test
    void figuresBetweenRoundsAreThoseAtTheEnd() {
        var words = model(true, "training.earlyStopping.metric=accuracy");
        assertEquals(scored(words, texts(), Metric.ACCURACY), 0.2, 0.2);
        assertEquals(scored(model(false), sequences(), Metric.NRMSE), 1, 0.8);
        assertEquals(Metric.PERPLEXITY, model(true).task().metric());
    }

    /** Returns the figure of a task, which its evaluation gives too. */
    private static double scored(TrainedModel model, List<Example> examples, Metric metric) {
        var task = (Autoencode) model.task();
        var evaluator = task.evaluator();
        new Scorer(model).measure(WordsComparison.shard(task, examples), evaluator);
        assertEquals(metric, task.metric());
        double figure = evaluator.measures(List.of()).figure(metric);
        assertEquals(figure, task.score(evaluator.evaluation()));
        return figure;
    }

    @Test
    void predictingWithManyWordsTakesNoMemoryForTheirProbabilitiesAtAllSteps() {
        int words = 5000;
        int steps = 64;
        var model =
                model(
                        IntStream.range(0, words).mapToObj(Integer::toString).toList(),
                        0,
                        "kernels=scalar",
                        "text.maxLength=" + steps,
                        "training.batchTokens=" + steps);
        var inputs = new ArrayList<ModelInput>();
        for (int i = 0; i < 64; i++) {
            inputs.add(ModelInput.of(Example.words(random.ints(steps, 0, words).toArray())));
        }
        long before = Allocations.bytes();
        var predictions = model.task().predictor(model, 0).predict(inputs);
        long taken = Allocations.bytes() - before;
        assertEquals(inputs.size(), predictions.size());
        long all = (long) inputs.size() * steps * words * Float.BYTES;
        assertTrue(taken < all / 4, taken + " bytes, all probabilities are " + all);
    }

    /** Another word changes the vector, and with it what is repeated. */
    @Test
    void theVectorIsThatOfTheOracle() {
        var model = model(true);
        var text = Example.words(new int[] {3, 5, 0});
        var prediction =
                model.task().predictor(model, 0).predict(List.of(ModelInput.of(text))).get(0)[0];
        var tape = new Tape();
        var values = new double[model.theta().length];
        Arrays.setAll(values, i -> model.theta()[i]);
        var all = Parameters.of(model.task().network().layout(), tape.leaves(values));
        var table = all.matrix("input.embedding");
        var read = new Scalar[][] {table[3], table[5], table[0]};
        double[] expected = Vectors.values(vector(tape, all, encoder("gru"), read));
        var found = ((List<?>) prediction).stream().mapToDouble(n -> ((Float) n)).toArray();
        assertArrayEquals(expected, found, TOLERANCE);
    }
}
