package unroll.task.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.measure.Metric;
import unroll.train.LocalRounds;
import unroll.train.Setup;

/** A classifier of ordered classes. */
final class OrdinalLossTest {
    @Test
    void trainingLowersLossAndErrorAndMovesTheThresholds() {
        var setup = new Setup();
        setup.classLoss = ClassLoss.ORDINAL;
        setup.epochs = 12;
        var spec = setup.spec();
        var shards = Setup.shards(120);
        var start = Setup.start(spec);
        var end = Setup.train(spec, shards, start);
        try (var rounds = new LocalRounds(spec, shards, shards, 1)) {
            double before = rounds.evaluate(start.theta()).loss();
            var after = rounds.evaluate(end.theta());
            assertTrue(after.loss() < 0.5 * before, before + " became " + after.loss());
            assertTrue(after.score(Metric.MAE) < 0.15, "MAE " + after.score(Metric.MAE));
        }
        var thresholds = spec.task().network().layout().slice("head.thresholds");
        assertEquals(List.of(1), thresholds.shape());
        assertEquals(0, start.theta()[thresholds.offset()]);
        assertTrue(end.theta()[thresholds.offset()] != 0);
    }
}
