package unroll.spark.rounds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.SyncConf.Strategy;
import unroll.data.Shard;
import unroll.measure.Metric;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.task.Task;
import unroll.train.LocalRounds;
import unroll.train.Rounds;
import unroll.train.Setup;
import unroll.train.Tampering;
import unroll.train.WorkerSpec;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

class SparkRoundsTest {
    private static final List<Shard> TRAIN = Setup.shards(26, 9, 0, 17, 30);
    private static final List<Shard> VALIDATION = Setup.shards(0, 6, 5, 4, 0);

    @ParameterizedTest
    @CsvSource({
        "local[1],AVERAGE,Java,1",
        "local[2],AVERAGE,Java,1",
        "local[2],GRADIENT,Java,1",
        "local[2],AVERAGE,Kryo,1",
        "local[2],AVERAGE,Java,3",
        "local[2],GRADIENT,Java,20",
        "local[1],AVERAGE,Kryo,7"
    })
    void sparkGivesTheBitsOfOneThread(
            String master, Strategy strategy, String serializer, int parts) {
        var spec = Setup.spec(strategy);
        try (var spark = spark(master, serializer);
                var rounds = rounds(spark, spec, TRAIN, VALIDATION, parts);
                var local = new LocalRounds(spec, TRAIN, VALIDATION, 1)) {
            assertArrayEquals(local.batches(1), rounds.batches(1));
            var expected = Setup.start(spec);
            var actual = Setup.start(spec);
            for (int r = 0; r < 3; r++) {
                var here = local.train(expected, new RoundId(0, r, 3));
                var there = rounds.train(actual, new RoundId(0, r, 3));
                expected = here.state();
                actual = there.state();
                assertEquals(here.metrics().loss(), there.metrics().loss());
                assertEquals(here.metrics().tokens(), there.metrics().tokens());
            }
            assertSame(expected, actual);
            var scored = local.evaluate(expected.theta());
            var again = rounds.evaluate(actual.theta());
            assertEquals(15, again.terms());
            assertEquals(scored.loss(), again.loss());
            assertEquals(scored.score(Metric.ACCURACY), again.score(Metric.ACCURACY));
        }
    }

    @Test
    void everyCellTrainsOnShardsAsInOneThread() {
        var round = new RoundId(0, 0, 1);
        try (var spark = spark("local[2]", "Java")) {
            for (var cell : CellConf.Name.values()) {
                var setup = new Setup();
                setup.layers =
                        List.of(
                                new RecurrentConf(cell, 5, false),
                                new RecurrentConf(cell, 4, true));
                var spec = setup.spec();
                try (var rounds = rounds(spark, spec, TRAIN, List.of(), 1);
                        var local = new LocalRounds(spec, TRAIN, List.of(), 1)) {
                    assertSame(
                            local.train(Setup.start(spec), round).state(),
                            rounds.train(Setup.start(spec), round).state());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void aRetriedTaskChangesNothing(int parts) {
        var spec = Setup.spec(Strategy.AVERAGE);
        var failing = new WorkerSpec(spec.conf(), new FailsFirst(spec.task(), 1));
        var round = new RoundId(0, 0, 1);
        try (var spark = spark("local[2,4]", "Java");
                var rounds = rounds(spark, failing, TRAIN, List.of(), parts);
                var local = new LocalRounds(spec, TRAIN, List.of(), 1)) {
            assertSame(
                    local.train(Setup.start(spec), round).state(),
                    rounds.train(Setup.start(spec), round).state());
            assertEquals(0, rounds.evaluate(Setup.start(spec).theta()).terms());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void aTaskThatKeepsFailingEndsTheRound(int parts) {
        var spec = Setup.spec(Strategy.AVERAGE);
        var failing = new WorkerSpec(spec.conf(), new FailsFirst(spec.task(), 100));
        try (var spark = spark("local[2]", "Java");
                var rounds = rounds(spark, failing, TRAIN, VALIDATION, parts)) {
            var start = Setup.start(spec);
            assertThrows(SparkException.class, () -> rounds.train(start, new RoundId(0, 0, 1)));
            // The next job is not harmed.
            assertEquals(15, rounds.evaluate(start.theta()).terms());
        }
    }

    /** Fails in the middle of a task's first attempts on the fourth shard. */
    private record FailsFirst(Task inner, int attempts) implements Tampering {
        @Override
        public void tamper(Layout layout, Workspace workspace, float[] gradient) {
            var task = TaskContext.get();
            if (task.partitionId() == 3 && task.attemptNumber() < attempts) {
                gradient[0] = Float.NaN;
                throw new IllegalStateException("lost on purpose");
            }
        }
    }

    private static Rounds rounds(
            JavaSparkContext spark,
            WorkerSpec spec,
            List<Shard> train,
            List<Shard> validation,
            int parts) {
        return new SparkRounds(
                spark, spec, partitioned(spark, train), partitioned(spark, validation), parts);
    }

    private static JavaRDD<Shard> partitioned(JavaSparkContext spark, List<Shard> shards) {
        return shards.isEmpty() ? spark.emptyRDD() : spark.parallelize(shards, shards.size());
    }

    private static JavaSparkContext spark(String master, String serializer) {
        return new JavaSparkContext(
                new SparkConf()
                        .setMaster(master)
                        .setAppName("rounds")
                        .set("spark.ui.enabled", "false")
                        .set(
                                "spark.serializer",
                                "org.apache.spark.serializer." + serializer + "Serializer"));
    }

    private static void assertSame(State expected, State actual) {
        expected.vectors()
                .forEach((name, v) -> assertArrayEquals(v, actual.vectors().get(name), name));
        assertEquals(expected.steps(), actual.steps());
    }
}
