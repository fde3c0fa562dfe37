package unroll.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import unroll.math.ExactSum;

/** What transcribed rows came to; exact, so that the order of rows is no matter. */
final class LabelTally implements Serializable {
    private final TreeMap<Reason, Long> rejected = new TreeMap<>();
    private final ExactSum losses = new ExactSum();
    private long rows;
    private long right;
    private long impossible;
    private long labels;
    private long substituted;
    private long missing;
    private long added;

    static LabelTally of(JavaRDD<Transcribed> rows) {
        var sum = new LabelTally();
        rows.mapPartitions(
                        (Iterator<Transcribed> some) -> {
                            var tally = new LabelTally();
                            some.forEachRemaining(tally::add);
                            return List.of(tally).iterator();
                        })
                .collect()
                .forEach(sum::add);
        return sum;
    }

    private void add(Transcribed row) {
        if (row.rejected() != null) {
            rejected.merge(row.rejected().reason(), 1L, Long::sum);
            return;
        }
        var edits = row.edits();
        rows++;
        right += edits.total() == 0 ? 1 : 0;
        labels += row.labels();
        substituted += edits.substituted();
        missing += edits.missing();
        added += edits.added();
        if (Double.isNaN(row.loss())) {
            impossible++;
        } else {
            losses.add(row.loss());
        }
    }

    private void add(LabelTally other) {
        other.rejected.forEach((reason, n) -> rejected.merge(reason, n, Long::sum));
        losses.add(other.losses);
        rows += other.rows;
        right += other.right;
        impossible += other.impossible;
        labels += other.labels;
        substituted += other.substituted;
        missing += other.missing;
        added += other.added;
    }

    /** Bad rows by reason. */
    Map<Reason, Long> rejected() {
        return rejected;
    }

    /** Good rows. */
    long rows() {
        return rows;
    }

    /** Of at least one good row. */
    MeasuredLabels measured() {
        return new MeasuredLabels(
                rows,
                labels,
                substituted,
                missing,
                added,
                (double) right / rows,
                losses.value() / (rows - impossible),
                impossible);
    }
}
