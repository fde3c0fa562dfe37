package unroll.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import unroll.io.Fields;
import unroll.io.Json;
import unroll.io.model.Checkpoints.Checkpoint;
import unroll.optim.Averaging;
import unroll.train.worker.GradientNorms;
import unroll.train.worker.Metrics;
import unroll.train.worker.State;

/**
 * The progress of a run between two rounds, which a checkpoint holds. Immutable.
 *
 * @param number of rounds tried so far, discarded ones included; it numbers the checkpoints, so it
 *     only rises
 * @param epoch of the next round, from 0
 * @param round the next one of the epoch
 * @param discarded number of discarded rounds
 * @param counts metrics of this epoch's rounds so far
 * @param best the best epoch so far
 * @param plateau state of the schedule of that name
 * @param history a report of each finished epoch
 */
record TrainingProgress(
        State state,
        int number,
        int epoch,
        int round,
        int discarded,
        Metrics counts,
        Best best,
        Plateau plateau,
        List<EpochReport> history) {

    /**
     * The best epoch on the validation set.
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

    /**
     * @param waited epochs since the best one or the last fall of the rate
     * @param scale product of its falls, a factor of the state's rate
     */
    record Plateau(int waited, double scale) {
        static final Plateau START = new Plateau(0, 1);
    }

    static TrainingProgress start(State state) {
        return new TrainingProgress(
                state, 0, 0, 0, 0, new Metrics(), Best.NONE, Plateau.START, List.of());
    }

    /** Returns the progress after one more round, which is not the epoch's last. */
    TrainingProgress afterRound(Rounds.Trained trained) {
        return new TrainingProgress(
                trained.state(),
                number + 1,
                epoch,
                round + 1,
                discarded,
                counts.plus(trained.metrics()),
                best,
                plateau,
                history);
    }

    /** Returns the progress after the epoch's last round. */
    TrainingProgress afterEpoch(State next, Best newBest, Plateau newPlateau, EpochReport report) {
        var reports = new ArrayList<>(history);
        reports.add(report);
        return new TrainingProgress(
                next,
                number + 1,
                epoch + 1,
                0,
                discarded,
                new Metrics(),
                newBest,
                newPlateau,
                List.copyOf(reports));
    }

    /**
     * Returns this progress with half the rate of {@code failed}, whose next round was discarded.
     */
    TrainingProgress retry(TrainingProgress failed) {
        var slowed = state.withRateScale(failed.state.rateScale() / 2);
        return new TrainingProgress(
                slowed,
                failed.number + 1,
                epoch,
                round,
                failed.discarded + 1,
                counts,
                best,
                plateau,
                history);
    }

    /** Returns the epochs since the best one. */
    int epochsSinceBest() {
        return epoch - best.epoch();
    }

    /** Returns all but the vectors. */
    ObjectNode toJson() {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("epoch", epoch).put("round", round).put("thrown", discarded);
        tree.put("steps", state.steps()).put("rateScale", state.rateScale());
        tree.put("averagedSince", state.averagedSince());
        tree.set("plateau", Json.MAPPER.valueToTree(plateau));
        tree.set("counts", counts.toJson());
        tree.set("best", Json.MAPPER.valueToTree(best));
        tree.set("history", Json.MAPPER.valueToTree(history));
        return tree;
    }

    /**
     * Reads what {@link #toJson} wrote, also in a version that wrote less, and the vectors.
     *
     * @throws unroll.io.CorruptFileException if something is missing or of another type
     */
    static TrainingProgress of(Checkpoint checkpoint) {
        var later = JsonNodeFactory.instance.objectNode().put("averagedSince", Averaging.NOT_YET);
        later.set("plateau", Json.MAPPER.valueToTree(Plateau.START));
        var fields = checkpoint.state().withDefaults(later);
        var best = fields.object("best");
        var plateau = fields.object("plateau");
        return new TrainingProgress(
                State.of(
                        checkpoint.vectors(),
                        fields.whole("steps", 0),
                        fields.number("rateScale"),
                        fields.whole("averagedSince", Long.MIN_VALUE)),
                checkpoint.round(),
                fields.count("epoch", 0),
                fields.count("round", 0),
                fields.count("thrown", 0),
                Metrics.of(fields.object("counts")),
                new Best(
                        best.count("epoch", 0),
                        best.count("number", Best.NONE.number()),
                        best.number("value")),
                new Plateau(plateau.count("waited", 0), plateau.number("scale")),
                fields.objects("history").stream().map(TrainingProgress::report).toList());
    }

    private static EpochReport report(Fields written) {
        var later = JsonNodeFactory.instance.objectNode().put("penalty", 0.0).put("impossible", 0);
        later.set("norms", Json.MAPPER.valueToTree(new GradientNorms(0, 0, 0, 0, 0)));
        var report = written.withDefaults(later);
        return new EpochReport(
                report.count("epoch", 1),
                report.number("loss"),
                report.number("penalty"),
                report.whole("tokens", 0),
                report.whole("batches", 0),
                report.whole("skipped", 0),
                report.whole("impossible", 0),
                report.whole("clipped", 0),
                norms(report.object("norms")),
                report.whole("validationTerms", 0),
                report.number("validationLoss"),
                report.number("validationScore"));
    }

    private static GradientNorms norms(Fields norms) {
        return new GradientNorms(
                norms.number("clipped"),
                norms.number("p10"),
                norms.number("p50"),
                norms.number("p90"),
                norms.number("p99"));
    }
}
