package unroll.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.golden.GoldenTensor;
import unroll.math.Allocations;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Chain;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.SequenceNetwork;
import unroll.nn.attention.AttentionPooling;
import unroll.nn.batch.Batch;
import unroll.nn.dropout.Dropout;
import unroll.nn.dropout.LockedDropout;
import unroll.nn.input.Embedding;
import unroll.nn.input.WordTable;
import unroll.nn.layer.PoolingLayer.Kind;
import unroll.nn.loss.SoftmaxCrossEntropy;
import unroll.nn.recurrent.RecurrentLayer;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleClassifier;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OracleDivergence;
import unroll.oracle.OraclePooling;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** Perturbations, the loss with them and its gradient are those of the equations in double. */
final class AdversarialTest {
    private static final int WORDS = 9;
    private static final int WIDTH = 3;
    private static final int UNITS = 4;
    private static final int CLASSES = 3;
    private static final double EPSILON = 0.8;
    private static final double WEIGHT = 0.6;
    private static final float[] CLASS_WEIGHTS = {1, 0.5f, 2};
    private static final int[][] TEXTS = {{1, 2, 1, 5, 1}, {3, 3, 8}, {4, 2, 2}, {7}};
    private static final int[] TARGETS = {0, 2, 1, 1};

    private record Case(boolean virtual, boolean bidirectional, OraclePooling pooling) {}

    static Stream<Case> cases() {
        return Stream.of(false, true)
                .flatMap(
                        virtual ->
                                Stream.of(
                                        new Case(virtual, false, OraclePooling.LAST),
                                        new Case(virtual, true, OraclePooling.MEAN),
                                        new Case(virtual, true, OraclePooling.MAX),
                                        new Case(virtual, false, OraclePooling.ATTENTION)));
    }

    /** Keeps the values of its input at every run, and changes nothing. */
    private static final class Tap implements Layer {
        final List<float[]> runs = new ArrayList<>();

        @Override
        public int outputs() {
            return WIDTH;
        }

        @Override
        public Pass open(
                Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            return new Pass() {
                @Override
                public Activations output() {
                    return input;
                }

                @Override
                public void forward(Context context) {
                    runs.add(Arrays.copyOf(input.value, input.rows * WIDTH));
                }

                @Override
                public void backward(Context context) {}
            };
        }
    }

    /** Loss, penalty and gradient of a step, and what its runs read. */
    private record Step(double loss, double penalty, float[] gradient, List<float[]> runs) {}

    private static Network network(
            Case of, Kernels kernels, double epsilon, double dropout, Layer... tap) {
        var layout = new Layout.Builder();
        var table = new WordTable(layout, "input.embedding", WORDS, WIDTH);
        var layers = new ArrayList<>(List.of(tap));
        var cell = Cells.of(new RecurrentConf(CellConf.Name.LSTM, UNITS, of.bidirectional));
        layers.add(new RecurrentLayer(layout, "encoder.l0", cell, WIDTH, UNITS, of.bidirectional));
        int columns = layers.get(layers.size() - 1).outputs();
        layers.add(new LockedDropout(columns, dropout, 5));
        layers.add(pooling(of, layout, columns));
        layers.add(new Dropout(columns, dropout, 6));
        layers.add(new Linear(layout, "head", columns, CLASSES));
        var loss = new SoftmaxCrossEntropy(CLASS_WEIGHTS, 0);
        var all = new ArrayList<Layer>();
        all.add(new Embedding(Batch.SOURCE, List.of(table), WORDS, 0, 0));
        all.add(new Dropout(WIDTH, dropout, 4));
        if (epsilon > 0) {
            all.add(new Adversarial(layers, loss, epsilon, WEIGHT, of.virtual, above(layout), 7));
        } else {
            all.addAll(layers);
        }
        return new SequenceNetwork(
                layout.build(), List.of(new Chain("encoder", all)), loss, kernels);
    }

    /** The parameters but the table of words. */
    private static List<Layout.Slice> above(Layout.Builder layout) {
        return layout.slices().subList(1, layout.slices().size());
    }

    private static Layer pooling(Case of, Layout.Builder layout, int columns) {
        return switch (of.pooling) {
            case LAST -> new PoolingLayer(columns, UNITS, Kind.LAST);
            case MEAN -> new PoolingLayer(columns, UNITS, Kind.MEAN);
            case MAX -> new PoolingLayer(columns, UNITS, Kind.MAX);
            case CONCAT -> new PoolingLayer(columns, UNITS, Kind.LAST, Kind.MEAN, Kind.MAX);
            case ATTENTION -> new AttentionPooling(layout, "pooling", columns);
        };
    }

    private static float[] theta(Layout layout) {
        var random = new Random(12);
        var theta = new float[layout.size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.6 * random.nextGaussian());
        }
        return theta;
    }

    private static Step step(Case of, Kernels kernels, double epsilon, double dropout) {
        var tap = new Tap();
        var network = network(of, kernels, epsilon, dropout, tap);
        var workspace = network.open(new Capacity(6, 20, true));
        var theta = theta(network.layout());
        var gradient = new float[theta.length];
        // No step before leaves a trace, and whatever was there must be assigned, not added to.
        workspace.train(theta, gradient, Batches.of(new int[][] {{1, 2, 3, 1, 1, 1}}, 2), 3);
        tap.runs.clear();
        Arrays.fill(gradient, Float.NaN);
        var loss = workspace.train(theta, gradient, Batches.of(TEXTS, TARGETS), 8);
        for (int i = 0; i < WORDS * WIDTH; i++) { // of words that the batch does not use
            gradient[i] = Float.isNaN(gradient[i]) ? 0 : gradient[i];
        }
        return new Step(loss.mean(), workspace.penalty(), gradient, tap.runs);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everythingIsTheOracles(Case of) {
        var step = step(of, Kernels.fastest(), EPSILON, 0);
        assertEquals(of.virtual ? 3 : 2, step.runs.size());
        var layout = network(of, Kernels.fastest(), EPSILON, 0).layout();
        var theta = theta(layout);
        var leaves = IntStream.range(0, theta.length).mapToDouble(i -> theta[i]).toArray();
        var tape = new Tape();
        var parameters = Parameters.of(layout, tape.leaves(leaves));
        var oracle =
                new OracleClassifier(
                        new OracleStack(
                                List.of(
                                        new OracleStack.Layer(
                                                OracleCells.of(CellConf.Name.LSTM),
                                                UNITS,
                                                of.bidirectional))),
                        of.pooling);
        // Numbers of their own for each occurrence of a word, since each is perturbed otherwise.
        var words = new Scalar[TEXTS.length][][];
        var logits = new Scalar[TEXTS.length][];
        for (int b = 0; b < TEXTS.length; b++) {
            var vectors = oracle.input(tape, parameters, TEXTS[b]);
            words[b] =
                    Stream.of(vectors)
                            .map(x -> Vectors.each(x, number -> number.plus(0)))
                            .toArray(Scalar[][]::new);
            logits[b] = oracle.logits(tape, parameters, words[b]);
        }
        var crossEntropy = new OracleCrossEntropy(new double[] {1, 0.5, 2}, 0);
        var plain = crossEntropy.mean(logits, TARGETS);
        assertEquals(plain.value(), step.loss, 1e-5);

        var places = words; // what the perturbation is the gradient by
        var searched = plain;
        if (of.virtual) {
            var random = perturbations(step, 1);
            for (var d : random) {
                assertEquals(0.1, norm(d), 1e-6);
            }
            places = perturbed(words, random);
            searched = divergence(oracle, tape, parameters, logits, places);
        }
        tape.differentiate(searched);
        var found = perturbations(step, step.runs.size() - 1);
        var r = new double[TEXTS.length][];
        for (int b = 0; b < TEXTS.length; b++) {
            r[b] = Vectors.gradients(Vectors.joined(places[b]));
            double norm = norm(r[b]);
            r[b] = Arrays.stream(r[b]).map(x -> EPSILON * x / norm).toArray();
            for (int i = 0; i < r[b].length; i++) {
                assertEquals(r[b][i], found[b][i], of.virtual ? 1e-4 : 2e-6, "text " + b);
            }
        }
        var moved = perturbed(words, of.virtual ? found : r);
        var added =
                of.virtual
                        ? divergence(oracle, tape, parameters, logits, moved)
                        : crossEntropy.mean(
                                Stream.of(moved)
                                        .map(x -> oracle.logits(tape, parameters, x))
                                        .toArray(Scalar[][]::new),
                                TARGETS);
        assertEquals(WEIGHT * added.value(), step.penalty, 1e-6);
        tape.differentiate(plain.plus(added.times(WEIGHT)));
        for (var slice : layout.slices()) {
            var expected = Vectors.gradients(parameters.vector(slice.name()));
            var actual = Arrays.copyOfRange(step.gradient, slice.offset(), slice.end());
            new GoldenTensor(slice.name(), new int[] {expected.length}, expected)
                    .check(slice.name().equals("pooling.b") ? 1e-4 : 2e-5, actual);
        }
    }

    /** The difference of what a run read from what the first one did, [texts][steps * columns]. */
    private static double[][] perturbations(Step step, int run) {
        var packing = Batches.of(TEXTS, TARGETS).packing();
        var differences = new double[TEXTS.length][];
        for (int b = 0; b < TEXTS.length; b++) { // the longest first, as they are placed
            var clean = packing.rows(step.runs.get(0), WIDTH, b);
            var perturbed = packing.rows(step.runs.get(run), WIDTH, b);
            differences[b] = new double[clean.length];
            for (int i = 0; i < clean.length; i++) {
                differences[b][i] = (double) perturbed[i] - clean[i];
            }
        }
        return differences;
    }

    private static Scalar[][][] perturbed(Scalar[][][] words, double[][] by) {
        var perturbed = new Scalar[words.length][][];
        for (int b = 0; b < words.length; b++) {
            perturbed[b] = new Scalar[words[b].length][WIDTH];
            for (int t = 0; t < words[b].length; t++) {
                for (int i = 0; i < WIDTH; i++) {
                    perturbed[b][t][i] = words[b][t][i].plus(by[b][t * WIDTH + i]);
                }
            }
        }
        return perturbed;
    }

    private static Scalar divergence(
            OracleClassifier oracle,
            Tape tape,
            Parameters parameters,
            Scalar[][] logits,
            Scalar[][][] moved) {
        var sum = tape.leaf(0);
        for (int b = 0; b < moved.length; b++) {
            var q = oracle.logits(tape, parameters, moved[b]);
            sum = sum.plus(OracleDivergence.of(logits[b], q));
        }
        return sum.times(1.0 / moved.length);
    }

    private static double norm(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(number -> number * number).sum());
    }

    /** The gradient's own rounding aside; with equal masks in both runs. */
    @ParameterizedTest
    @MethodSource("cases")
    void withoutAPerturbationTheLossIsTakenAgainWithTheSameDropout(Case of) {
        var plain = step(of, Kernels.fastest(), 0, 0.4);
        var step = step(of, Kernels.fastest(), 1e-30, 0.4);
        assertEquals(plain.loss, step.loss);
        assertEquals(of.virtual ? 0 : WEIGHT * plain.loss, step.penalty, 1e-12);
        for (int i = 0; i < plain.gradient.length; i++) {
            double expected = plain.gradient[i] * (of.virtual ? 1 : 1 + WEIGHT);
            assertEquals(expected, step.gradient[i], 1e-6);
        }
    }

    @Test
    void scalarAndSimdKernelsGiveTheSameBits() {
        cases().forEach(
                        of -> {
                            var scalar = step(of, Kernels.scalar(), EPSILON, 0.3);
                            var simd = step(of, Kernels.fastest(), EPSILON, 0.3);
                            assertEquals(scalar.penalty, simd.penalty);
                            assertArrayEquals(scalar.gradient, simd.gradient);
                        });
    }

    @Test
    void scoresAreThoseOfTheLayersAlone() {
        for (var of : cases().toList()) {
            var plain = network(of, Kernels.fastest(), 0, 0.5);
            var perturbed = network(of, Kernels.fastest(), EPSILON, 0.5);
            var theta = theta(plain.layout());
            var batch = Batches.of(TEXTS, TARGETS);
            for (boolean training : new boolean[] {false, true}) {
                var capacity = new Capacity(6, 20, training);
                assertArrayEquals(
                        plain.open(capacity).score(theta, batch),
                        perturbed.open(capacity).score(theta, batch));
            }
        }
    }

    @Test
    void aTextWithoutALabelIsPerturbedOnlyVirtually() {
        for (boolean virtual : new boolean[] {false, true}) {
            var tap = new Tap();
            var of = new Case(virtual, false, OraclePooling.MEAN);
            var network = network(of, Kernels.fastest(), EPSILON, 0, tap);
            var theta = theta(network.layout());
            var workspace = network.open(new Capacity(4, 12, true));
            workspace.train(theta, theta.clone(), Batches.of(TEXTS, 0, 2, -1, 1), 8);
            var step = new Step(0, 0, new float[0], tap.runs);
            var norms = Stream.of(perturbations(step, tap.runs.size() - 1));
            assertArrayEquals(
                    new double[] {EPSILON, EPSILON, virtual ? EPSILON : 0, EPSILON},
                    norms.mapToDouble(AdversarialTest::norm).toArray(),
                    1e-6);
        }
    }

    @Test
    void aPenaltyOfActivationsCountsOnce() {
        var layout = new Layout.Builder();
        var table = new WordTable(layout, "input.embedding", WORDS, WIDTH);
        List<Layer> above =
                List.of(
                        new ActivationPenalty(WIDTH, 1, 2),
                        new PoolingLayer(WIDTH, WIDTH, Kind.MEAN),
                        new Linear(layout, "head", WIDTH, CLASSES));
        var loss = new SoftmaxCrossEntropy(CLASS_WEIGHTS, 0);
        var embedding = new Embedding(Batch.SOURCE, List.of(table), WORDS, 0, 0);
        var gradients = new ArrayList<float[]>();
        var penalties = new ArrayList<Double>();
        for (double weight : new double[] {0, 1}) {
            var perturbed = new Adversarial(above, loss, EPSILON, weight, false, above(layout), 7);
            var network =
                    new SequenceNetwork(
                            layout.build(),
                            List.of(new Chain("c", List.of(embedding, perturbed))),
                            loss,
                            Kernels.fastest());
            var theta = theta(network.layout());
            int from = WORDS * WIDTH;
            Arrays.fill(theta, from, theta.length, 0); // logits are 0 whatever the input
            var gradient = new float[theta.length];
            var workspace = network.open(new Capacity(4, 12, true));
            workspace.train(theta, gradient, Batches.of(TEXTS, TARGETS), 8);
            gradients.add(Arrays.copyOf(gradient, from));
            penalties.add(workspace.penalty());
        }
        assertArrayEquals(gradients.get(0), gradients.get(1));
        assertTrue(penalties.get(0) > 0);
        assertEquals(penalties.get(0) + Math.log(CLASSES), penalties.get(1), 1e-6);
    }

    @Test
    void garbageDoesNotGrowWithTheBatch() {
        long small = bytesPerStep(new int[][] {{1, 2}, {3}});
        var texts = new int[32][20];
        long large = bytesPerStep(texts);
        var measured = "bytes a step: %d small, %d large".formatted(small, large);
        assertTrue(small <= 4096 && large <= small + 64, measured);
    }

    private static long bytesPerStep(int[][] texts) {
        var of = new Case(true, true, OraclePooling.MEAN);
        var network = network(of, Kernels.scalar(), EPSILON, 0.5);
        var workspace = network.open(new Capacity(32, 640, true));
        var theta = theta(network.layout());
        var gradient = theta.clone();
        var batch = Batches.of(texts, new int[texts.length]);
        return Allocations.least(30, step -> workspace.train(theta, gradient, batch, step));
    }
}
