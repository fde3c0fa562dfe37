package unroll.spark.score;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;
import unroll.encode.row.Reason;
import unroll.encode.survey.CutRows;
import unroll.encode.survey.Survey;

/**
 * Counts the rows that could not be scored, and those that were cut, while rows are written. Counts
 * are kept by partition, so a repeated task is not counted twice.
 */
public final class UnscoredRows
        extends AccumulatorV2<UnscoredRows.Part, Map<Integer, UnscoredRows.Part>> {
    private final TreeMap<Integer, Part> parts = new TreeMap<>();

    /**
     * The counts of a partition.
     *
     * @param rows number of all rows
     * @param cut number of the scored ones of which only a part was read
     */
    record Part(int number, long rows, long cut, Map<Reason, Long> unscored)
            implements java.io.Serializable {}

    @Override
    public boolean isZero() {
        return parts.isEmpty();
    }

    @Override
    public AccumulatorV2<Part, Map<Integer, Part>> copy() {
        var copy = new UnscoredRows();
        copy.parts.putAll(parts);
        return copy;
    }

    @Override
    public void reset() {
        parts.clear();
    }

    @Override
    public void add(Part part) {
        parts.put(part.number(), part);
    }

    @Override
    public void merge(AccumulatorV2<Part, Map<Integer, Part>> other) {
        parts.putAll(other.value());
    }

    @Override
    public Map<Integer, Part> value() {
        return parts;
    }

    /** Returns the same rows, and counts them when all have been read. */
    Iterator<ScorableRow> counted(int partition, Iterator<ScorableRow> rows) {
        var unscored = new EnumMap<Reason, Long>(Reason.class);
        return new Iterator<>() {
            private long count;
            private long cut;

            @Override
            public boolean hasNext() {
                boolean more = rows.hasNext();
                if (!more) {
                    add(new Part(partition, count, cut, unscored));
                }
                return more;
            }

            @Override
            public ScorableRow next() {
                var row = rows.next();
                count += row.wrong() == null && row.input().history() ? 0 : 1;
                cut += row.cut() ? 1 : 0;
                if (row.wrong() != null) {
                    unscored.merge(row.wrong().reason(), 1L, Long::sum);
                }
                return row;
            }
        };
    }

    public long rows() {
        return parts.values().stream().mapToLong(Part::rows).sum();
    }

    /** Returns how many of the rows that were scored were cut. */
    public CutRows cut() {
        long cut = parts.values().stream().mapToLong(Part::cut).sum();
        return new CutRows(cut, rows() - Survey.total(reasons()));
    }

    /** Returns the number of rows that could not be scored, by reason. */
    public Map<Reason, Long> reasons() {
        var sum = new EnumMap<Reason, Long>(Reason.class);
        for (var part : parts.values()) {
            part.unscored().forEach((reason, n) -> sum.merge(reason, n, Long::sum));
        }
        return sum;
    }
}
