package unroll.train.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.conf.InputConf;
import unroll.conf.InputConf.VectorsConf;
import unroll.conf.SyncConf.Strategy;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.nn.Layout;
import unroll.optim.Clip;
import unroll.train.LocalRounds;
import unroll.train.Setup;
import unroll.train.WorkerSpec;

/** Vectors that do not learn, or not yet. */
class FrozenTest {
    private static final String TABLE = "input.embedding";

    private static WorkerSpec spec(Strategy strategy, EmbeddingUpdates updates, int frozenEpochs) {
        var setup = new Setup();
        setup.strategy = strategy;
        setup.every = strategy == Strategy.AVERAGE ? 3 : 1;
        setup.updates = updates;
        setup.input = new InputConf.Words(6, new VectorsConf.File("v.txt", frozenEpochs), false);
        return setup.spec();
    }

    private static float[] of(Layout.Slice slice, float[] vector) {
        return Arrays.copyOfRange(vector, slice.offset(), slice.end());
    }

    @ParameterizedTest
    @CsvSource({"AVERAGE, LAZY", "AVERAGE, DENSE", "GRADIENT, LAZY", "GRADIENT, DENSE"})
    void frozenVectorsStayAndAllElseLearns(Strategy strategy, EmbeddingUpdates updates) {
        var spec = spec(strategy, updates, VectorsConf.ALL);
        var start = Setup.start(spec);
        var end = Setup.train(spec, Setup.shards(9, 0, 14), start);
        for (var slice : spec.task().network().layout().slices()) {
            boolean stayed = Arrays.equals(of(slice, start.theta()), of(slice, end.theta()));
            assertEquals(slice.name().equals(TABLE), stayed, slice.name());
        }
        var table = spec.task().network().layout().slice(TABLE);
        for (var moment : end.moments()) {
            assertArrayEquals(new float[table.size()], of(table, moment));
        }
    }

    @ParameterizedTest
    @CsvSource({"AVERAGE, LAZY", "AVERAGE, DENSE", "GRADIENT, LAZY", "GRADIENT, DENSE"})
    void theyLearnAfterSoManyEpochs(Strategy strategy, EmbeddingUpdates updates) {
        var spec = spec(strategy, updates, 1);
        var shards = Setup.shards(9, 14);
        var table = spec.task().network().layout().slice(TABLE);
        var start = Setup.start(spec);
        var state = start;
        try (var rounds = new LocalRounds(spec, shards, List.of(), 1)) {
            for (int epoch = 0; epoch < 2; epoch++) {
                int e = epoch;
                int n = spec.sync().rounds(() -> rounds.batches(e));
                for (int r = 0; r < n; r++) {
                    state = rounds.train(state, new RoundId(epoch, r, n)).state();
                }
                boolean stayed = Arrays.equals(of(table, start.theta()), of(table, state.theta()));
                assertEquals(epoch == 0, stayed, "epoch " + epoch);
            }
        }
    }

    @Test
    void onWorkersOfAnyHistoryTheBitsAreTheSame() {
        var spec = spec(Strategy.AVERAGE, EmbeddingUpdates.LAZY, 1);
        var shards = Setup.shards(9, 14);
        var once = Setup.train(spec, shards, Setup.start(spec));
        // The scratch memory that this run takes over has seen the second epoch already.
        var again = Setup.train(spec, shards, Setup.start(spec));
        assertArrayEquals(once.theta(), again.theta());
    }

    @Test
    void theyAreNotInTheClipNormAndDoNotTravel() {
        var spec = spec(Strategy.AVERAGE, EmbeddingUpdates.LAZY, VectorsConf.ALL);
        var layout = spec.task().network().layout();
        var table = layout.slice(TABLE);
        var trainable = TrainableRanges.of(layout, spec.conf(), 0);
        var gradient = new float[layout.size()];
        Arrays.fill(gradient, table.offset(), table.end(), 100);
        gradient[table.end()] = 3;
        try (var scratch =
                Scratch.borrow(spec.conf(), spec.task(), new WorkerVectors(2, false, false))) {
            var start = Setup.start(spec);
            var snapshot = Snapshot.of(start.theta());
            var update =
                    spec.train(
                            spec.sync().broadcast(start),
                            Setup.shards(9).get(0),
                            new RoundId(0, 0, 1));
            assertEquals(0, update.rows(0).length);
            scratch.load(snapshot, 0);
            trainable.updated(scratch.workspace, scratch.ranges);
            assertEquals(3, Clip.norm(gradient, scratch.ranges));
        }
        assertTrue(trainable.frozen(0));
    }

    @ParameterizedTest
    @CsvSource({"AVERAGE, LAZY", "GRADIENT, LAZY", "AVERAGE, DEFERRED"})
    void aNormalizedTableLearnsAltogetherButNotItsCounts(
            Strategy strategy, EmbeddingUpdates updates) {
        var setup = new Setup();
        setup.strategy = strategy;
        setup.updates = updates;
        setup.optimizer = new OptimizerConf.Momentum(0.1, 0.9, 0, false, 0);
        setup.input = new InputConf.Words(6, new VectorsConf.Random(), true);
        var spec = setup.spec();
        var layout = spec.task().network().layout();
        var start = Setup.start(spec);
        var end = Setup.train(spec, Setup.shards(9), start);
        var counts = layout.slice(TABLE + ".counts");
        assertArrayEquals(of(counts, start.theta()), of(counts, end.theta()));
        var table = layout.slice(TABLE);
        for (int i = table.offset(); i < table.end(); i++) { // of words that never occur too
            assertNotEquals(start.theta()[i], end.theta()[i], "element " + i);
        }
    }

    @Test
    void vectorsAndGroupsTogetherFreezeAsLongAsEither() {
        var setup = new Setup();
        setup.input = new InputConf.Words(6, new VectorsConf.File("v.txt", 1), false);
        setup.groups =
                List.of(
                        new GroupConf("input.*", 0.01, 0.9, 3),
                        new GroupConf("*.wx", 0, 0.9, 1),
                        new GroupConf("*.wh", 0.01, 0.9, 1));
        var conf = setup.spec().conf();
        for (int epoch = 0; epoch < 5; epoch++) {
            assertEquals(epoch < 2, conf.frozen(TABLE, epoch));
            assertTrue(conf.frozen("encoder.l0.forward.wx", epoch));
            assertFalse(conf.frozen("encoder.l0.forward.wh", epoch));
            assertFalse(conf.frozen("head.w", epoch));
        }
        setup.groups = List.of(new GroupConf("input.*", 0.01, 0.9, 1));
        assertTrue(setup.spec().conf().frozen(TABLE, 0));
        assertFalse(setup.spec().conf().frozen(TABLE, 1));
    }

    @Test
    void groupsThatDoNotMoveYetDoNotTravel() {
        var setup = new Setup();
        setup.groups = List.of(new GroupConf("*.wx", 0.01, 0.9, 2));
        var spec = setup.spec();
        int late =
                spec.task().network().layout().slices().stream()
                        .filter(slice -> slice.name().endsWith(".wx"))
                        .mapToInt(Layout.Slice::size)
                        .sum();
        assertTrue(late > 0);
        var start = spec.sync().broadcast(Setup.start(spec));
        var shard = Setup.shards(9).get(0);
        var first = spec.train(start, shard, new RoundId(0, 0, 1));
        var second = spec.train(start, shard, new RoundId(1, 0, 1));
        int vectors = 1 + start.moments().length;
        assertEquals(second.dense().length - vectors * late, first.dense().length);
    }
}
