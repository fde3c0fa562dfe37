package unroll.spark.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.encode.Codec;
import unroll.encode.Encoding;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.encode.row.Rejected;
import unroll.spark.prepare.ExamplePreparation;
import unroll.spark.prepare.Rejections;
import unroll.task.Task;
import unroll.task.registry.Tasks;

/** Checks rows that a model will be measured on, without scoring them. */
final class RowCheck implements Serializable {
    private final Codec known;
    private final Task task;
    private final int steps;

    /**
     * @param known labels, widths and scales of the training set
     * @param steps number of last steps that a forecast predicts from its own outputs
     */
    RowCheck(Codec known, Task task, int steps) {
        this.known = known;
        this.task = task;
        this.steps = steps;
    }

    /** Returns why a row is rejected; null if it is good. */
    Rejected wrong(RawRecord row, RecordReader reader) {
        var wrong = Encoding.read(row, reader, known);
        if (wrong != null) {
            return wrong;
        }
        var reason = task.wrong(reader, steps);
        return reason == null ? null : reader.rejected(reason);
    }

    /**
     * Reads a source to its end and rejects its bad rows.
     *
     * @throws unroll.data.DataException if too many rows are rejected, or none is left
     */
    static void all(
            SparkSession session,
            Configuration conf,
            Codec known,
            MeasuredRows from,
            Rejections rejections) {
        var check = new RowCheck(known, Tasks.of(conf, known), from.steps());
        var columns = ExamplePreparation.columns(conf, from.source());
        var read = from.open(session, conf);
        var sum = new Counts();
        read.mapPartitions(some -> List.of(check.count(some, columns)).iterator())
                .collect()
                .forEach(sum::add);
        rejections.add(
                from.part(),
                sum.bad,
                sum.good,
                read.mapPartitions(some -> check.bad(some, columns)));
        from.requireSome(sum.good, "measure on");
    }

    private Counts count(Iterator<RawRecord> rows, RecordReader.Columns columns) {
        var reader = new RecordReader(columns);
        var counts = new Counts();
        rows.forEachRemaining(row -> counts.add(wrong(row, reader)));
        return counts;
    }

    private Iterator<Rejected> bad(Iterator<RawRecord> rows, RecordReader.Columns columns) {
        var reader = new RecordReader(columns);
        var bad = new ArrayList<Rejected>();
        rows.forEachRemaining(
                row -> {
                    var wrong = wrong(row, reader);
                    if (wrong != null) {
                        bad.add(wrong);
                    }
                });
        return bad.iterator();
    }

    /** The number of good rows, and of bad ones by reason. */
    private static final class Counts implements Serializable {
        private final TreeMap<Reason, Long> bad = new TreeMap<>();
        private long good;

        private void add(Rejected wrong) {
            if (wrong == null) {
                good++;
            } else {
                bad.merge(wrong.reason(), 1L, Long::sum);
            }
        }

        private void add(Counts other) {
            other.bad.forEach((reason, n) -> bad.merge(reason, n, Long::sum));
            good += other.good;
        }
    }
}
