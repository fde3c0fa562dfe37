package unroll.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.ModelConf.PenaltyConf;
import unroll.conf.SyncConf.Strategy;
import unroll.train.worker.Metrics;
import unroll.train.worker.RoundId;

/** What penalties add to the mean loss is a metric of a round. */
final class PenaltyMetricTest {
    private static Metrics round(Setup setup, int threads) {
        var spec = setup.spec();
        try (var rounds = new LocalRounds(spec, Setup.shards(17, 0, 5), List.of(), threads)) {
            return rounds.train(Setup.start(spec), new RoundId(0, 0, 2)).metrics();
        }
    }

    @Test
    void ofOneBatchItIsTheBatchs() {
        var setup = new Setup();
        setup.penalties = new PenaltyConf(2, 1);
        setup.dropout = 0;
        setup.batch = 50;
        setup.strategy = Strategy.GRADIENT;
        var spec = setup.spec();
        var shards = Setup.shards(3);
        var task = spec.task();
        var plan = task.inOrder(shards.get(0));
        assertEquals(1, plan.batches());
        var batch = task.schema().batch(task.capacity().sequences(), task.capacity().rows());
        plan.fill(0, batch);
        var start = Setup.start(spec);
        var workspace = task.network().open(task.capacity());
        var loss = workspace.train(start.theta(), new float[start.theta().length], batch, 1);
        try (var rounds = new LocalRounds(spec, shards, List.of(), 1)) {
            var metrics = rounds.train(start, new RoundId(0, 0, 1)).metrics();
            assertEquals(loss.mean(), metrics.meanLoss(), 1e-6);
            assertEquals(workspace.penalty(), metrics.meanPenalty(), 1e-6 * workspace.penalty());
        }
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void threadsChangeNoBit(Strategy strategy) {
        var setup = new Setup();
        setup.strategy = strategy;
        setup.penalties = new PenaltyConf(2, 1);
        double one = round(setup, 1).meanPenalty();
        assertTrue(one > 0, "a penalty");
        assertEquals(one, round(setup, 4).meanPenalty());
    }

    @Test
    void withoutPenaltiesItIsZero() {
        assertEquals(0, round(new Setup(), 1).meanPenalty());
    }
}
