package unroll.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static unroll.oracle.CentralDifferences.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.oracle.CentralDifferences.Computation;

/** The oracle's derivatives are those that central differences find. */
final class OracleTest {
    private static final int[] LENGTHS = {4, 2, 2, 1};
    private static final int INPUTS = 3;
    private static final int UNITS = 3;

    private record NamedCell(String name, OracleCell cell) {}

    @TestFactory
    Stream<DynamicTest> everyOperation() {
        return Stream.of(
                operation("plus", (t, a) -> a[0].plus(a[1])),
                operation("minus", (t, a) -> a[0].minus(a[1])),
                operation("times", (t, a) -> a[0].times(a[1])),
                operation("over", (t, a) -> a[0].over(a[1])),
                operation("max", (t, a) -> a[0].max(a[1]).times(a[2])),
                operation("max of the other", (t, a) -> a[1].max(a[0]).times(a[2])),
                operation("plus a constant", (t, a) -> a[0].plus(3).times(a[1])),
                operation("times a constant", (t, a) -> a[0].times(-2.5)),
                operation("negated", (t, a) -> a[0].negated()),
                operation("exp", (t, a) -> a[0].exp()),
                operation("log", (t, a) -> a[1].log()),
                operation("tanh", (t, a) -> a[0].tanh()),
                operation("sigmoid", (t, a) -> a[2].sigmoid()),
                operation("relu below 0", (t, a) -> a[0].relu().plus(a[1])),
                operation("relu above 0", (t, a) -> a[1].relu().times(a[0])),
                operation("a number used twice", (t, a) -> a[0].times(a[0]).plus(a[0].tanh())),
                operation("dot", (t, a) -> Vectors.dot(a, Vectors.each(a, Scalar::exp))),
                operation("divergence", (t, a) -> OracleDivergence.of(t.leaves(0.3, -1, 2), a)),
                operation(
                        "log-softmax", (t, a) -> OracleCrossEntropy.logSoftmax(a)[1].times(a[2])));
    }

    @TestFactory
    Stream<DynamicTest> everyCellInEveryArrangement() {
        var cells =
                List.of(
                        new NamedCell("lstm", new OracleLstm(new Gates("ifgo"))),
                        new NamedCell("lstm, other order", new OracleLstm(new Gates("ofig"))),
                        new NamedCell("gru", gru("rzn", "rzn", "rznu", true)),
                        new NamedCell("gru, reset before", gru("zrn", "rz", "rzn", false)),
                        new NamedCell("elman tanh", new OracleElman(false)),
                        new NamedCell("elman relu", new OracleElman(true)));
        var tests = new ArrayList<DynamicTest>();
        for (var cell : cells) {
            for (int layers = 1; layers <= 2; layers++) {
                for (boolean bidirectional : new boolean[] {false, true}) {
                    int count = layers;
                    String name =
                            cell.name
                                    + ", layers "
                                    + layers
                                    + (bidirectional ? ", both directions" : "");
                    tests.add(
                            DynamicTest.dynamicTest(
                                    name, () -> checkStack(cell, count, bidirectional)));
                }
            }
        }
        return tests.stream();
    }

    private static OracleCell gru(String x, String h, String biases, boolean resetAfter) {
        return new OracleGru(new Gates(x), new Gates(h), new Gates(biases), resetAfter);
    }

    @TestFactory
    Stream<DynamicTest> everyPoolingAndLoss() {
        var losses =
                List.of(
                        new OracleCrossEntropy(new double[0], 0),
                        new OracleCrossEntropy(new double[] {1, 0.5, 3}, 0),
                        new OracleCrossEntropy(new double[0], 0.1),
                        new OracleCrossEntropy(new double[] {1, 0.5, 3}, 0.2));
        return Stream.of(OraclePooling.values())
                .map(
                        pooling ->
                                DynamicTest.dynamicTest(
                                        pooling.name(),
                                        () ->
                                                losses.forEach(
                                                        loss -> checkClassifier(pooling, loss))));
    }

    @Test
    void noGradientFlowsThroughADetachedNumber() {
        var tape = new Tape();
        var x = tape.leaf(2);
        tape.differentiate(x.times(x.detached()));
        assertEquals(2, x.gradient());
    }

    @Test
    void aSecondDifferentiationForgetsTheFirst() {
        var tape = new Tape();
        var x = tape.leaf(3);
        var square = x.times(x);
        tape.differentiate(square);
        tape.differentiate(square);
        assertEquals(6, x.gradient());
    }

    @Test
    void anUnknownParameterIsNamed() {
        var parameters = new Parameters().with("l0.forward.wx", new Tape().leaves(1, 2), 1, 2);
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> parameters.under("l0.forward").vector("wh"));
        assertTrue(error.getMessage().contains("l0.forward.wh"), error.getMessage());
    }

    private static DynamicTest operation(String name, Computation computation) {
        return DynamicTest.dynamicTest(
                name, () -> check(computation, new double[] {-0.7, 1.3, 0.4}));
    }

    private static void checkStack(NamedCell cell, int layers, boolean bidirectional) {
        var stack =
                new OracleStack(
                        java.util.Collections.nCopies(
                                layers, new OracleStack.Layer(cell.cell, UNITS, bidirectional)));
        check(
                (tape, numbers) -> {
                    var source = new Source(numbers);
                    var parameters = new Parameters();
                    addStack(parameters, source, stack);
                    Scalar sum = null;
                    for (int length : LENGTHS) {
                        var x = new Scalar[length][];
                        for (int t = 0; t < length; t++) {
                            x[t] = source.next(INPUTS);
                        }
                        var result = stack.run(tape, parameters, x);
                        for (var y : result.outputs()) {
                            sum = weighted(sum, y);
                        }
                        for (var state : result.finals()) {
                            for (var vector : state) {
                                sum = weighted(sum, vector);
                            }
                        }
                    }
                    return sum;
                },
                random(numbers(layers, bidirectional, cell.cell) + 9 * INPUTS, 0.6));
    }

    private static void checkClassifier(OraclePooling pooling, OracleCrossEntropy loss) {
        var lstm = new OracleLstm(new Gates("ifgo"));
        var elman = new OracleElman(false);
        var stack =
                new OracleStack(
                        List.of(
                                new OracleStack.Layer(lstm, UNITS, true),
                                new OracleStack.Layer(elman, UNITS, true)));
        var classifier = new OracleClassifier(stack, pooling);
        int features = (pooling == OraclePooling.CONCAT ? 3 : 1) * 2 * UNITS;
        int[][] words = {{0, 1, 2, 1}, {3}, {4, 4, 0}};
        check(
                (tape, numbers) -> {
                    var source = new Source(numbers);
                    var parameters =
                            new Parameters()
                                    .with("input.embedding", source.next(5 * INPUTS), 5, INPUTS);
                    var encoder = parameters.under("encoder");
                    for (String direction : List.of("forward", "backward")) {
                        addCell(encoder.under("l0." + direction), source, lstm, INPUTS);
                        addCell(encoder.under("l1." + direction), source, elman, 2 * UNITS);
                    }
                    parameters
                            .under("pooling")
                            .with("w", source.next(4 * UNITS * UNITS), 2 * UNITS, 2 * UNITS)
                            .with("v", source.next(2 * UNITS), 2 * UNITS)
                            .with("b", source.next(2 * UNITS), 2 * UNITS);
                    parameters.with("head.w", source.next(3 * features), 3, features);
                    parameters.with("head.b", source.next(3), 3);
                    return classifier.loss(tape, parameters, words, new int[] {2, 0, 1}, loss);
                },
                random(
                        5 * INPUTS
                                + 2 * cellNumbers(lstm, INPUTS)
                                + 2 * cellNumbers(elman, 2 * UNITS)
                                + 4 * UNITS * (UNITS + 1)
                                + 3 * features
                                + 3,
                        0.6));
    }

    /** Adds up the numbers with weights that differ from one to the next. */
    private static Scalar weighted(Scalar before, Scalar[] vector) {
        var sum = before;
        for (int i = 0; i < vector.length; i++) {
            var term = vector[i].times(1 + 0.3 * i);
            sum = sum == null ? term : sum.plus(term);
        }
        return sum;
    }

    private static void addStack(Parameters parameters, Source source, OracleStack stack) {
        int inputs = INPUTS;
        for (int l = 0; l < stack.layers().size(); l++) {
            var layer = stack.layers().get(l);
            addCell(parameters.under("l" + l + ".forward"), source, layer.cell(), inputs);
            if (layer.bidirectional()) {
                addCell(parameters.under("l" + l + ".backward"), source, layer.cell(), inputs);
            }
            inputs = layer.outputs();
        }
    }

    private static void addCell(Parameters own, Source source, OracleCell cell, int inputs) {
        int gates = cell.gates().count();
        int recurrents = cell.recurrents().count();
        int biases = cell.biases().count();
        own.with("wx", source.next(gates * UNITS * inputs), gates * UNITS, inputs)
                .with("wh", source.next(recurrents * UNITS * UNITS), recurrents * UNITS, UNITS)
                .with("b", source.next(biases * UNITS), biases * UNITS)
                .with("wi", source.next(UNITS * UNITS), UNITS, UNITS);
    }

    private static int cellNumbers(OracleCell cell, int inputs) {
        return UNITS
                * (cell.gates().count() * inputs
                        + cell.recurrents().count() * UNITS
                        + cell.biases().count()
                        + UNITS);
    }

    private static int numbers(int layers, boolean bidirectional, OracleCell cell) {
        int directions = bidirectional ? 2 : 1;
        int numbers = directions * cellNumbers(cell, INPUTS);
        return layers == 1 ? numbers : numbers + directions * cellNumbers(cell, directions * UNITS);
    }

    private static double[] random(int count, double scale) {
        var random = new Random(5);
        var numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = scale * random.nextGaussian();
        }
        return numbers;
    }

    /** Hands out numbers one after the other. */
    private static final class Source {
        private final Scalar[] numbers;
        private int at;

        Source(Scalar[] numbers) {
            this.numbers = numbers;
        }

        Scalar[] next(int count) {
            at += count;
            return java.util.Arrays.copyOfRange(numbers, at - count, at);
        }
    }
}
