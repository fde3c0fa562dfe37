package unroll.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.math.Allocations;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.LayerRun;
import unroll.nn.LayerRun.Case;
import unroll.nn.Layout;
import unroll.nn.attention.AttentionPooling;
import unroll.nn.batch.Packing;
import unroll.nn.dropout.Dropout;
import unroll.nn.dropout.LockedDropout;
import unroll.nn.dropout.RowDropout;
import unroll.nn.layer.SpectrumMask.Masks;
import unroll.nn.layer.TimeDelay.Activation;
import unroll.nn.recurrent.RecurrentLayer;
import unroll.oracle.OracleAttention;
import unroll.oracle.OracleLayer;
import unroll.oracle.OracleLayerNormalization;
import unroll.oracle.OracleTimeDelay;
import unroll.oracle.Scalar;

/** What holds of every layer around the recurrent ones. */
final class LayersTest {
    /** So many that hardly an element stays, or is dropped, every time. */
    private static final int MASKS = 40;

    private static final int[][] LENGTHS = {
        {5, 3, 3, 1},
        {1},
        {6},
        {1, 1, 1},
        {2, 2, 2, 2, 2, 2, 2, 2, 2},
        {40, 29, 28, 7, 1, 1} // more rows than a block
    };

    /** Layers with equations in the oracle. */
    private record Proved(Case layer, OracleLayer equations, boolean words) {}

    private static List<Proved> proved() {
        var all = new ArrayList<Proved>();
        for (var activation : Activation.values()) {
            all.add(delay(3, 5, 3, 1, 1, activation));
        }
        all.add(delay(4, 33, 3, 2, 1, Activation.NONE));
        all.add(delay(9, 8, 2, 1, 1, Activation.NONE));
        all.add(delay(5, 7, 4, 1, 2, Activation.TANH));
        all.add(delay(5, 7, 1, 1, 3, Activation.NONE));
        all.add(delay(2, 3, 5, 3, 4, Activation.NONE));
        for (int columns : new int[] {5, 8, 33}) {
            all.add(
                    new Proved(
                            new Case(
                                    "attention pooling of " + columns,
                                    columns,
                                    layout -> new AttentionPooling(layout, "layer", columns)),
                            new OracleAttention(),
                            false));
            all.add(
                    new Proved(
                            new Case(
                                    "layer normalisation of " + columns,
                                    columns,
                                    layout -> new LayerNormalization(layout, "layer", columns)),
                            new OracleLayerNormalization(),
                            false));
        }
        var inner = delay(6, 6, 3, 1, 1, Activation.TANH);
        all.add(
                new Proved(
                        new Case(
                                "residual",
                                6,
                                layout -> new Residual(inner.layer.layer().apply(layout), 6)),
                        OracleLayer.residual(inner.equations),
                        false));
        return all;
    }

    private static Proved delay(
            int inputs, int outputs, int kernel, int dilation, int stride, Activation activation) {
        UnaryOperator<Scalar> function =
                switch (activation) {
                    case NONE -> UnaryOperator.identity();
                    case TANH -> Scalar::tanh;
                    case RELU -> Scalar::relu;
                };
        return new Proved(
                new Case(
                        "time delay, kernel %d, dilation %d, stride %d, %s"
                                .formatted(kernel, dilation, stride, activation),
                        inputs,
                        layout ->
                                new TimeDelay(
                                        layout,
                                        "layer",
                                        inputs,
                                        outputs,
                                        kernel,
                                        dilation,
                                        stride,
                                        activation)),
                new OracleTimeDelay(kernel, dilation, stride, function),
                true);
    }

    /** Layers whose outputs a mask or nothing but a penalty tells from their inputs. */
    private static Stream<Case> inPlace() {
        return Stream.of(
                new Case("dropout", 5, layout -> new Dropout(5, 0.4, 1)),
                new Case("locked dropout", 5, layout -> new LockedDropout(5, 0.4, 1)),
                new Case("row dropout", 5, layout -> new RowDropout(5, 0.4, 1)),
                new Case(
                        "spectrum mask",
                        5,
                        layout -> new SpectrumMask(5, 1, new Masks(2, 4, 1, 3), 1)),
                new Case("penalties", 5, layout -> new ActivationPenalty(5, 0.7, 1.3)),
                new Case("one penalty", 5, layout -> new ActivationPenalty(5, 0, 1.3)));
    }

    private static Stream<Case> all() {
        return Stream.concat(proved().stream().map(Proved::layer), inPlace());
    }

    private static Stream<DynamicTest> each(Stream<Case> cases, Consumer<Case> test) {
        return cases.map(of -> DynamicTest.dynamicTest(of.name(), () -> test.accept(of)));
    }

    @TestFactory
    Stream<DynamicTest> outputsAndEveryGradientAreTheOracles() {
        return proved().stream()
                .map(of -> DynamicTest.dynamicTest(of.layer.name(), () -> checkOracle(of)));
    }

    private static void checkOracle(Proved of) {
        for (int[] lengths : LENGTHS) {
            for (boolean words : of.words ? new boolean[] {false, true} : new boolean[1]) {
                var run = new LayerRun(of.layer, words, true, Kernels.fastest(), lengths);
                run.forward().backward().check(1e-5, of.equations);
                // Nothing is left of the first pass.
                run.forward().backward().check(1e-5, of.equations);
            }
        }
    }

    /** Along a random direction the objective rises as fast as the gradient says. */
    @TestFactory
    Stream<DynamicTest> theGradientIsTheSlope() {
        return each(inPlace(), LayersTest::checkSlope);
    }

    private static void checkSlope(Case of) {
        for (int[] lengths : LENGTHS) {
            var run = new LayerRun(of, false, true, Kernels.fastest(), lengths);
            var gradient = run.forward().backward().inputGradient();
            var random = new Random(5);
            var direction = new float[gradient.length];
            double expected = 0;
            for (int i = 0; i < direction.length; i++) {
                // Towards the gradient's sign, so that the slope is not lost in cancellation.
                direction[i] = random.nextFloat() * Math.signum(gradient[i]);
                expected += (double) direction[i] * gradient[i];
            }
            double step = 1e-2;
            run.move(step, direction, new float[0]);
            double above = run.forward().objective();
            run.move(-2 * step, direction, new float[0]);
            double found = (above - run.forward().objective()) / (2 * step);
            assertEquals(1, expected == 0 ? 1 + found : found / expected, 1e-3);
        }
    }

    @TestFactory
    Stream<DynamicTest> scalarAndSimdKernelsGiveTheSameBits() {
        return each(all(), LayersTest::checkBits);
    }

    private static void checkBits(Case of) {
        for (int[] lengths : LENGTHS) {
            var scalar = new LayerRun(of, false, true, Kernels.scalar(), lengths);
            var simd = new LayerRun(of, false, true, Kernels.fastest(), lengths);
            scalar.forward().backward();
            simd.forward().backward();
            assertArrayEquals(scalar.outputs(), simd.outputs());
            assertArrayEquals(scalar.inputGradient(), simd.inputGradient());
            assertArrayEquals(scalar.context.gradient, simd.context.gradient);
            assertEquals(scalar.context.penalty, simd.context.penalty);
        }
    }

    /** What a sequence gives does not depend on its company, nor on gradients being wanted. */
    @TestFactory
    Stream<DynamicTest> scoringGivesTheValuesOfTraining() {
        return each(
                proved().stream().map(Proved::layer),
                of -> {
                    for (int[] lengths : LENGTHS) {
                        var training = new LayerRun(of, false, true, Kernels.fastest(), lengths);
                        var scoring = new LayerRun(of, false, false, Kernels.fastest(), lengths);
                        assertArrayEquals(
                                training.forward().outputs(), scoring.forward().outputs());
                    }
                });
    }

    /** Scoring may keep what it made of the parameters until it is told that they have changed. */
    @TestFactory
    Stream<DynamicTest> scoringSeesNewParametersOnceToldOfThem() {
        var recurrent = new Case("recurrent", 5, LayersTest::recurrent);
        var residual = new Case("around it", 5, layout -> new Residual(recurrent(layout), 5));
        return each(Stream.concat(all(), Stream.of(recurrent, residual)), LayersTest::checkForget);
    }

    private static Layer recurrent(Layout.Builder layout) {
        var gru = Cells.of(new RecurrentConf(CellConf.Name.GRU, 5, false));
        return new RecurrentLayer(layout, "layer", gru, 5, 5, false);
    }

    private static void checkForget(Case of) {
        var old = new LayerRun(of, false, false, Kernels.fastest(), 4, 2).forward();
        var fresh = new LayerRun(of, false, false, Kernels.fastest(), 4, 2);
        var change = new float[fresh.layout.size()];
        Arrays.fill(change, 0.5f);
        for (var run : List.of(old, fresh)) {
            run.move(1, new float[0], change);
        }
        old.pass.invalidate();
        assertArrayEquals(fresh.forward().outputs(), old.forward().outputs());
    }

    @TestFactory
    Stream<DynamicTest> scoringChangesNothingInPlace() {
        return each(
                inPlace(),
                of -> {
                    var run = new LayerRun(of, false, false, Kernels.fastest(), 4, 2);
                    var same = new Case("", 5, layout -> new Dropout(5, 0, 1));
                    var plain = new LayerRun(same, false, false, Kernels.fastest(), 4, 2);
                    assertArrayEquals(plain.forward().outputs(), run.forward().outputs());
                    assertEquals(0, run.context.penalty);
                });
    }

    /** Once warm, a pass leaves some small objects behind, not more of them for a larger batch. */
    @TestFactory
    Stream<DynamicTest> garbageDoesNotGrowWithTheBatch() {
        return each(
                all(),
                of -> {
                    long small = bytesPerPass(of, 2, 1);
                    var lengths = new int[32];
                    Arrays.fill(lengths, 20);
                    long large = bytesPerPass(of, lengths);
                    var measured = "bytes a pass: %d small, %d large".formatted(small, large);
                    assertTrue(small <= 512 && large <= small + 64, measured);
                });
    }

    private static long bytesPerPass(Case of, int... lengths) {
        var run = new LayerRun(of, false, true, Kernels.scalar(), lengths);
        return Allocations.least(60, pass -> run.forward().backward());
    }

    @Test
    void aStrideShortensEverySequence() {
        var of = delay(3, 4, 3, 1, 2, Activation.NONE).layer;
        var packing =
                new LayerRun(of, false, true, Kernels.fastest(), 7, 6, 3, 1)
                        .forward()
                        .pass
                        .output()
                        .packing;
        assertEquals(4, packing.sequences());
        int[] expected = {4, 3, 2, 1};
        for (int b = 0; b < expected.length; b++) {
            assertEquals(expected[b], packing.length(b));
        }
    }

    @Test
    void aConvolutionNeedsWholeSequences() {
        var of = delay(3, 4, 3, 1, 1, Activation.NONE).layer;
        var run = new LayerRun(of, false, true, Kernels.fastest(), 3, 2);
        run.context.batch.setContinues(true);
        var error = assertThrows(IllegalStateException.class, run::forward);
        assertTrue(error.getMessage().contains("whole sequences"), error.getMessage());
    }

    @Test
    void aLockedMaskIsTheSameAtEveryStepAndDiffersBetweenSequences() {
        int columns = 64;
        var of = new Case("", columns, layout -> new LockedDropout(columns, 0.5, 1));
        var run = new LayerRun(of, false, true, Kernels.fastest(), 9, 9, 4);
        var y = run.forward().outputs();
        var packing = run.input.packing;
        for (int b = 0; b < 3; b++) {
            for (int t = 1; t < packing.length(b); t++) {
                for (int j = 0; j < columns; j++) {
                    assertEquals(
                            y[packing.row(0, b) * columns + j] == 0,
                            y[packing.row(t, b) * columns + j] == 0);
                }
            }
        }
        assertFalse(
                Arrays.equals(zeros(y, 0, columns), zeros(y, columns, columns)),
                "two sequences have one mask");
    }

    private static boolean[] zeros(float[] y, int at, int count) {
        var zeros = new boolean[count];
        for (int j = 0; j < count; j++) {
            zeros[j] = y[at + j] == 0;
        }
        return zeros;
    }

    @Test
    void rowsAreDroppedWholeAndAsOftenAsAsked() {
        double probability = 0.25;
        var of = new Case("", 5, layout -> new RowDropout(5, probability, 1));
        var lengths = new int[50];
        Arrays.fill(lengths, 40);
        var run = new LayerRun(of, false, true, Kernels.fastest(), lengths);
        var y = run.forward().outputs();
        int rows = y.length / 5;
        int dropped = 0;
        for (int row = 0; row < rows; row++) {
            int zeros = 0;
            for (boolean zero : zeros(y, row * 5, 5)) {
                zeros += zero ? 1 : 0;
            }
            assertTrue(zeros == 0 || zeros == 5, "a row was dropped in part");
            dropped += zeros / 5;
        }
        // Four standard deviations.
        double allowed = 4 * Math.sqrt(probability * (1 - probability) / rows);
        assertEquals(probability, (double) dropped / rows, allowed);
    }

    /** A mask is made anew for every batch. */
    @TestFactory
    Stream<DynamicTest> whatIsNotDroppedIsDividedByTheProbabilityOfStaying() {
        return each(
                inPlace().limit(3),
                of -> {
                    var none = new Case("", 5, layout -> new Dropout(5, 0, 1));
                    for (int[] lengths : LENGTHS) {
                        var x =
                                new LayerRun(none, false, true, Kernels.fastest(), lengths)
                                        .forward()
                                        .outputs();
                        var run = new LayerRun(of, false, true, Kernels.fastest(), lengths);
                        int[] kept = new int[x.length];
                        for (int key = 0; key < MASKS; key++) {
                            run.context.key = key;
                            var y = run.forward().outputs();
                            for (int i = 0; i < x.length; i++) {
                                assertTrue(y[i] == 0 || y[i] == x[i] * (float) (1 / 0.6));
                                kept[i] += y[i] == 0 ? 0 : 1;
                            }
                        }
                        assertTrue(Arrays.stream(kept).allMatch(k -> k > 0 && k < MASKS));
                    }
                });
    }

    @Test
    void penaltiesAreMeansOverRowsAndOverPairsOfRows() {
        var of = new Case("", 2, layout -> new ActivationPenalty(2, 0.5, 3));
        for (int[] lengths : LENGTHS) {
            var run = new LayerRun(of, false, true, Kernels.fastest(), lengths);
            var x = run.forward().outputs();
            var packing = run.input.packing;
            double squares = 0;
            double changes = 0;
            int pairs = 0;
            for (int b = 0; b < lengths.length; b++) {
                for (int t = 0; t < lengths[b]; t++) {
                    int at = packing.row(t, b) * 2;
                    squares += x[at] * x[at] + x[at + 1] * x[at + 1];
                    if (t > 0) {
                        int before = packing.row(t - 1, b) * 2;
                        changes += Math.pow(x[at] - x[before], 2);
                        changes += Math.pow(x[at + 1] - x[before + 1], 2);
                        pairs++;
                    }
                }
            }
            double expected =
                    0.5 * squares / x.length + (pairs == 0 ? 0 : 3 * changes / (2 * pairs));
            assertEquals(expected, run.context.penalty, 1e-5 * expected);
        }
    }

    @Test
    void ofEqualMaximaTheFirstHasTheGradient() {
        var packing = new Packing(1);
        packing.set(new int[] {4}, 1);
        var input = new Activations(Allocator.heap(), 4, 1, true);
        input.packing = packing;
        input.rows = 4;
        System.arraycopy(new float[] {0, 2, 1, 2}, 0, input.value, 0, 4);
        var pass =
                new PoolingLayer(1, 1, PoolingLayer.Kind.MAX)
                        .open(new Capacity(1, 4, true), Kernels.fastest(), Allocator.heap(), input);
        pass.forward(new Context());
        pass.output().gradient[0] = 3;
        pass.backward(new Context());
        assertArrayEquals(new float[] {0, 3, 0, 0}, input.gradient);
    }

    /** Sparse steps and averages go by these: a matrix of which all rows are used is not there. */
    @Test
    void onlyMatricesLookedUpByWordNameTheirRows() {
        var of = new Case("", 5, LayersTest::recurrent);
        assertEquals(List.of(), new LayerRun(of, false, true, Kernels.fastest(), 2).pass.used());
    }

    @Test
    void aResidualConnectionNeedsOneWidth() {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Residual(new Dropout(5, 0.1, 1), 4));
        assertEquals(
                "residual connection: expected a layer of 4 outputs, got 5", error.getMessage());
    }
}
