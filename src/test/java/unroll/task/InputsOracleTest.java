package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.InputConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.golden.GoldenTensor;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Spelling;
import unroll.oracle.CentralDifferences;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleClassifier;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OraclePooling;
import unroll.oracle.OracleStack;
import unroll.oracle.OracleWords;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;
import unroll.task.classify.Classify;

/** Inputs of every kind and joined ones compute what the oracle computes. */
final class InputsOracleTest {
    private static final int KNOWN = 9;
    private static final int UNSEEN = 4;
    private static final int BUCKETS = 6;
    private static final int CLASSES = 3;
    private static final InputConf LETTERS = new InputConf.Letters(5, 1, 2, BUCKETS, true);
    private static final InputConf LETTERS_ALONE = new InputConf.Letters(33, 1, 2, BUCKETS, false);

    private static final InputConf NORMALIZED =
            new InputConf.Words(3, new InputConf.VectorsConf.Random(), true);

    /** Of known and of unseen words; a bucket may occur twice, and one word has none. */
    private static final int[][] GRAMS = {
        {}, {0}, {1, 2}, {2, 1, 2}, {5}, {3, 3, 3, 0, 1}, {4}, {0, 5}, {2}, {1}, {1, 4}, {}, {5, 5}
    };

    private static final int[] STAND_INS = {0, 1, 1, 0};

    static Stream<List<InputConf>> inputs() {
        return Stream.of(
                List.of(InputConf.Words.random(3)),
                List.of(NORMALIZED),
                List.of(LETTERS, NORMALIZED, InputConf.Words.random(2)),
                List.of(new InputConf.OneHot()),
                List.of(LETTERS),
                List.of(LETTERS_ALONE),
                List.of(InputConf.Words.random(4), LETTERS),
                List.of(LETTERS_ALONE, InputConf.Words.random(1), InputConf.Words.random(8)));
    }

    private static ModelConf model(List<InputConf> inputs) {
        return new ModelConf(
                inputs,
                List.of(new RecurrentConf(CellConf.Name.LSTM, 4, true)),
                Pooling.CONCAT,
                new DropoutConf(0, 0, 0, 0));
    }

    private static Network network(List<InputConf> inputs, KernelChoice kernels) {
        return Classify.network(model(inputs), KNOWN, new float[] {1, 1, 1}, 0, kernels);
    }

    private static Spelling spelling() {
        var starts = new int[GRAMS.length + 1];
        for (int word = 0; word < GRAMS.length; word++) {
            starts[word + 1] = starts[word] + GRAMS[word].length;
        }
        var buckets = Arrays.stream(GRAMS).flatMapToInt(Arrays::stream).toArray();
        return new Spelling(KNOWN, STAND_INS, starts, buckets);
    }

    private static OracleClassifier oracle(List<InputConf> inputs) {
        var model = model(inputs);
        var parts = new ArrayList<OracleWords.Part>();
        for (int i = 0; i < inputs.size(); i++) {
            var name = model.table(i);
            if (inputs.get(i) instanceof InputConf.Letters letters) {
                var rows = new int[GRAMS.length][];
                for (int word = 0; word < rows.length; word++) {
                    var own =
                            letters.words() && word < KNOWN
                                    ? IntStream.of(BUCKETS + word)
                                    : IntStream.empty();
                    rows[word] = IntStream.concat(own, IntStream.of(GRAMS[word])).toArray();
                }
                parts.add(new OracleWords.Sum(name, rows));
            } else if (inputs.get(i) instanceof InputConf.OneHot) {
                parts.add(new OracleWords.OneHot(KNOWN));
            } else if (((InputConf.Words) inputs.get(i)).normalize()) {
                int[] rows = known(IntStream.range(0, GRAMS.length));
                parts.add(new OracleWords.Normalized(name, model.counts(i), rows));
            } else {
                parts.add(new OracleWords.Table(name, known(IntStream.range(0, GRAMS.length))));
            }
        }
        return new OracleClassifier(
                new OracleWords(List.copyOf(parts)),
                new OracleStack(
                        List.of(
                                new OracleStack.Layer(
                                        OracleCells.of(CellConf.Name.LSTM), 4, true))),
                OraclePooling.CONCAT);
    }

    private static int[] known(IntStream words) {
        return words.map(word -> word < KNOWN ? word : STAND_INS[word - KNOWN]).toArray();
    }

    private static float[] theta(Network network, long seed) {
        var random = new Random(seed);
        var theta = new float[network.layout().size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.4 * random.nextGaussian());
        }
        for (var slice : network.layout().slices()) {
            for (int i = slice.offset(); counts(slice) && i < slice.end(); i++) {
                theta[i] = random.nextInt(1, 9);
            }
        }
        return theta;
    }

    private static Parameters parameters(Tape tape, Network network, float[] theta) {
        var parameters = new Parameters();
        for (var slice : network.layout().slices()) {
            var values = new double[slice.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = theta[slice.offset() + i];
            }
            add(parameters, slice, tape.leaves(values));
        }
        return parameters;
    }

    /** Whether a parameter counts words, and is not trained. */
    private static boolean counts(Layout.Slice slice) {
        return slice.name().endsWith(".counts");
    }

    /** As the oracle has it: an input matrix that is looked up lies the other way round. */
    private static void add(Parameters parameters, Layout.Slice slice, Scalar[] elements) {
        int[] shape = slice.shape().stream().mapToInt(Integer::intValue).toArray();
        if (slice.name().endsWith(".wx") && slice.byRow()) {
            parameters.with(slice.name() + ".looked-up", elements, shape);
            parameters.with(slice.name(), turned(elements, shape[0], shape[1]), shape[1], shape[0]);
        } else {
            parameters.with(slice.name(), elements, shape);
        }
    }

    private static Scalar[] turned(Scalar[] matrix, int rows, int columns) {
        var turned = new Scalar[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            turned[i % columns * rows + i / columns] = matrix[i];
        }
        return turned;
    }

    /** The oracle's gradient of a parameter, laid out as the engine's. */
    private static double[] gradient(Parameters parameters, Layout.Slice slice) {
        boolean turned = slice.name().endsWith(".wx") && slice.byRow();
        return Vectors.gradients(parameters.vector(slice.name() + (turned ? ".looked-up" : "")));
    }

    /** Over all words but the second known one. */
    private static int[][] sequences(List<InputConf> inputs, long seed, int... lengths) {
        boolean letters = inputs.stream().anyMatch(InputConf.Letters.class::isInstance);
        var random = new Random(seed);
        var words = new int[lengths.length][];
        for (int b = 0; b < lengths.length; b++) {
            words[b] = random.ints(lengths[b], 2, letters ? KNOWN + UNSEEN : KNOWN).toArray();
        }
        return words;
    }

    private static Batch batch(int[][] words, int... targets) {
        var batch = Batches.of(words, targets);
        batch.source().setSpelling(spelling());
        return batch;
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void lossAndEveryGradient(List<InputConf> inputs) {
        var network = network(inputs, KernelChoice.AUTO);
        var theta = theta(network, 3);
        var workspace = network.open(new Capacity(6, 40, true));
        for (int round = 0; round < 3; round++) {
            var words = sequences(inputs, round, 7, 1, 4, 4);
            var targets = new int[] {0, 1, 2, round};
            var tape = new Tape();
            var parameters = parameters(tape, network, theta);
            var loss =
                    oracle(inputs)
                            .loss(
                                    tape,
                                    parameters,
                                    words,
                                    targets,
                                    new OracleCrossEntropy(new double[0], 0));
            tape.differentiate(loss);
            var gradient = new float[theta.length];
            Arrays.fill(gradient, Float.NaN); // what was there must not be added to
            var result = workspace.train(theta, gradient, batch(words, targets), 5);
            assertEquals(loss.value(), result.mean(), 1e-5);
            for (var slice : network.layout().slices()) {
                var actual = Arrays.copyOfRange(gradient, slice.offset(), slice.end());
                if (counts(slice)) {
                    assertArrayEquals(new float[slice.size()], actual);
                    continue;
                }
                var expected = gradient(parameters, slice);
                if (slice.byRow()) {
                    int number = network.layout().byRow().indexOf(slice);
                    forgetUnused(slice.rowSize(), workspace.used(number), actual);
                }
                new GoldenTensor(
                                slice.name(),
                                slice.shape().stream().mapToInt(Integer::intValue).toArray(),
                                expected)
                        .check(1e-5, actual);
            }
        }
    }

    /** Rows that are not listed as used were not written. */
    private static void forgetUnused(int width, unroll.nn.batch.RowSet used, float[] rows) {
        var listed = new TreeSet<Integer>();
        for (int i = 0; i < used.count(); i++) {
            assertEquals(true, listed.add(used.row(i)), "a row is listed twice");
        }
        for (int i = 0; i < rows.length; i++) {
            assertEquals(!listed.contains(i / width), Float.isNaN(rows[i]), "element " + i);
            rows[i] = Float.isNaN(rows[i]) ? 0 : rows[i];
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theOraclesDerivativesAreThoseThatCentralDifferencesFind(List<InputConf> inputs) {
        var network = network(inputs, KernelChoice.AUTO);
        var start = theta(network, 4);
        var values = new double[start.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = start[i];
        }
        var words = sequences(inputs, 1, 5, 3);
        CentralDifferences.check(
                (tape, leaves) -> {
                    var parameters = new Parameters();
                    for (var slice : network.layout().slices()) {
                        add(
                                parameters,
                                slice,
                                Arrays.copyOfRange(leaves, slice.offset(), slice.end()));
                    }
                    return oracle(inputs)
                            .loss(
                                    tape,
                                    parameters,
                                    words,
                                    new int[] {2, 0},
                                    new OracleCrossEntropy(new double[0], 0));
                },
                values);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void scalarAndSimdGiveTheSameBits(List<InputConf> inputs) {
        var words = sequences(inputs, 2, 9, 6, 6, 1);
        var gradients = new ArrayList<float[]>();
        for (var kernels : KernelChoice.values()) {
            var network = network(inputs, kernels);
            var theta = theta(network, 5);
            var gradient = new float[theta.length];
            network.open(new Capacity(4, 22, true))
                    .train(theta, gradient, batch(words, 0, 1, 2, 0), 1);
            gradients.add(gradient);
        }
        assertArrayEquals(gradients.get(0), gradients.get(1));
    }

    /** When scoring, projections are kept; ids of unseen words are other words with each batch. */
    @ParameterizedTest
    @MethodSource("inputs")
    void scoresAreTheOraclesWhateverWasScoredBefore(List<InputConf> inputs) {
        var network = network(inputs, KernelChoice.AUTO);
        var theta = theta(network, 6);
        var workspace = network.open(new Capacity(6, 40, false));
        var other = spelling();
        for (int round = 0; round < 4; round++) {
            var words = sequences(inputs, 10 + round, 5, 3);
            var batch = batch(words, -1, -1);
            if (round % 2 == 1) {
                batch.source().setSpelling(other);
            }
            var scores = workspace.score(theta, batch);
            for (int b = 0; b < words.length; b++) {
                var tape = new Tape();
                Scalar[] logits =
                        oracle(inputs).logits(tape, parameters(tape, network, theta), words[b]);
                var expected =
                        Arrays.stream(Vectors.values(OracleCrossEntropy.logSoftmax(logits)))
                                .map(Math::exp)
                                .toArray();
                new GoldenTensor("probabilities", new int[] {CLASSES}, expected)
                        .check(1e-5, Arrays.copyOfRange(scores, b * CLASSES, (b + 1) * CLASSES));
            }
        }
    }

    @Test
    void anotherSpellingOfTheSameIdsScoresAnotherWord() {
        var inputs = List.of(LETTERS);
        var network = network(inputs, KernelChoice.AUTO);
        var theta = theta(network, 7);
        var workspace = network.open(new Capacity(1, 4, false));
        var words = new int[][] {{KNOWN, 3}};
        var first = workspace.score(theta, batch(words, -1)).clone();
        var starts = new int[KNOWN + 2];
        starts[KNOWN + 1] = 1;
        var batch = batch(words, -1);
        batch.source().setSpelling(new Spelling(KNOWN, new int[] {0}, starts, new int[] {4}));
        assertFalse(Arrays.equals(first, workspace.score(theta, batch)));
        assertArrayEquals(first, workspace.score(theta, batch(words, -1)));
    }
}
