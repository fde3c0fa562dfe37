package unroll.train.worker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.InputConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.data.Batcher;
import unroll.data.BlockBuilder;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.math.Allocations;
import unroll.math.Kernels;
import unroll.math.RandomKeys;
import unroll.nn.Capacity;
import unroll.nn.batch.Spelling;
import unroll.optim.Clip;
import unroll.optim.Optimizer;
import unroll.optim.Ranges;
import unroll.task.classify.Classify;
import unroll.train.Setup;

/**
 * Once warm, a training step leaves some small objects behind, and not more of them for a larger
 * batch. By scalar kernels: the vectors of the others are objects until the JIT compiler has
 * removed them.
 */
class SteadyStepTest {
    private static final int VOCABULARY = 400;
    private static final int BUCKETS = 100; // of n-grams
    private static final int BATCHES = 8;
    private static final int PASSES = 20; // over all batches
    private static final long FEW = 2_048; // bytes a step

    @ParameterizedTest
    @EnumSource
    void garbageOfAStepDoesNotGrowWithTheBatch(EmbeddingUpdates updates) {
        check(updates, InputConf.Words.random(8));
    }

    @Test
    void norDoesThatOfAStepOnOtherInputs() {
        check(EmbeddingUpdates.LAZY, new InputConf.OneHot());
        check(
                EmbeddingUpdates.LAZY,
                InputConf.Words.random(4),
                new InputConf.Letters(4, 3, 6, BUCKETS, true));
    }

    private static void check(EmbeddingUpdates updates, InputConf... inputs) {
        long small = bytesPerStep(updates, 2, 4, inputs);
        long large = bytesPerStep(updates, 64, 16, inputs); // of 128 times the tokens
        var measured = "bytes a step: %d small, %d large".formatted(small, large);
        assertTrue(small <= FEW, measured);
        assertTrue(large <= FEW, measured);
        // One float for every 16 tokens more would already be above this.
        assertTrue(large <= small + 256, measured);
    }

    /**
     * Returns what a step allocates, on average over the pass that allocates least: what others
     * allocate beyond that depends on when the JIT compiler gets to its work.
     */
    private static long bytesPerStep(
            EmbeddingUpdates updates, int sequences, int length, InputConf... inputs) {
        double ofEmbedding = inputs[0] instanceof InputConf.OneHot ? 0 : 0.2;
        var model =
                new ModelConf(
                        List.of(inputs),
                        List.of(
                                new RecurrentConf(CellConf.Name.LSTM, 8, true),
                                new RecurrentConf(CellConf.Name.LSTM, 8, false)),
                        Pooling.CONCAT,
                        new DropoutConf(0.1, ofEmbedding, 0.2, 0.2));
        var network =
                Classify.network(model, VOCABULARY, new float[] {1, 2}, 0.1, KernelChoice.SCALAR);
        int rows = sequences * length;
        var plan = Batcher.plan(shard(sequences, length), sequences, rows, 1);
        var batch = Schema.WORDS_TO_LABEL.batch(sequences, rows);
        var workspace = network.open(new Capacity(sequences, rows, true));
        var theta = network.layout().initialParameters(1);
        var gradient = new float[theta.length];
        var moments = new float[2][theta.length];
        var setup = new Setup();
        setup.updates = updates;
        var trainable = TrainableRanges.of(network.layout(), setup.spec().conf(), 0);
        var ranges = Ranges.none();
        var clip = Clip.of(new ClipConf.Norm(0.1), network.layout());
        var adam = Optimizer.of(new OptimizerConf.Adam(1e-3, 0.9, 0.999, 1e-8), Kernels.scalar());
        IntConsumer pass =
                number -> {
                    for (int i = 0; i < BATCHES; i++) {
                        int step = number * BATCHES + i;
                        plan.fill(i, batch);
                        workspace.train(theta, gradient, batch, step);
                        trainable.updated(workspace, ranges);
                        clip.apply(gradient, ranges);
                        adam.step(theta, gradient, moments, ranges, 1e-3, step + 1);
                    }
                };
        return Allocations.least(PASSES, pass) / BATCHES;
    }

    /** Examples of half to the whole length, so that every batch is packed of several lengths. */
    private static Shard shard(int sequences, int length) {
        var blocks = new BlockBuilder();
        for (int i = 0; i < BATCHES * sequences; i++) {
            var ids = new int[length - RandomKeys.below(RandomKeys.mix(i), length / 2 + 1)];
            for (int t = 0; t < ids.length; t++) {
                ids[t] = RandomKeys.below(RandomKeys.mix(i, t), VOCABULARY);
            }
            blocks.add(ids, i % 2);
        }
        var starts = new int[VOCABULARY + 1];
        Arrays.setAll(starts, word -> 3 * word);
        var buckets = new int[3 * VOCABULARY];
        Arrays.setAll(buckets, i -> RandomKeys.below(RandomKeys.mix(i), BUCKETS));
        var spelling = new Spelling(VOCABULARY, new int[0], starts, buckets);
        return new Shard(0, List.of(blocks.build()), spelling);
    }
}
