package unroll.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import unroll.data.Shard;
import unroll.task.Scorer;
import unroll.task.TrainedClassifier;

/** A labelled row that a model has scored, or a bad row. A plain class: it is cached. */
final class Judged implements Serializable {
    private static final int[] NONE = {};

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
    static Iterator<Judged> judge(Shard shard, TrainedClassifier model) {
        var scores = new Scorer(model).score(shard);
        var judged = new ArrayList<Judged>();
        for (int i = 0; i < scores.size(); i++) {
            judged.add(of(shard.target(i), scores.get(i)));
        }
        return judged.iterator();
    }

    /** A row before it is scored. */
    private record Item(Rejected rejected, int target, int[] ids) {}

    /** Scores rows of {@link Sources#examples}. */
    static Iterator<Judged> judge(Iterator<Row> rows, TrainedClassifier model) {
        var reader = new RowReader(model.text(), true);
        var targets = new HashMap<String, Integer>();
        model.labels().forEach(label -> targets.put(label, targets.size()));
        var scorer = new Scorer(model);
        var items = map(rows, row -> read(row, reader, targets, scorer));
        return map(
                new Windows<>(items, Item::ids, scorer),
                scored ->
                        new Judged(
                                scored.item().rejected(),
                                scored.item().target(),
                                scored.probabilities()));
    }

    private static <A, B> Iterator<B> map(Iterator<A> items, Function<A, B> function) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public B next() {
                return function.apply(items.next());
            }
        };
    }

    private static Item read(
            Row row, RowReader reader, Map<String, Integer> targets, Scorer scorer) {
        var wrong = reader.read(row);
        if (wrong != null) {
            return new Item(wrong, -1, NONE);
        }
        var target = targets.get(reader.label());
        return target == null
                ? new Item(
                        new Rejected(Reason.UNKNOWN_LABEL, reader.text(), reader.label()), -1, NONE)
                : new Item(null, target, scorer.encode(reader.words()));
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
        return Scorer.best(probabilities);
    }
}
