package unroll.task.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.measure.Metric;
import unroll.train.LocalRounds;
import unroll.train.Setup;

/** A classifier that is trained with squared loss. */
final class SquaredLossTest {
    @Test
    void trainingLowersTheSquaredErrorAndFiguresAreOfProbabilities() {
        var setup = new Setup();
        setup.classLoss = ClassLoss.SQUARED;
        setup.epochs = 12;
        var spec = setup.spec();
        var shards = Setup.shards(120);
        var start = Setup.start(spec);
        var end = Setup.train(spec, shards, start);
        try (var rounds = new LocalRounds(spec, shards, shards, 1)) {
            double before = rounds.evaluate(start.theta()).loss();
            var after = rounds.evaluate(end.theta());
            assertTrue(after.loss() < 0.12 && before > 0.2, before + " became " + after.loss());
            assertTrue(after.score(Metric.ACCURACY) > 0.85);
        }
        var evaluator = spec.task().evaluator();
        var network = spec.task().network();
        var workspace = network.open(spec.task().capacity());
        var plan = spec.task().inOrder(shards.get(0));
        var batch = spec.task().schema().batch(setup.batch, 64);
        double errors = 0;
        double logs = 0;
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            evaluator.add(workspace, end.theta(), batch);
            var p = workspace.score(end.theta(), batch);
            for (int b = 0; b < batch.packing().sequences(); b++) {
                int label = batch.target().ids()[b];
                double right = p[2 * b + label];
                double wrong = p[2 * b + 1 - label];
                errors += ((right - 1) * (right - 1) + wrong * wrong) / 2;
                logs -= Math.log(right);
            }
        }
        assertEquals(errors / 120, evaluator.evaluation().loss(), 1e-6);
        var figures = evaluator.measures(List.of("a", "b")).figures();
        assertEquals(logs / 120, figures.get(Metric.LOG_LOSS), 1e-5);
    }
}
