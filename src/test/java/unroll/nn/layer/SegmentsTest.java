package unroll.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.math.Allocations;
import unroll.math.Kernels;
import unroll.nn.Layer;
import unroll.nn.LayerRun;
import unroll.nn.LayerRun.Case;
import unroll.nn.Layout;
import unroll.nn.layer.TimeDelay.Activation;
import unroll.nn.recurrent.RecurrentLayer;
import unroll.oracle.OracleLayer;
import unroll.oracle.OracleRecurrent;
import unroll.oracle.OracleTimeDelay;
import unroll.oracle.Scalar;

/** Layers that read segments in training and whole sequences in scoring. */
final class SegmentsTest {
    private static final int INPUTS = 3;
    private static final int[][] LENGTHS = {
        {9, 7, 4, 3, 1}, {1}, {3}, {6, 6, 6, 6}, {40, 29, 28, 7, 1, 1}
    };

    private record Inner(
            String name, Function<Layout.Builder, Layer> layer, OracleLayer equations) {
        Case whole() {
            return new Case(name, INPUTS, layer);
        }

        Case cut(int length) {
            return new Case(
                    name + " in segments of " + length,
                    INPUTS,
                    layout -> new Segments(List.of(layer.apply(layout)), length));
        }
    }

    private static Inner recurrent(boolean bidirectional) {
        var conf = new RecurrentConf(CellConf.Name.LSTM, 5, bidirectional);
        return new Inner(
                bidirectional ? "two directions" : "one direction",
                layout ->
                        new RecurrentLayer(
                                layout, "layer.l0", Cells.of(conf), INPUTS, 5, bidirectional),
                new OracleRecurrent(conf));
    }

    private static List<Inner> inner() {
        return List.of(
                recurrent(false),
                recurrent(true),
                new Inner(
                        "convolution with a stride",
                        layout ->
                                new TimeDelay(layout, "layer", INPUTS, 4, 3, 1, 2, Activation.TANH),
                        new OracleTimeDelay(3, 1, 2, Scalar::tanh)));
    }

    private static OracleLayer cut(OracleLayer whole, int length) {
        return (own, x) ->
                Stream.iterate(0, first -> first < x.length, first -> first + length)
                        .map(
                                first ->
                                        Arrays.copyOfRange(
                                                x, first, Math.min(x.length, first + length)))
                        .flatMap(segment -> Stream.of(whole.of(own, segment)))
                        .toArray(Scalar[][]::new);
    }

    @TestFactory
    Stream<DynamicTest> outputsAndEveryGradientAreThoseOfTheSegments() {
        return inner().stream()
                .flatMap(
                        of ->
                                Stream.of(1, 3, 50)
                                        .map(
                                                length ->
                                                        DynamicTest.dynamicTest(
                                                                of.cut(length).name(),
                                                                () -> checkOracle(of, length))));
    }

    private static void checkOracle(Inner of, int length) {
        for (int[] lengths : LENGTHS) {
            for (boolean words : new boolean[] {false, true}) {
                var run = new LayerRun(of.cut(length), words, true, Kernels.fastest(), lengths);
                run.forward().backward().check(1e-5, cut(of.equations, length));
                run.forward().backward().check(1e-5, cut(of.equations, length));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> scoringReadsWholeSequences() {
        return inner().stream()
                .map(of -> DynamicTest.dynamicTest(of.name(), () -> checkScoring(of)));
    }

    private static void checkScoring(Inner of) {
        for (int[] lengths : LENGTHS) {
            var whole = new LayerRun(of.whole(), true, false, Kernels.fastest(), lengths);
            var scoring = new LayerRun(of.cut(2), true, false, Kernels.fastest(), lengths);
            assertArrayEquals(whole.forward().outputs(), scoring.forward().outputs());
            // With the buffers of training too.
            var training = new LayerRun(of.cut(2), true, true, Kernels.fastest(), lengths);
            training.forward();
            training.context.training = false;
            assertArrayEquals(whole.outputs(), training.forward().outputs());
        }
    }

    @Test
    void scalarAndSimdKernelsGiveTheSameBits() {
        for (int[] lengths : LENGTHS) {
            var of = recurrent(true).cut(3);
            var scalar = new LayerRun(of, true, true, Kernels.scalar(), lengths);
            var simd = new LayerRun(of, true, true, Kernels.fastest(), lengths);
            scalar.forward().backward();
            simd.forward().backward();
            assertArrayEquals(scalar.outputs(), simd.outputs());
            assertArrayEquals(scalar.inputGradient(), simd.inputGradient());
            assertArrayEquals(scalar.context.gradient, simd.context.gradient);
        }
    }

    @Test
    void theOutputHasTheLengthsOfWholeSequencesAfterAStrideToo() {
        var run = new LayerRun(inner().get(2).cut(3), true, true, Kernels.fastest(), 8, 7, 3, 1);
        var packing = run.forward().pass.output().packing;
        int[] expected = {5, 5, 2, 1}; // 2 + 2 + 1, 2 + 2 + 1, 2, 1
        for (int b = 0; b < expected.length; b++) {
            assertEquals(expected[b], packing.length(b));
        }
    }

    @Test
    void garbageDoesNotGrowWithTheBatch() {
        long small = bytesPerPass(2, 1);
        var lengths = new int[32];
        Arrays.fill(lengths, 20);
        long large = bytesPerPass(lengths);
        var measured = "bytes a pass: %d small, %d large".formatted(small, large);
        assertTrue(small <= 512 && large <= small + 64, measured);
    }

    private static long bytesPerPass(int... lengths) {
        var of = recurrent(true).cut(3);
        var run = new LayerRun(of, true, true, Kernels.scalar(), lengths);
        return Allocations.least(30, pass -> run.forward().backward());
    }
}
