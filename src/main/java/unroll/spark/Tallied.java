package unroll.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import unroll.data.DataException;

/** What scored rows came to: a task's own sums, and how many rows were bad. */
final class Tallied<R extends ScoredRow> implements Serializable {
    /** A task's sums before any row. */
    interface None<R extends ScoredRow> extends Serializable {
        Tally<R> tally();
    }

    private final TreeMap<Reason, Long> rejected = new TreeMap<>();
    private final Tally<R> tally;
    private long rows;

    private Tallied(Tally<R> tally) {
        this.tally = tally;
    }

    /** Measures good rows, at least one. */
    static <R extends ScoredRow> Measures measure(JavaRDD<R> scored, None<R> none) {
        var sum = of(scored, none);
        return sum.tally.measured(sum.rows);
    }

    /**
     * Measures rows of a source.
     *
     * @throws DataException when too much is bad, or no row is left
     */
    static <R extends ScoredRow> Measures measure(
            JavaRDD<R> scored, None<R> none, TaskJobs.Rows from, Rejections rejections) {
        var kept = scored.setName("scores").persist(StorageLevel.MEMORY_AND_DISK());
        try {
            var sum = of(kept, none);
            rejections.add(
                    from.part(),
                    sum.rejected,
                    sum.rows,
                    kept.filter(row -> row.rejected() != null).map(ScoredRow::rejected));
            from.requireSome(sum.rows);
            return sum.tally.measured(sum.rows);
        } finally {
            kept.unpersist(false);
        }
    }

    private static <R extends ScoredRow> Tallied<R> of(JavaRDD<R> rows, None<R> none) {
        var sum = new Tallied<>(none.tally());
        rows.mapPartitions(
                        (Iterator<R> some) -> {
                            var part = new Tallied<>(none.tally());
                            some.forEachRemaining(part::add);
                            return List.of(part).iterator();
                        })
                .collect()
                .forEach(sum::add);
        return sum;
    }

    private void add(R row) {
        if (row.rejected() != null) {
            rejected.merge(row.rejected().reason(), 1L, Long::sum);
            return;
        }
        rows++;
        tally.add(row);
    }

    private void add(Tallied<R> other) {
        other.rejected.forEach((reason, n) -> rejected.merge(reason, n, Long::sum));
        tally.add(other.tally);
        rows += other.rows;
    }
}
