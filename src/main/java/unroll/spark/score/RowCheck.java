package unroll.spark.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import unroll.encode.RawRecord;
import unroll.encode.Reason;
import unroll.encode.RecordReader;
import unroll.encode.Rejected;
import unroll.spark.prepare.Rejections;
import unroll.spark.source.RowRecords;
import unroll.spark.source.Sources;

/** Says what is wrong with rows that a model is to be measured on, without scoring them. */
@FunctionalInterface
interface RowCheck extends Serializable {
    /** Returns null for a good row. */
    Rejected wrong(RawRecord row, RecordReader reader);

    /**
     * Reads a source to its end and rejects its bad rows.
     *
     * @param rows of {@link Sources#examples}
     * @throws unroll.data.DataException when too much is bad, or no row is left
     */
    default void all(
            Dataset<Row> rows,
            RecordReader.Columns columns,
            TaskJobs.Rows from,
            Rejections rejections) {
        var read = rows.toJavaRDD();
        var sum = new Counts();
        read.mapPartitions(some -> List.of(count(some, columns)).iterator())
                .collect()
                .forEach(sum::add);
        rejections.add(
                from.part(), sum.bad, sum.good, read.mapPartitions(some -> bad(some, columns)));
        from.requireSome(sum.good);
    }

    private Counts count(Iterator<Row> rows, RecordReader.Columns columns) {
        var reader = new RecordReader(columns);
        var counts = new Counts();
        RowRecords.of(rows).forEachRemaining(row -> counts.add(wrong(row, reader)));
        return counts;
    }

    private Iterator<Rejected> bad(Iterator<Row> rows, RecordReader.Columns columns) {
        var reader = new RecordReader(columns);
        var bad = new ArrayList<Rejected>();
        RowRecords.of(rows)
                .forEachRemaining(
                        row -> {
                            var wrong = wrong(row, reader);
                            if (wrong != null) {
                                bad.add(wrong);
                            }
                        });
        return bad.iterator();
    }

    /** How many rows are good, and how many are bad for which reason. */
    final class Counts implements Serializable {
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
