package unroll.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import unroll.io.Checkpoints.Checkpoint;

/**
 * Where a run stands between two rounds: a checkpoint holds just this. Immutable.
 *
 * @param number of rounds tried so far, thrown away ones too; numbers the checkpoints, so it only
 *     rises
 * @param epoch of the next round, from 0
 * @param round the next one of the epoch
 * @param thrown rounds thrown away so far
 * @param counts of this epoch's rounds so far
 * @param best the best epoch so far
 * @param history one report for each epoch done
 */
record Point(
        State state,
        int number,
        int epoch,
        int round,
        int thrown,
        Metrics counts,
        Best best,
        List<EpochReport> history) {

    /**
     * The best epoch on the validation part.
     *
     * @param epoch from 1; 0 while there is none
     * @param number of its checkpoint, -1 while there is none
     * @param value of the watched metric
     */
    record Best(int epoch, int number, double value) {
        static final Best NONE = new Best(0, -1, 0);

        boolean exists() {
            return number >= 0;
        }
    }

    static Point start(State state) {
        return new Point(state, 0, 0, 0, 0, new Metrics(), Best.NONE, List.of());
    }

    /** After one more round, which is not the epoch's last. */
    Point afterRound(Rounds.Trained trained) {
        return new Point(
                trained.state(),
                number + 1,
                epoch,
                round + 1,
                thrown,
                counts.plus(trained.metrics()),
                best,
                history);
    }

    /** After the epoch's last round. */
    Point afterEpoch(State next, Best newBest, EpochReport report) {
        var reports = new ArrayList<>(history);
        reports.add(report);
        return new Point(
                next,
                number + 1,
                epoch + 1,
                0,
                thrown,
                new Metrics(),
                newBest,
                List.copyOf(reports));
    }

    /**
     * This point again with half the rate of {@code failed}, from which a round was thrown away.
     */
    Point again(Point failed) {
        var slowed = state.withRateScale(failed.state.rateScale() / 2);
        return new Point(
                slowed, failed.number + 1, epoch, round, failed.thrown + 1, counts, best, history);
    }

    /** Epochs done since the best one. */
    int epochsSinceBest() {
        return epoch - best.epoch();
    }

    /** All but the vectors. */
    ObjectNode toJson() {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("epoch", epoch).put("round", round).put("thrown", thrown);
        tree.put("steps", state.steps()).put("rateScale", state.rateScale());
        tree.set("counts", counts.toJson());
        tree.putObject("best")
                .put("epoch", best.epoch)
                .put("number", best.number)
                .put("value", best.value);
        var reports = tree.putArray("history");
        for (var report : history) {
            reports.addObject()
                    .put("epoch", report.epoch())
                    .put("loss", report.loss())
                    .put("tokens", report.tokens())
                    .put("batches", report.batches())
                    .put("skipped", report.skipped())
                    .put("clipped", report.clipped())
                    .put("validationTerms", report.validationTerms())
                    .put("validationLoss", report.validationLoss())
                    .put("validationScore", report.validationScore());
        }
        return tree;
    }

    static Point of(Checkpoint checkpoint) {
        JsonNode tree = checkpoint.state();
        var best = tree.path("best");
        var history = new ArrayList<EpochReport>();
        for (var report : tree.path("history")) {
            history.add(
                    new EpochReport(
                            report.path("epoch").intValue(),
                            report.path("loss").doubleValue(),
                            report.path("tokens").longValue(),
                            report.path("batches").longValue(),
                            report.path("skipped").longValue(),
                            report.path("clipped").longValue(),
                            report.path("validationTerms").longValue(),
                            report.path("validationLoss").doubleValue(),
                            report.path("validationScore").doubleValue()));
        }
        return new Point(
                State.of(
                        checkpoint.vectors(),
                        tree.path("steps").longValue(),
                        tree.path("rateScale").doubleValue()),
                checkpoint.round(),
                tree.path("epoch").intValue(),
                tree.path("round").intValue(),
                tree.path("thrown").intValue(),
                Metrics.of(tree.path("counts")),
                new Best(
                        best.path("epoch").intValue(),
                        best.path("number").intValue(),
                        best.path("value").doubleValue()),
                List.copyOf(history));
    }
}
