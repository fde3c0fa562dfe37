package unroll.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.AdversarialConf;
import unroll.conf.AveragingConf;
import unroll.conf.SyncConf.Moments;
import unroll.conf.SyncConf.Outer;
import unroll.conf.SyncConf.Strategy;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.data.Batcher;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.math.RandomKeys;
import unroll.nn.Layout;
import unroll.optim.Averaging;
import unroll.optim.Clip;
import unroll.optim.Optimizer;
import unroll.optim.Ranges;
import unroll.optim.Rules;
import unroll.optim.Schedule;
import unroll.train.worker.Metrics;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

class RoundsTest {

    @ParameterizedTest
    @CsvSource({"1,LAZY", "2,LAZY", "5,LAZY", "0,LAZY", "3,DENSE", "0,DENSE"})
    void oneShardAtAnyIntervalIsTrainingWithoutRounds(int every, EmbeddingUpdates updates) {
        var setup = new Setup();
        setup.every = every;
        setup.updates = updates;
        var spec = setup.spec();
        var shard = Setup.shards(37).get(0);
        assertSame(plain(spec, shard), Setup.train(spec, List.of(shard), Setup.start(spec)));
    }

    @Test
    void gradientsOfOneShardAreThePlainOptimiser() {
        for (var optimizer :
                List.of(
                        new OptimizerConf.Sgd(0.1),
                        new OptimizerConf.Adam(0.01, 0.9, 0.999, 1e-8))) {
            var setup = gradients(1);
            setup.optimizer = optimizer;
            setup.clip = new ClipConf.None();
            var spec = setup.spec();
            var shard = Setup.shards(37).get(0);
            assertSame(plain(spec, shard), Setup.train(spec, List.of(shard), Setup.start(spec)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyOptimiserAndItsAverageOnOneShardAreTrainingWithoutRounds(int rule) {
        var shard = Setup.shards(37).get(0);
        for (int every : new int[] {1, 3, 0}) {
            var setup = new Setup();
            setup.optimizer = Rules.ALL.get(rule);
            setup.averaging = new AveragingConf.Ema(0.9);
            setup.every = every;
            var spec = setup.spec();
            assertSame(plain(spec, shard), Setup.train(spec, List.of(shard), Setup.start(spec)));
        }
        var setup = gradients(1);
        setup.optimizer = Rules.ALL.get(rule);
        setup.averaging = new AveragingConf.Ema(0.9);
        setup.clip = new ClipConf.None();
        var spec = setup.spec();
        assertSame(plain(spec, shard), Setup.train(spec, List.of(shard), Setup.start(spec)));
    }

    @Test
    void everyOptimiserIsWalked() {
        assertEquals(11, Rules.ALL.size());
        var names = Arrays.stream(OptimizerConf.class.getPermittedSubclasses()).toList();
        assertTrue(Rules.ALL.stream().map(Object::getClass).toList().containsAll(names));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aFrozenGroupStandsStillAndAnotherMovesFromItsEpochOn(Strategy strategy) {
        for (var updates : EmbeddingUpdates.values()) {
            var setup = new Setup();
            setup.strategy = strategy;
            setup.updates = updates;
            setup.optimizer = new OptimizerConf.Momentum(0.1, 0.9, 0, false, 0);
            setup.groups =
                    List.of(
                            new GroupConf("*.wx", 0, 0.9, 1),
                            new GroupConf("input.*", 0.01, 0.9, 2));
            var spec = setup.spec();
            var layout = spec.task().network().layout();
            var start = Setup.start(spec);
            try (var rounds = new LocalRounds(spec, Setup.shards(20, 9), List.of(), 1)) {
                var first = rounds.train(start, new RoundId(0, 0, 1)).state();
                var second = rounds.train(first, new RoundId(1, 0, 1)).state();
                for (var slice : layout.slices()) {
                    boolean frozen = slice.name().endsWith(".wx");
                    boolean late = slice.name().startsWith("input.");
                    assertEquals(!frozen && !late, moved(start, first, slice), slice.name());
                    assertEquals(!frozen, moved(first, second, slice), slice.name());
                }
            }
        }
    }

    /** Whether a parameter or any of its moments changed. */
    private static boolean moved(State before, State after, Layout.Slice slice) {
        return before.vectors().keySet().stream()
                .anyMatch(
                        name ->
                                !Arrays.equals(
                                        before.vectors().get(name),
                                        slice.offset(),
                                        slice.end(),
                                        after.vectors().get(name),
                                        slice.offset(),
                                        slice.end()));
    }

    @Test
    void gradientsAreClippedByShardAndAsAWhole() {
        var setup = gradients(1);
        setup.clip = new ClipConf.Norm(0.01);
        setup.optimizer = new OptimizerConf.Sgd(1);
        var spec = setup.spec();
        var start = Setup.start(spec);
        var round = new RoundId(1, 0, 100);
        try (var rounds = new LocalRounds(spec, Setup.shards(8, 8), List.of(), 1)) {
            // In the first hundredth of an epoch of 2 batches neither shard has a batch yet.
            assertSame(start, rounds.train(start, round).state());
            var next = rounds.train(start, new RoundId(1, 0, 1));
            assertEquals(2, next.metrics().clipped());
            double norm = 0;
            for (int i = 0; i < start.theta().length; i++) {
                norm += Math.pow(next.state().theta()[i] - (double) start.theta()[i], 2);
            }
            double rate = 1.0 / 3 * (0.1 + 0.9 * (1 + Math.cos(Math.PI / 2)) / 2);
            assertTrue(Math.sqrt(norm) <= 0.01 * rate * 1.0001, "moved by " + Math.sqrt(norm));
        }
    }

    @Test
    void theMeanGradientIsOverTermsNotShards() {
        // One batch of everything, and the same examples spread unevenly over three shards.
        var setup = gradients(1);
        setup.batch = 16;
        setup.dropout = 0;
        setup.clip = new ClipConf.None();
        setup.optimizer = new OptimizerConf.Sgd(0.1);
        setup.epochs = 1;
        var spec = setup.spec();
        var parts = Setup.shards(2, 3, 1);
        var whole = new Shard(0, List.of(joined(parts)));
        var together = Setup.train(spec, List.of(whole), Setup.start(spec));
        var apart = Setup.train(spec, parts, Setup.start(spec));
        assertEquals(1, together.steps());
        assertArrayEquals(together.theta(), apart.theta(), 1e-6f);
    }

    @ParameterizedTest
    @CsvSource({
        "AVERAGE, 0, LAZY, none",
        "GRADIENT, 0, LAZY, none",
        "AVERAGE, 5, LAZY, adversarial",
        "AVERAGE, 0, DEFERRED, none",
        "GRADIENT, 0, DEFERRED, virtual"
    })
    void threadsChangeNoBit(
            Strategy strategy, int segment, EmbeddingUpdates updates, String perturbation) {
        var setup = new Setup();
        if (!perturbation.equals("none")) {
            setup.adversarial = new AdversarialConf(0.5, 1, perturbation.equals("virtual"));
        }
        setup.strategy = strategy;
        setup.segment = segment;
        setup.updates = updates;
        if (updates == EmbeddingUpdates.DEFERRED) {
            setup.optimizer = new OptimizerConf.Momentum(0.1, 0.9, 0, true, 0);
        }
        var spec = setup.spec();
        var shards = Setup.shards(30, 3, 21, 0, 17);
        var round = new RoundId(0, 1, 3);
        try (var one = new LocalRounds(spec, shards, shards, 1);
                var many = new LocalRounds(spec, shards, shards, 4)) {
            var start = Setup.start(spec);
            var a = one.train(start, round);
            var b = many.train(start, round);
            assertSame(a.state(), b.state());
            assertEquals(a.metrics().loss(), b.metrics().loss());
            assertEquals(
                    one.evaluate(a.state().theta()).loss(),
                    many.evaluate(a.state().theta()).loss());
        }
    }

    @Test
    void theMeanIsWeightedByTermsAndOfARowByUse() {
        var setup = new Setup();
        setup.every = 0;
        setup.epochs = 1;
        var spec = setup.spec();
        var start = Setup.start(spec);
        var shards = Setup.shards(30, 7, 14);
        var merged = Setup.train(spec, shards, start);
        var alone = shards.stream().map(s -> Setup.train(spec, List.of(s), start)).toList();
        var terms = shards.stream().mapToDouble(s -> terms(setup, s)).toArray();
        var uses = shards.stream().map(s -> uses(spec, s)).toList();
        var layout = spec.task().network().layout();
        var embedding = layout.byRow().get(0);
        for (int v = 0; v < 3; v++) {
            String name = v == 0 ? "theta" : "moment" + (v - 1);
            for (int i = 0; i < layout.size(); i++) {
                boolean row = i >= embedding.offset() && i < embedding.end();
                double sum = 0;
                double weights = 0;
                for (int s = 0; s < 3; s++) {
                    int word = (i - embedding.offset()) / embedding.rowSize();
                    double weight = row ? uses.get(s)[word] : terms[s];
                    sum += weight * alone.get(s).vectors().get(name)[i];
                    weights += weight;
                }
                float expected =
                        weights == 0 ? start.vectors().get(name)[i] : (float) (sum / weights);
                assertEquals(expected, merged.vectors().get(name)[i], 1e-6f, name + " at " + i);
            }
        }
        assertEquals(
                alone.stream().mapToLong(State::steps).max().orElse(0), merged.steps(), "steps");
    }

    @Test
    void aWordOfOneShardIsNotDilutedByTheOthers() {
        var setup = new Setup();
        setup.every = 0;
        setup.epochs = 1;
        setup.dropout = 0;
        var spec = setup.spec();
        var start = Setup.start(spec);
        var many = Setup.shards(25, 25).get(1);
        var rare =
                new Shard(
                        0,
                        List.of(new Block(new int[] {59, 59, 2}, new int[] {0, 3}, new int[] {1})));
        var without = new Shard(1, List.of(replaced(many, 59, 3)));
        var merged = Setup.train(spec, List.of(rare, without), start);
        var alone = Setup.train(spec, List.of(rare), start);
        var slice = spec.task().network().layout().byRow().get(0);
        int from = slice.offset() + 59 * slice.rowSize();
        int to = from + slice.rowSize();
        assertArrayEquals(
                Arrays.copyOfRange(alone.theta(), from, to),
                Arrays.copyOfRange(merged.theta(), from, to),
                0f);
        assertNotEquals(start.theta()[from], merged.theta()[from]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AVERAGE", "GRADIENT"})
    void shardsWithoutExamplesHaveNoSay(Strategy strategy) {
        var setup = new Setup();
        setup.strategy = strategy;
        setup.every = strategy == Strategy.AVERAGE ? 3 : 1;
        var spec = setup.spec();
        var shards = Setup.shards(20, 0, 9, 0);
        var full = List.of(shards.get(0), shards.get(2));
        assertSame(
                Setup.train(spec, full, Setup.start(spec)),
                Setup.train(spec, shards, Setup.start(spec)));
    }

    @Test
    void everyBatchIsTrainedOnceAnEpochWhateverTheInterval() {
        var shards = Setup.shards(41, 3, 16, 1);
        long tokens = shards.stream().mapToLong(Shard::tokens).sum();
        for (int every : new int[] {0, 1, 2, 3, 7, 100}) {
            var setup = new Setup();
            setup.every = every;
            var spec = setup.spec();
            try (var rounds = new LocalRounds(spec, shards, List.of(), 1)) {
                int n = spec.sync().rounds(() -> rounds.batches(0));
                var counts = new Metrics();
                for (int r = 0; r < n; r++) {
                    var state = Setup.start(spec);
                    counts.add(rounds.train(state, new RoundId(0, r, n)).metrics());
                }
                assertEquals(tokens, counts.tokens(), "every " + every);
                assertEquals(Arrays.stream(rounds.batches(0)).sum(), counts.batches());
            }
        }
    }

    @Test
    void momentsThatAreResetStartEveryRoundAnew() {
        var setup = new Setup();
        setup.moments = Moments.RESET;
        setup.schedule = new ScheduleConf.Constant(0);
        var spec = setup.spec();
        var shards = Setup.shards(20, 20);
        var start = Setup.start(spec);
        try (var rounds = new LocalRounds(spec, shards, List.of(), 1)) {
            var first = rounds.train(start, new RoundId(0, 0, 2)).state();
            assertArrayEquals(new float[start.theta().length], first.moments()[0]);
            // A fresh state with the same parameters gives the same second round.
            var fresh = State.initial(first.theta(), spec.conf());
            assertArrayEquals(
                    rounds.train(fresh, new RoundId(0, 1, 2)).state().theta(),
                    rounds.train(first, new RoundId(0, 1, 2)).state().theta());
        }
    }

    @Test
    void theOuterOptimiserStepsOnTheAveragedChange() {
        var shards = Setup.shards(20, 9);
        var round = new RoundId(0, 0, 1);
        var plainSpec = new Setup().spec();
        var start = Setup.start(plainSpec);
        float[] mean;
        try (var rounds = new LocalRounds(plainSpec, shards, List.of(), 1)) {
            mean = rounds.train(start, round).state().theta();
        }
        for (boolean nesterov : new boolean[] {false, true}) {
            var setup = new Setup();
            setup.outer = new Outer(0.5, 0.8, nesterov);
            var spec = setup.spec();
            try (var rounds = new LocalRounds(spec, shards, List.of(), 1)) {
                var state = Setup.start(spec);
                var next = rounds.train(state, round).state();
                for (int i = 0; i < mean.length; i++) {
                    float change = state.theta()[i] - mean[i];
                    float step = 0.5f * change * (nesterov ? 1.8f : 1);
                    assertEquals(state.theta()[i] - step, next.theta()[i], 1e-6f);
                    assertEquals(change, next.outer()[i], 1e-6f);
                }
            }
        }
    }

    @Test
    void batchesThatAreNotFiniteAreSkippedAndCounted() {
        var shard = Setup.shards(40).get(0);
        for (var strategy : Strategy.values()) {
            var setup = new Setup();
            setup.strategy = strategy;
            var spec = setup.spec();
            var uses = uses(spec, shard);
            int word =
                    IntStream.range(0, uses.length)
                            .filter(w -> uses[w] == 2)
                            .findFirst()
                            .orElseThrow();
            var poisoned = new WorkerSpec(spec.conf(), new Poison(spec.task(), word));
            try (var rounds = new LocalRounds(poisoned, List.of(shard), List.of(), 1)) {
                var start = Setup.start(spec);
                var trained = rounds.train(start, new RoundId(0, 0, 1));
                assertEquals(2, trained.metrics().skipped());
                assertEquals(rounds.batches(0)[0], trained.metrics().batches());
                assertTrue(trained.state().finite());
                var slice = spec.task().network().layout().byRow().get(0);
                int from = slice.offset() + word * slice.rowSize();
                assertEquals(start.theta()[from], trained.state().theta()[from]);
                int head = spec.task().network().layout().slice("head.w").offset();
                assertNotEquals(start.theta()[head], trained.state().theta()[head]);
            }
        }
    }

    private static Setup gradients(int every) {
        var setup = new Setup();
        setup.strategy = Strategy.GRADIENT;
        setup.every = every;
        return setup;
    }

    /** The loop of a textbook: no rounds, no shards, no state that travels. */
    private static State plain(WorkerSpec spec, Shard shard) {
        var conf = spec.conf();
        var training = conf.training();
        var network = spec.task().network();
        var layout = network.layout();
        var state = Setup.start(spec);
        var workspace = network.open(spec.task().capacity());
        var batch = Schema.WORDS_TO_LABEL.batch(training.batch(), training.batchTokens());
        var gradient = new float[layout.size()];
        var optimizer = Optimizer.of(training.optimizer());
        var schedule = Schedule.of(training.schedule(), training.epochs());
        var averaging = new Averaging(training.averaging());
        long step = 0;
        for (int epoch = 0; epoch < training.epochs(); epoch++) {
            long key = RandomKeys.mix(conf.run().seed(), epoch, shard.number());
            var plan = Batcher.plan(shard, training.batch(), training.batchTokens(), key);
            for (int b = 0; b < plan.batches(); b++) {
                Arrays.fill(gradient, 0);
                plan.fill(b, batch);
                long dropout = RandomKeys.mix(conf.run().seed(), epoch, shard.number(), b);
                workspace.train(state.theta(), gradient, batch, dropout);
                boolean lazy = training.embeddingUpdates() == EmbeddingUpdates.LAZY;
                var ranges = lazy ? Ranges.dense(layout) : Ranges.of(0, layout.size());
                if (lazy) {
                    ranges.addRows(layout.byRow().get(0), workspace.used(0));
                }
                Clip.of(training.clip(), layout).apply(gradient, ranges);
                step++;
                double done = epoch + (double) b / plan.batches();
                double rate = training.optimizer().rate() * schedule.factor(step, done);
                optimizer.step(state.theta(), gradient, state.moments(), ranges, rate, step);
                averaging.add(state.average(), state.theta(), ranges, step, 0);
            }
        }
        return new State(
                state.theta(),
                state.moments(),
                state.outer(),
                state.average(),
                step,
                1,
                state.averagedSince());
    }

    /** Batches of the first epoch that use each word. */
    private static int[] uses(WorkerSpec spec, Shard shard) {
        var training = spec.conf().training();
        long seed = spec.conf().run().seed();
        var plan =
                Batcher.plan(
                        shard,
                        training.batch(),
                        training.batchTokens(),
                        RandomKeys.mix(seed, 0, shard.number()));
        var network = spec.task().network();
        var workspace = network.open(spec.task().capacity());
        var theta = network.layout().initialParameters(5);
        var batch = Schema.WORDS_TO_LABEL.batch(training.batch(), training.batchTokens());
        var uses = new int[Setup.VOCABULARY];
        for (int b = 0; b < plan.batches(); b++) {
            plan.fill(b, batch);
            long dropout = RandomKeys.mix(seed, 0, shard.number(), b);
            workspace.train(theta, new float[theta.length], batch, dropout);
            var used = workspace.used(0);
            for (int i = 0; i < used.count(); i++) {
                uses[used.row(i)]++;
            }
        }
        return uses;
    }

    private static double terms(Setup setup, Shard shard) {
        double terms = 0;
        for (int i = 0; i < shard.examples(); i++) {
            terms += setup.classWeights.get(shard.target(i));
        }
        return terms;
    }

    private static Block joined(List<Shard> shards) {
        var blocks = new BlockBuilder();
        for (var shard : shards) {
            for (int i = 0; i < shard.examples(); i++) {
                blocks.add(Setup.ids(shard, i), shard.target(i));
            }
        }
        return blocks.build();
    }

    private static Block replaced(Shard shard, int word, int by) {
        var blocks = new BlockBuilder();
        for (int i = 0; i < shard.examples(); i++) {
            var ids = Arrays.stream(Setup.ids(shard, i)).map(id -> id == word ? by : id);
            blocks.add(ids.toArray(), shard.target(i));
        }
        return blocks.build();
    }

    static void assertSame(State expected, State actual) {
        var vectors = actual.vectors();
        assertEquals(expected.vectors().keySet(), vectors.keySet());
        expected.vectors().forEach((name, v) -> assertBits(v, vectors.get(name), name));
        assertEquals(expected.steps(), actual.steps());
        assertEquals(expected.rateScale(), actual.rateScale());
    }

    static void assertBits(float[] expected, float[] actual, String name) {
        assertEquals(expected.length, actual.length, name);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    Float.floatToRawIntBits(expected[i]),
                    Float.floatToRawIntBits(actual[i]),
                    name + " at " + i + ": " + expected[i] + " and " + actual[i]);
        }
    }
}
