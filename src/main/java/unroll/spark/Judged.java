package unroll.spark;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import unroll.data.Shard;
import unroll.task.Classify;
import unroll.task.Scorer;
import unroll.task.TrainedModel;

/**
 * A labelled row that a model has scored, or a bad row. A plain class: it is cached. Of the
 * probabilities it keeps only what the figures need, since there may be many classes.
 */
final class Judged implements Serializable {
    private final Rejected rejected; // null for a good row
    private final int target;
    private final int prediction;
    private final float probability; // of the target
    private final float second; // probability of the second class

    private Judged(Rejected rejected, int target, int prediction, float probability, float second) {
        this.rejected = rejected;
        this.target = target;
        this.prediction = prediction;
        this.probability = probability;
        this.second = second;
    }

    /**
     * Judges a good row.
     *
     * @param probabilities of all classes
     */
    static Judged of(int target, float[] probabilities) {
        return new Judged(
                null,
                target,
                Classify.best(probabilities),
                probabilities[target],
                probabilities.length > 1 ? probabilities[1] : 0);
    }

    private static Judged bad(Rejected rejected) {
        return new Judged(rejected, -1, -1, 0, 0);
    }

    /** Scores the examples of a shard. */
    static Iterator<Judged> judge(Shard shard, TrainedModel model) {
        return new Scorer(model)
                .score(shard, (i, probabilities) -> of(shard.target(i), probabilities))
                .iterator();
    }

    /** Scores rows of {@link Sources#examples}. */
    static Iterator<Judged> judge(
            Iterator<Row> rows, RowReader.Columns columns, TrainedModel model) {
        var reader = new RowReader(columns);
        var scorer = new Scorer(model);
        var items =
                new Mapped<>(
                        rows, row -> LabelledRow.read(row, reader, model.codec(), scorer::encode));
        return new Mapped<>(
                new Windows<>(
                        items,
                        LabelledRow::example,
                        examples ->
                                scorer.score(
                                        examples,
                                        (i, probabilities) ->
                                                of(examples.get(i).target(), probabilities))),
                scored ->
                        scored.item().rejected() == null
                                ? scored.scores()
                                : bad(scored.item().rejected()));
    }

    boolean good() {
        return rejected == null;
    }

    /** Null for a good row. */
    Rejected rejected() {
        return rejected;
    }

    int target() {
        return target;
    }

    int prediction() {
        return prediction;
    }

    /** The probability of the target. */
    float probability() {
        return probability;
    }

    /** The probability of the second class. */
    float second() {
        return second;
    }
}
