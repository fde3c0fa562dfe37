package unroll.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.InputConf;
import unroll.conf.SyncConf.Strategy;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.data.Shard;
import unroll.math.RandomKeys;
import unroll.nn.batch.Spelling;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/** Rows that make up for the steps that they missed end where dense steps would have led them. */
final class DeferredUpdatesTest {
    private static final List<Shard> SHARD = Setup.shards(41);

    private static Setup setup(boolean nesterov, EmbeddingUpdates updates) {
        var setup = new Setup();
        setup.optimizer = new OptimizerConf.Momentum(0.3, 0.9, 0, nesterov, 0);
        setup.updates = updates;
        return setup;
    }

    private static State train(Setup setup, List<Shard> shards) {
        var spec = setup.spec();
        return Setup.train(spec, shards, Setup.start(spec));
    }

    /** Texts whose words have n-grams in some of the buckets. */
    private static List<Shard> spelled(int buckets, int... sizes) {
        var starts = new int[Setup.VOCABULARY + 1];
        Arrays.setAll(starts, word -> 3 * word);
        var grams = new int[3 * Setup.VOCABULARY];
        Arrays.setAll(grams, i -> RandomKeys.below(RandomKeys.mix(i), buckets));
        return Setup.shards(new Spelling(Setup.VOCABULARY, new int[0], starts, grams), sizes);
    }

    /** Largest difference of a number of two states. */
    private static double difference(State a, State b) {
        double most = 0;
        for (var name : a.vectors().keySet()) {
            float[] x = a.vectors().get(name);
            float[] y = b.vectors().get(name);
            for (int i = 0; i < x.length; i++) {
                most = Math.max(most, Math.abs(x[i] - y[i]));
            }
        }
        return most;
    }

    @TestFactory
    Stream<DynamicTest> oneShardIsTrainedAsDensely() {
        var schedules =
                List.of(
                        new ScheduleConf.Cosine(3, 0.1),
                        new ScheduleConf.Step(0, 1, 0.1),
                        new ScheduleConf.Exponential(5, 0.5),
                        new ScheduleConf.OneCycle(0, 0.3, 0.1, 0.01, true));
        var tests = new ArrayList<DynamicTest>();
        for (var schedule : schedules) {
            for (boolean nesterov : new boolean[] {false, true}) {
                for (int every : new int[] {1, 3, 0}) {
                    tests.add(
                            DynamicTest.dynamicTest(
                                    schedule + " nesterov " + nesterov + " every " + every,
                                    () -> checkSchedule(schedule, nesterov, every)));
                }
            }
        }
        return tests.stream();
    }

    private static void checkSchedule(ScheduleConf schedule, boolean nesterov, int every) {
        var states = new EnumMap<EmbeddingUpdates, State>(EmbeddingUpdates.class);
        for (var updates : EmbeddingUpdates.values()) {
            var setup = setup(nesterov, updates);
            setup.schedule = schedule;
            setup.every = every;
            states.put(updates, train(setup, SHARD));
        }
        var lazy = states.get(EmbeddingUpdates.LAZY);
        var dense = states.get(EmbeddingUpdates.DENSE);
        var deferred = states.get(EmbeddingUpdates.DEFERRED);
        assertTrue(difference(dense, lazy) > 1e-3, "lazy steps are no different");
        assertEquals(0, difference(dense, deferred), 2e-5);
    }

    @Test
    void soIsEveryKindOfInput() {
        for (var input :
                List.of(
                        InputConf.Words.random(6),
                        new InputConf.OneHot(),
                        new InputConf.Letters(4, 3, 6, 50, true))) {
            var states = new ArrayList<State>();
            for (var updates : List.of(EmbeddingUpdates.DENSE, EmbeddingUpdates.DEFERRED)) {
                var setup = setup(false, updates);
                setup.input = input;
                setup.groups = List.of(new GroupConf("*.backward.wx", 0.05, 0.5, 1));
                setup.segment = 4;
                states.add(train(setup, spelled(50, 41)));
            }
            assertEquals(0, difference(states.get(0), states.get(1)), 2e-5, input.toString());
        }
    }

    @Test
    void gradientsOfSeveralShardsMakeDenseSteps() {
        var states = new ArrayList<State>();
        for (var updates : List.of(EmbeddingUpdates.DENSE, EmbeddingUpdates.DEFERRED)) {
            var setup = setup(true, updates);
            setup.strategy = Strategy.GRADIENT;
            setup.every = 1;
            states.add(train(setup, Setup.shards(20, 0, 9)));
        }
        assertEquals(0, difference(states.get(0), states.get(1)), 2e-5);
    }

    /** Of shards with different numbers of steps, weighted by terms. */
    @Test
    void aRowThatNoShardUsesMovesByTheMeanOfTheShardsSteps() {
        var moved = new ArrayList<State>();
        State start = null;
        for (var updates : List.of(EmbeddingUpdates.DENSE, EmbeddingUpdates.DEFERRED)) {
            var setup = setup(false, updates);
            setup.input = new InputConf.Letters(4, 3, 6, 50, true);
            setup.every = 0;
            var spec = setup.spec();
            start = Setup.start(spec);
            var random = new Random(5);
            for (int i = 0; i < start.theta().length; i++) {
                start.moments()[0][i] = (float) random.nextGaussian();
            }
            try (var rounds = new LocalRounds(spec, spelled(40, 25, 7), List.of(), 1)) {
                moved.add(rounds.train(start, new RoundId(0, 0, 1)).state());
            }
        }
        for (int i = 4 * 40; i < 4 * 50; i++) {
            assertNotEquals(start.theta()[i], moved.get(1).theta()[i]);
            assertEquals(moved.get(0).theta()[i], moved.get(1).theta()[i], 1e-5);
            assertEquals(moved.get(0).moments()[0][i], moved.get(1).moments()[0][i], 1e-6);
        }
    }

    @Test
    void frozenRowsKeepTheirVelocity() {
        var setup = setup(false, EmbeddingUpdates.DEFERRED);
        setup.groups = List.of(new GroupConf("input.*", 0.01, 0.9, 2));
        var spec = setup.spec();
        var start = Setup.start(spec);
        Arrays.fill(start.moments()[0], 1);
        int rows = spec.task().network().layout().slice("input.embedding").end();
        try (var rounds = new LocalRounds(spec, Setup.shards(9), List.of(), 1)) {
            var end = rounds.train(start, new RoundId(0, 0, 1)).state();
            assertArrayEquals(Arrays.copyOf(start.theta(), rows), Arrays.copyOf(end.theta(), rows));
            assertArrayEquals(
                    Arrays.copyOf(start.moments()[0], rows), Arrays.copyOf(end.moments()[0], rows));
            var next = rounds.train(end, new RoundId(1, 0, 1)).state();
            for (int i = 0; i < rows; i++) {
                assertNotEquals(end.theta()[i], next.theta()[i]);
            }
        }
    }
}
