package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.task.classify.Classify;
import unroll.task.registry.Tasks;

/** Networks with all that may stand around recurrent layers, as configurations describe them. */
final class ClassifyLayersTest {
    private static final int WORDS = 11;
    private static final int[][] SEQUENCES = {{1, 4, 2, 7, 4, 9}, {3, 3, 8}, {5}, {10, 6, 4}};
    private static final int[] TARGETS = {0, 2, 1, 1};

    private static final String LAYERS = "[{size: 3, bidirectional: true}, {size: 6}]";

    private static final Map<String, String> MODELS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry(
                                    "convolution first",
                                    "layers: [{layer: convolution, size: 7, kernel: 3,"
                                            + " stride: 2}, {size: 6}]"),
                            Map.entry(
                                    "convolution between",
                                    "residual: true, layers: [{size: 6}, {layer: convolution,"
                                            + " size: 6, dilation: 2}, {cell: gru, size: 6}]"),
                            Map.entry("attention", "pooling: attention"),
                            Map.entry("layer normalisation", "layerNorm: true"),
                            Map.entry("residual", "residual: true"),
                            Map.entry("both", "residual: true, layerNorm: true"),
                            Map.entry("locked", "dropout: {layers: 0.4, locked: true}"),
                            Map.entry("rows", "dropout: {embeddingRows: 0.4}"),
                            Map.entry("weight drop", "dropout: {recurrent: 0.4}"),
                            Map.entry("penalties", "penalties: {activation: 2, temporal: 3}"),
                            Map.entry(
                                    "everything",
                                    "residual: true, layerNorm: true, pooling: attention,"
                                            + " penalties: {activation: 2, temporal: 3},"
                                            + " dropout: {words: 0.1, embeddingRows: 0.2,"
                                            + " embedding: 0.2, layers: 0.3, locked: true, recurrent: 0.2,"
                                            + " head: 0.2}")));

    private static Stream<DynamicTest> each(Consumer<String> test) {
        return MODELS.entrySet().stream()
                .map(
                        model ->
                                DynamicTest.dynamicTest(
                                        model.getKey(), () -> test.accept(model.getValue())));
    }

    private static Configuration conf(String model) {
        return Tasks.reader()
                .read(
                        "run: {dir: r}\ndata: {train: {format: json, path: p}}\nmodel: {embedding: 5, "
                                + (model.contains("layers: [") ? "" : "layers: " + LAYERS + ", ")
                                + (model.contains("pooling") ? "" : "pooling: mean, ")
                                + model
                                + "}\n",
                        "conf/a.yaml",
                        java.util.List.of());
    }

    private static Network network(String model, KernelChoice kernels) {
        return Classify.network(conf(model).model(), WORDS, new float[] {1, 1, 1}, 0, kernels);
    }

    private static Batch batch() {
        return Batches.of(SEQUENCES, TARGETS);
    }

    private static Capacity capacity(boolean training) {
        return new Capacity(SEQUENCES.length + 1, 15, training);
    }

    /** About as large as trained weights are. */
    private static float[] theta(Network network) {
        var random = new Random(4);
        var theta = new float[network.layout().size()];
        for (var slice : network.layout().slices()) {
            double scale = slice.shape().size() == 1 ? 0.5 : 1 / Math.sqrt(slice.rowSize());
            for (int i = slice.offset(); i < slice.end(); i++) {
                theta[i] = (float) (scale * random.nextGaussian());
            }
        }
        return theta;
    }

    /** Along a random direction loss and penalties rise together as fast as the gradient says. */
    @TestFactory
    Stream<DynamicTest> theGradientIsTheSlope() {
        return each(
                model -> {
                    var network = network(model, KernelChoice.AUTO);
                    var workspace = network.open(capacity(true));
                    var theta = theta(network);
                    for (int key = 0; key < 5; key++) {
                        var gradient = new float[theta.length];
                        workspace.train(theta, gradient, batch(), key);
                        var random = new Random(3);
                        var above = theta.clone();
                        var below = theta.clone();
                        double expected = 0;
                        for (int i = 0; i < above.length; i++) {
                            // Towards the gradient's sign, against cancellation.
                            float by = (float) (2e-3 * random.nextDouble());
                            by *= Math.signum(gradient[i]);
                            above[i] += by;
                            below[i] -= by;
                            expected += ((double) above[i] - below[i]) * gradient[i];
                        }
                        var unused = new float[theta.length];
                        double found = workspace.train(above, unused, batch(), key).mean();
                        found += workspace.penalty();
                        found -= workspace.train(below, unused, batch(), key).mean();
                        found -= workspace.penalty();
                        assertEquals(1, found / expected, 1e-3, "key " + key);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> scalarAndSimdKernelsGiveTheSameBits() {
        return each(
                model -> {
                    var simd = network(model, KernelChoice.AUTO);
                    var scalar = network(model, KernelChoice.SCALAR);
                    var theta = theta(simd);
                    var gradient = new float[theta.length];
                    var twin = new float[theta.length];
                    assertEquals(
                            scalar.open(capacity(true)).train(theta, twin, batch(), 3),
                            simd.open(capacity(true)).train(theta, gradient, batch(), 3));
                    assertArrayEquals(twin, gradient);
                    assertArrayEquals(
                            scalar.open(capacity(false)).score(theta, batch()),
                            simd.open(capacity(false)).score(theta, batch()));
                });
    }

    /** What a text scores depends neither on its company nor on gradients being wanted. */
    @TestFactory
    Stream<DynamicTest> aTextScoresTheSameAlone() {
        return each(
                model -> {
                    var network = network(model, KernelChoice.AUTO);
                    var theta = theta(network);
                    var batch = batch();
                    for (boolean training : new boolean[] {false, true}) {
                        var workspace = network.open(capacity(training));
                        var together = workspace.score(theta, batch).clone();
                        for (int place = 0; place < SEQUENCES.length; place++) {
                            var own = new int[][] {SEQUENCES[batch.numbers()[place]]};
                            assertArrayEquals(
                                    Arrays.copyOfRange(together, 3 * place, 3 * place + 3),
                                    Arrays.copyOf(workspace.score(theta, Batches.of(own, 0)), 3));
                        }
                    }
                });
    }

    @Test
    void penaltiesAreNotPartOfTheLoss() {
        var with = network(MODELS.get("penalties"), KernelChoice.AUTO);
        var without = network("residual: false", KernelChoice.AUTO);
        var theta = theta(with);
        var gradient = new float[theta.length];
        var workspace = with.open(capacity(true));
        var loss = workspace.train(theta, gradient, batch(), 3);
        assertEquals(without.open(capacity(true)).train(theta, gradient, batch(), 3), loss);
        assertTrue(workspace.penalty() > 0);
    }
}
