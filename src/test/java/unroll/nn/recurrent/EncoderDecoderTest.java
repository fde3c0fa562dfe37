package unroll.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.golden.GoldenTensor;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Cell;
import unroll.nn.Chain;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.SequenceNetwork;
import unroll.nn.attention.AdditiveAttention;
import unroll.nn.attention.AttentionInput;
import unroll.nn.batch.Batch;
import unroll.nn.input.ChainInput;
import unroll.nn.input.VectorInput;
import unroll.nn.layer.Linear;
import unroll.nn.layer.PoolingLayer;
import unroll.nn.loss.SoftmaxCrossEntropy;
import unroll.oracle.OracleAttention;
import unroll.oracle.OracleCell;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/**
 * A network of two streams, whose sequences are sorted differently: an encoder, and a decoder that
 * starts from the encoder's last state and reads the encoder's outputs by an attention at each
 * step. Outputs and all gradients are an oracle's.
 */
final class EncoderDecoderTest {
    private static final String GIVEN = "given";
    private static final int[] SOURCE_LENGTHS = {3, 5, 1, 4, 4};
    private static final int[] TARGET_LENGTHS = {2, 1, 6, 3, 5};
    private static final int SOURCE_WIDTH = 2;
    private static final int GIVEN_WIDTH = 3;
    private static final int ENCODER_UNITS = 2;
    private static final int UNITS = 3;
    private static final int OUTPUTS = 2; // fed back by a Jordan network
    private static final int CLASSES = 4;
    private static final double TOLERANCE = 1e-5;

    private final Random random = new Random(7);

    /**
     * @param conf of the decoder
     * @param starts whether it starts from the encoder's last state, not from zeros
     * @param attends whether it reads the encoder's outputs
     */
    private record Case(RecurrentConf conf, boolean starts, boolean attends) {
        Cell cell() {
            return Cells.of(conf);
        }

        int width() {
            return conf.cell().name() == CellConf.Name.JORDAN ? OUTPUTS : UNITS;
        }

        Feedback feedback() {
            return conf.cell() instanceof CellConf.Jordan jordan
                    ? new Feedback(
                            conf.lags(),
                            OUTPUTS,
                            jordan.output() == CellConf.Output.SOFTMAX,
                            false,
                            0)
                    : new Feedback(conf.lags(), 0, false, false, 0);
        }

        OracleCell oracle() {
            return OracleCells.of(conf, OUTPUTS);
        }

        @Override
        public String toString() {
            return conf.cell().name()
                    + " lags "
                    + conf.lags()
                    + (starts ? ", starts" : "")
                    + (attends ? ", attends" : "");
        }
    }

    private static Stream<Case> cases() {
        var all = new ArrayList<Case>();
        for (var name : CellConf.Name.values()) {
            all.add(new Case(new RecurrentConf(name, UNITS, false), true, true));
        }
        var gru = new RecurrentConf(CellConf.Name.GRU, UNITS, false);
        all.add(new Case(gru, true, false));
        all.add(new Case(gru, false, true));
        var elman = new RecurrentConf(CellConf.Name.ELMAN, UNITS, false);
        all.add(new Case(elman, false, true));
        var lags = new RecurrentConf(elman.cell(), UNITS, false, elman.leak(), List.of(2, 3));
        all.add(new Case(lags, true, true));
        return all.stream();
    }

    private static SequenceNetwork network(Case of) {
        var layout = new Layout.Builder();
        int columns = 2 * ENCODER_UNITS;
        var gru = Cells.of(new RecurrentConf(CellConf.Name.GRU, ENCODER_UNITS, false));
        var encoder =
                new RecurrentLayer(layout, "encoder.l0", gru, SOURCE_WIDTH, ENCODER_UNITS, true);
        int state = of.width() + of.cell().cellStates() * UNITS;
        var bridge = new Linear(layout, "state", columns, state);
        var inputs = new ArrayList<StepInput>();
        if (of.attends()) {
            var attention = new AdditiveAttention(layout, "attention", columns, 5);
            inputs.add(
                    new AttentionInput(
                            layout, "attention", "encoder", columns, of.width(), 5, attention));
        }
        var conditioning =
                new Conditioning(
                        of.starts() ? Optional.of("state") : Optional.empty(), inputs, false);
        var decoder =
                new RecurrentLayer(
                        layout,
                        "decoder",
                        of.cell(),
                        GIVEN_WIDTH,
                        UNITS,
                        false,
                        false,
                        of.feedback(),
                        conditioning);
        var head = new Linear(layout, "head", of.width(), CLASSES);
        var weights = new float[CLASSES];
        Arrays.fill(weights, 1);
        return new SequenceNetwork(
                layout.build(),
                List.of(
                        new Chain(
                                "encoder",
                                List.of(new VectorInput(Batch.SOURCE, SOURCE_WIDTH), encoder)),
                        new Chain(
                                "state",
                                List.of(
                                        new ChainInput("encoder", columns),
                                        new PoolingLayer(
                                                columns, ENCODER_UNITS, PoolingLayer.Kind.LAST),
                                        bridge)),
                        new Chain(
                                "decoder",
                                List.of(new VectorInput(GIVEN, GIVEN_WIDTH), decoder, head))),
                new SoftmaxCrossEntropy(weights, 0),
                Kernels.fastest());
    }

    /** Examples, each with a sequence to encode, one to decode with and one of targets. */
    private record Examples(float[][][] source, float[][][] given, int[][] targets) {
        Examples only(int example) {
            return new Examples(
                    new float[][][] {source[example]},
                    new float[][][] {given[example]},
                    new int[][] {targets[example]});
        }

        Batch batch() {
            int count = source.length;
            var sources = unroll.nn.batch.Stream.of(count, 0, SOURCE_WIDTH);
            var givens = unroll.nn.batch.Stream.of(count, 0, GIVEN_WIDTH);
            var goals = givens.perStep(0);
            fill(sources, source);
            fill(givens, given);
            var packing = goals.packing();
            for (int i = 0; i < count; i++) {
                for (int t = 0; t < targets[i].length; t++) {
                    goals.ids()[packing.row(t, packing.place(i))] = targets[i][t];
                }
            }
            return new Batch(
                    count, Map.of(Batch.SOURCE, sources, GIVEN, givens, Batch.TARGET, goals));
        }

        private static void fill(unroll.nn.batch.Stream stream, float[][][] sequences) {
            stream.pack(Stream.of(sequences).mapToInt(s -> s.length).toArray(), sequences.length);
            var packing = stream.packing();
            for (int i = 0; i < sequences.length; i++) {
                for (int t = 0; t < sequences[i].length; t++) {
                    int row = packing.row(t, packing.place(i));
                    int width = stream.width();
                    System.arraycopy(sequences[i][t], 0, stream.values(), row * width, width);
                }
            }
        }
    }

    private Examples examples() {
        int count = SOURCE_LENGTHS.length;
        var targets = new int[count][];
        for (int i = 0; i < count; i++) {
            targets[i] = random.ints(TARGET_LENGTHS[i], -1, CLASSES).toArray(); // some are missing
            targets[i][0] = i % CLASSES;
        }
        return new Examples(
                vectors(SOURCE_LENGTHS, SOURCE_WIDTH),
                vectors(TARGET_LENGTHS, GIVEN_WIDTH),
                targets);
    }

    private float[][][] vectors(int[] lengths, int width) {
        return IntStream.of(lengths)
                .mapToObj(length -> new float[length][])
                .peek(sequence -> Arrays.setAll(sequence, t -> numbers(width)))
                .toArray(float[][][]::new);
    }

    private float[] numbers(int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (0.7 * random.nextGaussian());
        }
        return numbers;
    }

    @TestFactory
    Stream<DynamicTest> outputsAndAllGradientsAreTheOracles() {
        return cases().map(of -> DynamicTest.dynamicTest(of.toString(), () -> check(of)));
    }

    private void check(Case of) {
        var network = network(of);
        var examples = examples();
        var theta = numbers(network.layout().size());
        var batch = examples.batch();
        var workspace = network.open(new Capacity(5, 20, true));
        var gradient = new float[theta.length];
        workspace.train(theta, gradient, batch, 1); // leaves no trace
        Arrays.fill(gradient, Float.NaN);
        var loss = workspace.train(theta, gradient, batch, 1);

        var tape = new Tape();
        var values = new double[theta.length];
        Arrays.setAll(values, i -> theta[i]);
        var leaves = tape.leaves(values);
        var all = Parameters.of(network.layout(), leaves);
        var sum = tape.leaf(0);
        int terms = 0;
        var expected = new double[batch.target().packing().rows() * CLASSES];
        for (int i = 0; i < examples.targets().length; i++) {
            var logits = decode(of, tape, all, examples.source()[i], examples.given()[i]);
            for (int t = 0; t < logits.length; t++) {
                var logs = OracleCrossEntropy.logSoftmax(logits[t]);
                var packing = batch.target().packing();
                int at = packing.row(t, packing.place(i)) * CLASSES;
                for (int k = 0; k < CLASSES; k++) {
                    expected[at + k] = Math.exp(logs[k].value());
                }
                int target = examples.targets()[i][t];
                if (target >= 0) {
                    sum = sum.plus(logs[target].negated());
                    terms++;
                }
            }
        }
        assertEquals(terms, loss.terms());
        assertEquals(sum.value(), loss.sum(), TOLERANCE * sum.value());
        tape.differentiate(sum.times(1.0 / terms));
        for (var slice : network.layout().slices()) {
            var own = Arrays.copyOfRange(leaves, slice.offset(), slice.end());
            new GoldenTensor(slice.name(), new int[] {slice.size()}, Vectors.gradients(own))
                    .check(TOLERANCE, Arrays.copyOfRange(gradient, slice.offset(), slice.end()));
        }
        var scores = network.open(new Capacity(5, 20, false)).score(theta, batch);
        new GoldenTensor("scores", new int[] {expected.length}, expected)
                .check(TOLERANCE, Arrays.copyOf(scores, expected.length));
    }

    /** The logits of one example, [steps][classes]. */
    private static Scalar[][] decode(
            Case of, Tape tape, Parameters all, float[][] source, float[][] given) {
        var gru = OracleCells.of(CellConf.Name.GRU);
        var stack = new OracleStack(List.of(new OracleStack.Layer(gru, ENCODER_UNITS, true)));
        var keys = stack.run(tape, all.under("encoder"), leaves(tape, source)).outputs();
        var last =
                Vectors.joined(
                        Arrays.copyOf(keys[keys.length - 1], ENCODER_UNITS),
                        Arrays.copyOfRange(keys[0], ENCODER_UNITS, 2 * ENCODER_UNITS));
        var bridged = affine(all.under("state"), last);
        var cell = of.oracle();
        var state = cell.start(tape, UNITS);
        if (of.starts()) {
            state[0] = Arrays.copyOf(bridged, of.width());
            for (int m = 0; m < of.cell().cellStates(); m++) {
                int at = of.width() + m * UNITS;
                state[1 + m] = Arrays.copyOfRange(bridged, at, at + UNITS);
            }
        }
        var own = all.under("decoder.forward");
        if (of.attends()) {
            own.with("wx", joined(own), of.cell().gates() * UNITS, GIVEN_WIDTH + keys[0].length);
        }
        var logits = new Scalar[given.length][];
        for (int t = 0; t < given.length; t++) {
            var x = tape.leaves(doubles(given[t]));
            if (of.attends()) {
                var attention = all.under("attention");
                var query =
                        Vectors.plus(
                                Vectors.product(attention.matrix("u"), state[0]),
                                attention.vector("b"));
                x = Vectors.joined(x, OracleAttention.read(attention, query, keys).context());
            }
            state = cell.step(own, x, state);
            logits[t] = affine(all.under("head"), state[0]);
        }
        return logits;
    }

    /** The matrices of the layer's input and of the context side by side. */
    private static Scalar[] joined(Parameters own) {
        var rows = new ArrayList<Scalar>();
        var context = own.matrix("wc0");
        var inputs = own.matrix("wx");
        for (int row = 0; row < inputs.length; row++) {
            rows.addAll(List.of(Arrays.copyOf(inputs[row], GIVEN_WIDTH)));
            rows.addAll(List.of(context[row]));
        }
        return rows.toArray(Scalar[]::new);
    }

    private static Scalar[] affine(Parameters own, Scalar[] x) {
        return Vectors.plus(Vectors.product(own.matrix("w"), x), own.vector("b"));
    }

    private static Scalar[][] leaves(Tape tape, float[][] vectors) {
        return Stream.of(vectors).map(v -> tape.leaves(doubles(v))).toArray(Scalar[][]::new);
    }

    private static double[] doubles(float[] numbers) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }

    @TestFactory
    Stream<DynamicTest> scoresDoNotDependOnTheOtherExamples() {
        return cases().map(of -> DynamicTest.dynamicTest(of.toString(), () -> checkCompany(of)));
    }

    private void checkCompany(Case of) {
        var network = network(of);
        var theta = numbers(network.layout().size());
        var examples = examples();
        var batch = examples.batch();
        var packing = batch.target().packing();
        var together = network.open(new Capacity(5, 20, false)).score(theta, batch).clone();
        var workspace = network.open(new Capacity(5, 20, false));
        for (int i = 0; i < SOURCE_LENGTHS.length; i++) {
            var alone = workspace.score(theta, examples.only(i).batch());
            assertArrayEquals(
                    packing.rows(together, CLASSES, packing.place(i)),
                    Arrays.copyOf(alone, TARGET_LENGTHS[i] * CLASSES));
        }
    }

    @Test
    void chainsThatAreMissingAreNamed() {
        var context = new Context();
        context.chains = Map.of("encoder", new Activations(Allocator.heap(), 1, 1, false));
        var error = assertThrows(IllegalArgumentException.class, () -> context.output("decoder"));
        assertEquals(
                "network: expected one of the chains [encoder], got decoder", error.getMessage());
    }
}
