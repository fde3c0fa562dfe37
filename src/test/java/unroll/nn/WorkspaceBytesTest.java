package unroll.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.math.Allocations;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.attention.AttentionPooling;
import unroll.nn.batch.Batch;
import unroll.nn.dropout.LockedDropout;
import unroll.nn.input.Embedding;
import unroll.nn.input.LetterTable;
import unroll.nn.input.VectorInput;
import unroll.nn.input.WordTable;
import unroll.nn.layer.ActivationPenalty;
import unroll.nn.layer.Adversarial;
import unroll.nn.layer.LayerNormalization;
import unroll.nn.layer.Linear;
import unroll.nn.layer.PoolingLayer;
import unroll.nn.layer.Segments;
import unroll.nn.layer.TimeDelay;
import unroll.nn.loss.SoftmaxCrossEntropy;
import unroll.nn.loss.vocabulary.AdaptiveSoftmax;
import unroll.nn.loss.vocabulary.SampledSoftmax;
import unroll.nn.loss.vocabulary.WordSoftmax;
import unroll.nn.recurrent.RecurrentLayer;

/** The bytes of a workspace that are counted before it is opened are those that opening takes. */
final class WorkspaceBytesTest {
    private static final int WIDTH = 24;
    private static final int WORDS = 500;
    private static final int SEQUENCES = 40;
    private static final int ROWS = 8000;

    /** Objects and what they refer to besides the buffers. */
    private static final long OBJECTS = 100_000;

    @TestFactory
    Stream<DynamicTest> ofEveryCell() {
        var leaky = new LeakConf.Learned();
        var tests = new ArrayList<DynamicTest>();
        for (var name : CellConf.Name.values()) {
            var cell = CellConf.of(name);
            add(tests, new RecurrentConf(cell, WIDTH, false, leaky, List.of(1)));
            add(tests, new RecurrentConf(cell, WIDTH, true, new LeakConf.None(), List.of(1, 4)));
        }
        add(tests, new RecurrentConf(new CellConf.Gru(CellConf.Reset.BEFORE), WIDTH, false));
        add(tests, new RecurrentConf(new CellConf.Lstm(1, true, true), WIDTH, false));
        return tests.stream();
    }

    private static void add(List<DynamicTest> tests, RecurrentConf layer) {
        for (boolean oneHot : new boolean[] {false, true}) {
            var name = layer + (oneHot ? " of words" : "");
            tests.add(DynamicTest.dynamicTest(name, () -> check(recurrent(layer, oneHot))));
        }
    }

    private static Network recurrent(RecurrentConf conf, boolean oneHot) {
        var layout = new Layout.Builder();
        var input =
                oneHot
                        ? Embedding.oneHot(Batch.SOURCE, WORDS, 0, 0)
                        : new VectorInput(Batch.SOURCE, WIDTH);
        var layer = Cells.layer(layout, "l", conf, input.outputs(), oneHot, 5, 0.2);
        var pooling = new PoolingLayer(layer.outputs(), layer.outputs(), PoolingLayer.Kind.MEAN);
        return network(layout, List.of(input, layer, pooling), layer.outputs());
    }

    @Test
    void ofEveryOtherLayer() {
        var layout = new Layout.Builder();
        var parts =
                List.of(
                        new WordTable(layout, "words", WORDS, WIDTH / 2),
                        new LetterTable(layout, "letters", 3000, WORDS, WIDTH / 2));
        var cell = Cells.of(new RecurrentConf(CellConf.of(CellConf.Name.LSTM), WIDTH, false));
        check(
                network(
                        layout,
                        List.of(
                                new Embedding(Batch.SOURCE, parts, WORDS, 0.1, 0),
                                new RecurrentLayer(layout, "l", cell, WIDTH, WIDTH, false),
                                new LayerNormalization(layout, "norm", WIDTH),
                                new LockedDropout(WIDTH, 0.5, 1),
                                new ActivationPenalty(WIDTH, 1, 1),
                                new TimeDelay(
                                        layout,
                                        "t",
                                        WIDTH,
                                        WIDTH,
                                        3,
                                        1,
                                        2,
                                        TimeDelay.Activation.TANH),
                                new AttentionPooling(layout, "a", WIDTH)),
                        WIDTH));
    }

    @Test
    void ofSegments() {
        var layout = new Layout.Builder();
        var input = Embedding.oneHot(Batch.SOURCE, WORDS, 0, 0);
        var conf = new RecurrentConf(CellConf.of(CellConf.Name.LSTM), WIDTH, true);
        var layer = Cells.layer(layout, "l", conf, WORDS, true, 5, 0);
        var pooling = new PoolingLayer(2 * WIDTH, WIDTH, PoolingLayer.Kind.MAX);
        check(
                network(
                        layout,
                        List.of(input, new Segments(List.of(layer), 50), pooling),
                        2 * WIDTH));
    }

    @Test
    void ofPerturbations() {
        for (boolean virtual : new boolean[] {false, true}) {
            var layout = new Layout.Builder();
            var table = new WordTable(layout, "words", WORDS, WIDTH);
            var cell = Cells.of(new RecurrentConf(CellConf.of(CellConf.Name.LSTM), WIDTH, false));
            var above =
                    List.of(
                            new RecurrentLayer(layout, "l", cell, WIDTH, WIDTH, false),
                            new PoolingLayer(WIDTH, WIDTH, PoolingLayer.Kind.MAX),
                            new Linear(layout, "head", WIDTH, 3));
            var loss = new SoftmaxCrossEntropy(new float[] {1, 1, 1}, 0);
            var layers =
                    List.of(
                            new Embedding(Batch.SOURCE, List.of(table), WORDS, 0, 0),
                            new Adversarial(
                                    above,
                                    loss,
                                    1,
                                    1,
                                    virtual,
                                    layout.slices().subList(1, layout.slices().size()),
                                    0));
            check(
                    new SequenceNetwork(
                            layout.build(),
                            List.of(new Chain("c", layers)),
                            loss,
                            Kernels.scalar()));
        }
    }

    @Test
    void ofALargeVocabulary() {
        check(layout -> new WordSoftmax(layout, "head", WIDTH, WORDS));
        check(layout -> new SampledSoftmax(layout, "head", WIDTH, WORDS, 50));
        check(layout -> new AdaptiveSoftmax(layout, "head", WIDTH, WORDS, List.of(50, 200), 4));
    }

    private static void check(Function<Layout.Builder, Loss> loss) {
        var layout = new Layout.Builder();
        var head = loss.apply(layout);
        var chain = new Chain("c", List.of(new VectorInput(Batch.SOURCE, WIDTH)));
        check(new SequenceNetwork(layout.build(), List.of(chain), head, Kernels.scalar()));
    }

    private static Network network(Layout.Builder layout, List<Layer> layers, int columns) {
        var all = new ArrayList<>(layers);
        all.add(new Linear(layout, "head", columns, 3));
        var weights = new float[3];
        Arrays.fill(weights, 1);
        return new SequenceNetwork(
                layout.build(),
                List.of(new Chain("c", all)),
                new SoftmaxCrossEntropy(weights, 0),
                Kernels.scalar());
    }

    private static void check(Network network) {
        for (boolean training : new boolean[] {false, true}) {
            var capacity = new Capacity(SEQUENCES, ROWS, training);
            network.open(capacity); // loads what there is to load
            long counted = network.workspaceBytes(capacity);
            long before = Allocations.bytes();
            network.open(capacity);
            long taken = Allocations.bytes() - before;
            assertTrue(
                    taken >= counted && taken < counted + OBJECTS,
                    () -> "training " + training + ": counted " + counted + ", taken " + taken);
        }
    }

    @Test
    void sizesThatNoArrayHasAreCounted() {
        var counting = Allocator.counting();
        assertEquals(0, counting.floats(1 << 20, 1 << 20).length);
        assertEquals(4L << 40, counting.bytes());
    }
}
