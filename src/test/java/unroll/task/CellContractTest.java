package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.CellConf;
import unroll.conf.CellConf.Activation;
import unroll.conf.CellConf.Elman;
import unroll.conf.CellConf.Gru;
import unroll.conf.CellConf.Jordan;
import unroll.conf.CellConf.Lstm;
import unroll.conf.CellConf.Output;
import unroll.conf.CellConf.Reset;
import unroll.conf.CellConf.Start;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.io.LocalStore;
import unroll.io.model.SafeTensors;
import unroll.oracle.Cut;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/**
 * What holds for every cell with every setting of its own, however it is arranged: it computes what
 * the oracle computes, whose gradient is that of central differences; its state is carried; its
 * bits do not depend on the kernels; its parameters are stored exactly.
 */
final class CellContractTest {
    private static final DropoutConf NO_DROPOUT = new DropoutConf(0, 0, 0, 0);
    private static final float[] WEIGHTS = {0.5f, 2, 1.25f};
    private static final int[][] LENGTHS = {{5, 3, 3, 1}, {1}, {2, 7, 1}};

    /** A cell with settings, before it is arranged in layers. */
    private record Variant(CellConf cell, LeakConf leak, List<Integer> lags) {
        RecurrentConf layer(int units, boolean bidirectional) {
            return new RecurrentConf(cell, units, bidirectional, leak, lags);
        }

        boolean plain() {
            return leak instanceof LeakConf.None && lags.equals(List.of(1));
        }
    }

    private enum Arrangement {
        ONE,
        TWO,
        BIDIRECTIONAL;

        /** Unit counts below, at and beyond the width of a tile. */
        List<RecurrentConf> layers(Variant variant, int first, int second) {
            boolean bidirectional = this == BIDIRECTIONAL;
            return this == TWO
                    ? List.of(variant.layer(first, false), variant.layer(second, false))
                    : List.of(variant.layer(first, bidirectional));
        }
    }

    /** Exhaustive: a new cell does not compile until its settings stand here. */
    private static List<CellConf> cells(CellConf.Name name) {
        return switch (name) {
            case ELMAN ->
                    List.of(
                            new Elman(Activation.TANH, Start.ORTHOGONAL, 1),
                            new Elman(Activation.RELU, Start.IDENTITY, 1));
            case JORDAN ->
                    List.of(
                            new Jordan(Activation.TANH, 0, Output.SOFTMAX, false),
                            new Jordan(Activation.RELU, 2, Output.LINEAR, false));
            case LSTM ->
                    List.of(
                            new Lstm(1, false, false),
                            new Lstm(1, true, false),
                            new Lstm(0, false, true),
                            new Lstm(1, true, true),
                            new Lstm(0, false, false, false, false),
                            new Lstm(1, true, false, false, false),
                            new Lstm(1, true, false, false, true),
                            new Lstm(1, true, false, true, false),
                            new Lstm(1, false, true, true, false));
            case GRU -> List.of(new Gru(Reset.AFTER), new Gru(Reset.BEFORE));
            case MINLSTM, MINGRU -> List.of(CellConf.of(name));
        };
    }

    private static List<Variant> variants() {
        var none = new LeakConf.None();
        var variants = new ArrayList<Variant>();
        for (var name : CellConf.Name.values()) {
            for (var cell : cells(name)) {
                variants.add(new Variant(cell, none, List.of(1)));
                variants.add(new Variant(cell, none, List.of(1, 3)));
                variants.add(new Variant(cell, none, List.of(2)));
                variants.add(new Variant(cell, new LeakConf.Spread(0.2, 0.9), List.of(1)));
                variants.add(new Variant(cell, new LeakConf.Learned(), List.of(1, 2)));
            }
        }
        return variants;
    }

    private static Stream<DynamicTest> each(
            List<Arrangement> arrangements, Consumer<List<RecurrentConf>> test) {
        var tests = new ArrayList<DynamicTest>();
        int number = 0;
        int[] units = {3, 8, 1, 33, 5};
        for (var variant : variants()) {
            for (var arrangement : arrangements) {
                int n = number++;
                // Wide layers only where nothing else is special: the oracle is slow.
                int first = variant.plain() ? units[n % units.length] : 3;
                var layers = arrangement.layers(variant, first, 4);
                tests.add(
                        DynamicTest.dynamicTest(
                                variant + " " + arrangement, () -> test.accept(layers)));
            }
        }
        return tests.stream();
    }

    private static RandomClassifier classifier(
            List<RecurrentConf> layers, Pooling pooling, KernelChoice kernels) {
        return new RandomClassifier(5, layers, pooling, NO_DROPOUT, WEIGHTS, 0.1, kernels);
    }

    @TestFactory
    Stream<DynamicTest> fullGradientIsTheOracles() {
        return each(
                List.of(Arrangement.values()),
                layers -> {
                    var classifier = classifier(layers, Pooling.MEAN, KernelChoice.AUTO);
                    for (int[] lengths : LENGTHS) {
                        OracleComparison.check(classifier, 0.1, 0, lengths);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> truncatedGradientIsTheOracles() {
        return each(
                List.of(Arrangement.ONE, Arrangement.TWO),
                layers -> {
                    var classifier = classifier(layers, Pooling.CONCAT, KernelChoice.AUTO);
                    for (int[] lengths : LENGTHS) {
                        OracleComparison.check(classifier, 0.1, 2, lengths);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> oracleAgreesWithCentralDifferences() {
        return each(
                List.of(Arrangement.values()),
                layers -> {
                    checkSlopes(layers, Cut.NONE);
                    if (!layers.get(0).bidirectional()) {
                        checkSlopes(layers, Cut.every(2));
                    }
                });
    }

    private static void checkSlopes(List<RecurrentConf> layers, Cut cut) {
        var classifier = classifier(layers, Pooling.MEAN, KernelChoice.AUTO);
        var words = classifier.sequences(5, 3, 1);
        var at = new double[classifier.theta.length];
        Arrays.setAll(at, i -> classifier.theta[i]);
        var tape = new Tape();
        var parameters = classifier.parameters(tape, at);
        tape.differentiate(oracleLoss(classifier, cut, tape, parameters, words));
        cut.useAgain();
        var random = new Random(2);
        for (var slice : classifier.network.layout().slices()) {
            var gradient = Vectors.gradients(parameters.vector(slice.name()));
            var above = at.clone();
            var below = at.clone();
            double expected = 0;
            double size = 0;
            for (int i = 0; i < gradient.length; i++) {
                double by = 1e-5 * random.nextGaussian();
                above[slice.offset() + i] += by;
                below[slice.offset() + i] -= by;
                expected += 2 * by * gradient[i];
                size += Math.abs(2 * by * gradient[i]);
            }
            double found = value(classifier, cut, above, words);
            found -= value(classifier, cut, below, words);
            assertEquals(expected, found, 1e-7 * size + 1e-14, slice.name());
        }
    }

    private static double value(
            RandomClassifier classifier, Cut cut, double[] theta, int[][] words) {
        cut.useAgain();
        var tape = new Tape();
        return oracleLoss(classifier, cut, tape, classifier.parameters(tape, theta), words).value();
    }

    private static unroll.oracle.Scalar oracleLoss(
            RandomClassifier classifier,
            Cut cut,
            Tape tape,
            unroll.oracle.Parameters parameters,
            int[][] words) {
        var loss = new OracleCrossEntropy(classifier.weights(), 0);
        return classifier.oracle(cut).loss(tape, parameters, words, new int[] {2, 0, 1}, loss);
    }

    @TestFactory
    Stream<DynamicTest> twoBatchesThatContinueAreOneLongOne() {
        return each(
                List.of(Arrangement.ONE, Arrangement.TWO),
                layers -> {
                    for (boolean training : new boolean[] {false, true}) {
                        checkCarried(layers, training);
                    }
                });
    }

    private static void checkCarried(List<RecurrentConf> layers, boolean training) {
        var classifier = classifier(layers, Pooling.LAST, KernelChoice.AUTO);
        var whole = classifier.sequences(9, 7, 5, 5);
        var head = new int[whole.length][];
        var tail = new int[whole.length][];
        for (int b = 0; b < whole.length; b++) {
            int cut = whole[b].length - (b < 2 ? 3 : 2);
            head[b] = Arrays.copyOf(whole[b], cut);
            tail[b] = Arrays.copyOfRange(whole[b], cut, whole[b].length);
        }
        var none = new int[whole.length];
        var workspace = classifier.network.open(classifier.capacity(whole, training));
        var expected = workspace.score(classifier.theta, classifier.batch(whole, none)).clone();
        workspace.warmUp(classifier.theta, classifier.batch(head, none));
        var last = classifier.batch(tail, none);
        last.setContinues(true);
        assertArrayEquals(expected, workspace.score(classifier.theta, last));
        var other = classifier.batch(new int[][] {{1}}, 0);
        other.setContinues(true);
        assertThrows(IllegalStateException.class, () -> workspace.score(classifier.theta, other));
    }

    @TestFactory
    Stream<DynamicTest> whatReadsFromTheEndIsNotCut() {
        return each(
                List.of(Arrangement.BIDIRECTIONAL),
                layers -> {
                    var classifier = classifier(layers, Pooling.LAST, KernelChoice.AUTO);
                    var words = classifier.sequences(4, 2);
                    var workspace = classifier.network.open(classifier.capacity(words, true));
                    var batch = classifier.batch(words, 0, 1);
                    batch.setWindow(2);
                    var gradient = new float[classifier.theta.length];
                    assertThrows(
                            IllegalStateException.class,
                            () -> workspace.train(classifier.theta, gradient, batch, 1));
                });
    }

    @TestFactory
    Stream<DynamicTest> scalarAndSimdGiveTheSameBits() {
        return each(
                List.of(Arrangement.values()),
                layers -> {
                    assertArrayEquals(
                            train(layers, KernelChoice.SCALAR), train(layers, KernelChoice.AUTO));
                });
    }

    /** Parameters after some steps of plain descent. */
    private static float[] train(List<RecurrentConf> layers, KernelChoice kernels) {
        var wide = new ArrayList<RecurrentConf>();
        for (var layer : layers) {
            wide.add(
                    new RecurrentConf(
                            layer.cell(), 37, layer.bidirectional(), layer.leak(), layer.lags()));
        }
        var classifier = classifier(wide, Pooling.CONCAT, kernels);
        var words = classifier.sequences(11, 8, 8, 3, 2, 1, 1);
        var batch = classifier.batch(words, classifier.targets(words.length));
        batch.setWindow(layers.get(0).bidirectional() ? 0 : 4);
        var workspace = classifier.network.open(classifier.capacity(words, true));
        var theta = classifier.theta;
        var gradient = new float[theta.length];
        for (int step = 0; step < 3; step++) {
            workspace.train(theta, gradient, batch, step);
            for (int i = 0; i < theta.length; i++) {
                theta[i] -= 0.3f * gradient[i];
            }
        }
        return theta;
    }

    @TestFactory
    Stream<DynamicTest> parametersAreStoredExactly(@TempDir Path folder) {
        return each(
                List.of(Arrangement.TWO),
                layers -> {
                    var classifier = classifier(layers, Pooling.LAST, KernelChoice.AUTO);
                    var layout = classifier.network.layout();
                    var store = new LocalStore();
                    var path = folder.resolve("theta.safetensors").toString();
                    var start = layout.initialParameters(3);
                    try {
                        store.write(path, out -> SafeTensors.write(out, layout, start));
                        assertArrayEquals(start, SafeTensors.read(store, path, layout));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }
}
