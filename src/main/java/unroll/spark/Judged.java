package unroll.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import unroll.data.Shard;
import unroll.task.Classify;
import unroll.task.Scorer;
import unroll.task.TrainedModel;

/** A labelled row that a model has scored, or a bad row. A plain class: it is cached. */
final class Judged implements Serializable {
    private static final float[] NONE = {};

    private final Rejected rejected; // null for a good row
    private final int target;
    private final float[] probabilities; // [classes]; none for a bad row

    private Judged(Rejected rejected, int target, float[] probabilities) {
        this.rejected = rejected;
        this.target = target;
        this.probabilities = probabilities;
    }

    /** A good row that was scored elsewhere. */
    static Judged of(int target, float[] probabilities) {
        return new Judged(null, target, probabilities);
    }

    /** Scores the examples of a shard. */
    static Iterator<Judged> judge(Shard shard, TrainedModel model) {
        var scores = new Scorer(model).score(shard);
        var judged = new ArrayList<Judged>();
        for (int i = 0; i < scores.size(); i++) {
            judged.add(of(shard.target(i), scores.get(i)));
        }
        return judged.iterator();
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
                new Windows<>(items, LabelledRow::example, scorer::score),
                scored ->
                        scored.item().rejected() == null
                                ? of(scored.item().example().target(), scored.scores())
                                : new Judged(scored.item().rejected(), -1, NONE));
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

    /** Of all classes. */
    float[] probabilities() {
        return probabilities;
    }

    int prediction() {
        return Classify.best(probabilities);
    }
}
