package unroll.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.conf.AveragingConf;
import unroll.conf.Configuration.CheckpointConf;
import unroll.conf.Configuration.DivergenceConf;
import unroll.conf.ModelConf;
import unroll.conf.SyncConf.Outer;
import unroll.conf.SyncConf.Strategy;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.data.Shard;
import unroll.io.CorruptFileException;
import unroll.io.Fields;
import unroll.io.JsonMutations;
import unroll.io.LocalStore;
import unroll.io.model.Checkpoints;
import unroll.io.model.Checkpoints.Checkpoint;
import unroll.optim.Averaging;
import unroll.train.worker.DivergedException;
import unroll.train.worker.State;

class TrainerTest {
    private static final List<Shard> TRAIN = Setup.shards(26, 9, 0, 17);
    private static final List<Shard> VALIDATION = Setup.shards(0, 6, 5);

    @TempDir Path directory;
    private final List<String> messages = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"AVERAGE, LAZY", "GRADIENT, LAZY", "AVERAGE, DEFERRED", "GRADIENT, DEFERRED"})
    void aRunStoppedAfterAnyRoundGoesOnWithTheSameBits(Strategy strategy, EmbeddingUpdates updates)
            throws IOException {
        var setup = new Setup();
        setup.strategy = strategy;
        setup.updates = updates;
        if (updates == EmbeddingUpdates.DEFERRED) {
            setup.optimizer = new OptimizerConf.Momentum(0.1, 0.9, 0, true, 0);
        }
        setup.outer = new Outer(0.9, 0.5, true);
        setup.penalties = new ModelConf.PenaltyConf(2, 1);
        setup.segment = 5;
        var whole = run(setup.spec(), "whole", () -> false);
        var end = newest(setup.spec(), "whole");
        assertTrue(end.round() > 4, "rounds");
        assertTrue(TrainingProgress.of(end).history().get(0).penalty() > 0, "penalty of an epoch");
        for (int after = 0; after < end.round(); after++) {
            var name = "stopped" + after;
            assertThrows(
                    InterruptedRunException.class, () -> run(setup.spec(), name, stopAfter(name)));
            assertSame(whole, run(setup.spec(), name, () -> false));
            var resumed = newest(setup.spec(), name);
            RoundsTest.assertSame(
                    TrainingProgress.of(end).state(), TrainingProgress.of(resumed).state());
            assertEquals(end.state().tree(), resumed.state().tree());
        }
    }

    @Test
    void aStateThatSomebodyChangedIsReadOrRefused() throws IOException {
        var spec = new Setup().spec();
        run(spec, "run", () -> false);
        var whole = newest(spec, "run");
        var tree = whole.state().tree();
        int refused = 0;
        for (var mutation : JsonMutations.of(tree)) {
            var fields = Fields.of("state.json", mutation.tree(), "start anew");
            try {
                TrainingProgress.of(new Checkpoint(whole.round(), whole.vectors(), fields));
            } catch (CorruptFileException e) {
                refused++;
                assertTrue(e.getMessage().startsWith("state.json is damaged: "), e.getMessage());
            }
        }
        assertTrue(refused > 500, refused + " changes refused");
    }

    @Test
    void aStateOfAVersionThatWroteLessIsReadWithDefaults() throws IOException {
        var spec = new Setup().spec();
        run(spec, "run", () -> false);
        var newest = newest(spec, "run");
        var tree = (ObjectNode) newest.state().tree().deepCopy();
        tree.remove(List.of("averagedSince", "plateau"));
        var counted = List.of("penalty", "norms", "impossible");
        tree.withObject("counts").remove(counted);
        tree.withArray("history").forEach(epoch -> ((ObjectNode) epoch).remove(counted));
        var fields = Fields.of("state.json", tree, "start anew");
        var read = TrainingProgress.of(new Checkpoint(newest.round(), newest.vectors(), fields));
        assertEquals(newest.state().tree().get("plateau"), read.toJson().get("plateau"));
        assertEquals(Averaging.NOT_YET, read.state().averagedSince());
        assertEquals(2, read.history().size());
        assertEquals(0, read.history().get(0).norms().p50());
    }

    @Test
    void aCheckpointWithoutOneOfTheMomentsIsRefused() throws IOException {
        var spec = new Setup().spec();
        run(spec, "run", () -> false);
        var newest = newest(spec, "run");
        var vectors = new LinkedHashMap<>(newest.vectors());
        vectors.remove("moment1");
        var layout = spec.task().network().layout();
        checkpoints("run").write(newest.round(), layout, vectors, newest.state().tree());
        var e = assertThrows(CorruptFileException.class, () -> run(spec, "run", () -> false));
        assertTrue(
                e.getMessage().contains("it holds the vectors [theta, moment0]"), e.getMessage());
    }

    @Test
    void plateausAndTheirAverageGoOnWithTheSameBits() throws IOException {
        var setup = new Setup();
        setup.epochs = 10;
        setup.every = 0;
        setup.optimizer = new OptimizerConf.Adam(0.5, 0.9, 0.999, 1e-8);
        setup.schedule = new ScheduleConf.Plateau(0, 1, 0.5, 0.6);
        setup.averaging = new AveragingConf.Triggered(1);
        setup.checkpoint = new CheckpointConf(0, 100);
        var spec = setup.spec();
        var whole = run(spec, "whole", () -> false);
        var end = TrainingProgress.of(newest(spec, "whole"));
        assertEquals(0.6, end.plateau().scale(), 1e-12, whole.history().toString());
        assertEquals(0.6, end.state().rateScale(), 1e-12);
        long since = end.state().averagedSince();
        assertTrue(since > 0 && since < end.state().steps(), "averaged since " + since);
        assertFalse(java.util.Arrays.equals(end.state().theta(), end.state().model()));
        for (int after = 1; after < 10; after += 2) {
            var name = "stopped" + after;
            assertThrows(InterruptedRunException.class, () -> run(spec, name, stopAfter(name)));
            assertSame(whole, run(spec, name, () -> false));
            RoundsTest.assertSame(end.state(), TrainingProgress.of(newest(spec, name)).state());
        }
    }

    @Test
    void aDamagedCheckpointIsNamedAndTheOneBeforeGivesTheSameBits() throws IOException {
        var setup = new Setup();
        setup.epochs = 3;
        setup.checkpoint = new CheckpointConf(0, 100);
        var whole = run(setup.spec(), "whole", () -> false);
        var end = newest(setup.spec(), "whole");
        var checkpoint = Path.of(checkpoints("whole").path(end.round()));
        var file = checkpoint.resolve("theta.safetensors");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        messages.clear();
        assertSame(whole, run(setup.spec(), "whole", () -> false));
        assertTrue(messages.get(0).contains(checkpoint.getFileName().toString()), messages.get(0));
    }

    @Test
    void aFinishedRunIsNotTrainedAgainAndGoesOnWithMoreEpochs() throws IOException {
        var setup = new Setup();
        setup.schedule = new ScheduleConf.Constant(0);
        var finished = run(setup.spec(), "run", () -> false);
        assertSame(
                finished,
                run(
                        setup.spec(),
                        "run",
                        () -> {
                            throw new AssertionError("a round began");
                        }));
        setup.epochs = 4;
        assertSame(run(setup.spec(), "longer", () -> false), run(setup.spec(), "run", () -> false));
    }

    @Test
    void theBestEpochOnValidationIsTheModel() throws IOException {
        var setup = new Setup();
        setup.epochs = 8;
        setup.optimizer = new OptimizerConf.Adam(0.2, 0.9, 0.999, 1e-8);
        setup.stopping = new EarlyStopping(EarlyStopping.Metric.LOSS, 2);
        setup.checkpoint = new CheckpointConf(1e9, 1);
        var spec = setup.spec();
        var outcome = run(spec, "run", () -> false);
        var best = outcome.history().get(outcome.bestEpoch() - 1);
        for (var report : outcome.history()) {
            assertTrue(best.validationLoss() <= report.validationLoss());
        }
        assertTrue(outcome.stoppedEarly(), outcome.history().toString());
        assertEquals(outcome.bestEpoch() + 2, outcome.epochs());
        try (var rounds = new LocalRounds(spec, TRAIN, VALIDATION, 1)) {
            assertEquals(best.validationLoss(), rounds.evaluate(outcome.theta()).loss());
        }
    }

    @Test
    void aRoundThatDivergesIsTriedAgainAtHalfTheRate() throws IOException {
        // Steps multiply the parameter by 1 - rate: at 5 and 2.5 it explodes, at 1.25 it does not.
        var outcome = run(bowl(5, 3), "run", () -> false);
        assertEquals(0.25, outcome.rateScale());
        assertEquals(3, outcome.epochs());
        assertTrue(Math.abs(outcome.theta()[0]) < 0.1, "at " + outcome.theta()[0]);
        assertEquals(2, messages.stream().filter(m -> m.contains("discarded")).count());
    }

    @Test
    void trainingThatKeepsDivergingEndsWithTheLastGoodCheckpoint() throws IOException {
        var spec = bowl(20, 1);
        var failure = assertThrows(DivergedException.class, () -> run(spec, "run", () -> false));
        assertTrue(failure.getMessage().contains("training.optimizer.rate"));
        var left = TrainingProgress.of(newest(spec, "run")).state();
        assertEquals(1, left.theta()[0]);
        assertTrue(
                failure.getMessage()
                        .contains(checkpoints("run").path(newest(spec, "run").round())));
        // The same command finds the same end; more retries find the way out.
        assertThrows(DivergedException.class, () -> run(spec, "run", () -> false));
        assertFalse(run(bowl(20, 5), "run", () -> false).stoppedEarly());
    }

    private static WorkerSpec bowl(double rate, int retries) {
        var setup = new Setup();
        setup.epochs = 3;
        setup.optimizer = new OptimizerConf.Sgd(rate);
        setup.schedule = new ScheduleConf.Constant(0);
        setup.clip = new ClipConf.None();
        setup.divergence = new DivergenceConf(0, retries);
        return new WorkerSpec(setup.spec().conf(), new Bowl(setup.spec().task()));
    }

    private Outcome run(WorkerSpec spec, String name, BooleanSupplier stop) throws IOException {
        try (var rounds = new LocalRounds(spec, TRAIN, VALIDATION, 1)) {
            var layout = spec.task().network().layout();
            var start = State.initial(layout.initialParameters(5), spec.conf());
            return new Trainer(spec, () -> start, rounds, checkpoints(name), listener(), stop)
                    .run();
        }
    }

    private Checkpoints checkpoints(String name) {
        return new Checkpoints(new LocalStore(), directory.resolve(name).toString());
    }

    private Checkpoint newest(WorkerSpec spec, String name) throws IOException {
        return checkpoints(name)
                .newest(spec.task().network().layout(), damaged -> {})
                .orElseThrow();
    }

    /** True from the n-th question on, n being the number at the name's end. */
    private static BooleanSupplier stopAfter(String name) {
        int rounds = Integer.parseInt(name.replaceAll("\\D", ""));
        var asked = new int[1];
        return () -> asked[0]++ >= rounds;
    }

    private TrainingListener listener() {
        return new TrainingListener() {
            @Override
            public void round(RoundReport report) {}

            @Override
            public void epoch(EpochReport report) {}

            @Override
            public void message(String text) {
                messages.add(text);
            }
        };
    }

    private static void assertSame(Outcome expected, Outcome actual) {
        RoundsTest.assertBits(expected.theta(), actual.theta(), "theta");
        assertEquals(expected.history(), actual.history());
        assertEquals(expected.bestEpoch(), actual.bestEpoch());
        assertEquals(expected.steps(), actual.steps());
        assertEquals(expected.stoppedEarly(), actual.stoppedEarly());
    }
}
