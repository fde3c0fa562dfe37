package unroll.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import unroll.conf.Configuration;

/** What forecasts came to, over all rows: how far from the truth, and how many rows were bad. */
final class Errors implements Serializable {
    private final TreeMap<Reason, Long> rejected = new TreeMap<>();
    private final Tally tally;
    private long rows;

    private Errors(Tally tally) {
        this.tally = tally;
    }

    /**
     * @param conf says whether numbers or chances are forecast
     */
    static Errors of(JavaRDD<Forecasted> rows, Configuration conf) {
        boolean chances = conf.training().chances();
        var sum = none(chances);
        rows.mapPartitions(
                        (Iterator<Forecasted> some) -> {
                            var errors = none(chances);
                            some.forEachRemaining(errors::add);
                            return List.of(errors).iterator();
                        })
                .collect()
                .forEach(sum::add);
        return sum;
    }

    private static Errors none(boolean chances) {
        return new Errors(chances ? new ChanceTally() : new NumberTally());
    }

    private void add(Forecasted row) {
        if (row.rejected() != null) {
            rejected.merge(row.rejected().reason(), 1L, Long::sum);
            return;
        }
        rows++;
        tally.add(row);
    }

    private void add(Errors other) {
        other.rejected.forEach((reason, n) -> rejected.merge(reason, n, Long::sum));
        tally.add(other.tally);
        rows += other.rows;
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
    Measures measured() {
        return tally.measured(rows);
    }
}
