package unroll.spark;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import unroll.math.ExactSum;

/** Sums of a forecast's errors, exact, so that the order of the rows does not show. */
final class Errors implements Serializable {
    private final TreeMap<Reason, Long> rejected = new TreeMap<>();
    private final TreeMap<Integer, Column> columns = new TreeMap<>();
    private final Column last = new Column(); // of the last steps' first number
    private final Chances chances; // null where numbers are forecast
    private long rows;

    private Errors(boolean chances) {
        this.chances = chances ? new Chances() : null;
    }

    /** Of one number of a step. */
    private static final class Column implements Serializable {
        private final ExactSum squared = new ExactSum();
        private final ExactSum absolute = new ExactSum();
        private final ExactSum actual = new ExactSum();
        private final ExactSum actualSquared = new ExactSum();
        private long count;

        void add(float predicted, float real) {
            double error = (double) predicted - real;
            squared.add(error * error);
            absolute.add(Math.abs(error));
            actual.add(real);
            actualSquared.add((double) real * real);
            count++;
        }

        void add(Column other) {
            squared.add(other.squared);
            absolute.add(other.absolute);
            actual.add(other.actual);
            actualSquared.add(other.actualSquared);
            count += other.count;
        }

        /** Sum of the squared distances from the mean. */
        BigDecimal spread() {
            var sum = actual.exact();
            return actualSquared
                    .exact()
                    .subtract(
                            sum.multiply(sum)
                                    .divide(new BigDecimal(count), MathContext.DECIMAL128));
        }
    }

    /** Of chances of a yes, which are held against yes (1), no (0), or a chance between. */
    private static final class Chances implements Serializable {
        private static final double ROUNDED = 0x1p-25; // what a float leaves of 1 - p

        private final ExactSum logLoss = new ExactSum();
        private long hits;

        void add(float predicted, float real) {
            double yes = StrictMath.log(Math.max(predicted, Float.MIN_VALUE));
            double no = StrictMath.log(Math.max(1.0 - predicted, ROUNDED));
            logLoss.add(-real * yes - (1.0 - real) * no);
            hits += predicted >= 0.5f == real >= 0.5f ? 1 : 0;
        }

        void add(Chances other) {
            logLoss.add(other.logLoss);
            hits += other.hits;
        }
    }

    /**
     * @param chances whether chances are forecast
     */
    static Errors of(JavaRDD<Forecasted> rows, boolean chances) {
        var sum = new Errors(chances);
        rows.mapPartitions(
                        (Iterator<Forecasted> some) -> {
                            var errors = new Errors(chances);
                            some.forEachRemaining(errors::add);
                            return List.of(errors).iterator();
                        })
                .collect()
                .forEach(sum::add);
        return sum;
    }

    private void add(Forecasted row) {
        if (row.rejected() != null) {
            rejected.merge(row.rejected().reason(), 1L, Long::sum);
            return;
        }
        rows++;
        int width = row.width();
        int numbers = row.actual().length;
        for (int i = 0; i < numbers; i++) {
            columns.computeIfAbsent(i % width, k -> new Column())
                    .add(row.predicted()[i], row.actual()[i]);
            if (chances != null) {
                chances.add(row.predicted()[i], row.actual()[i]);
            }
        }
        last.add(row.predicted()[numbers - width], row.actual()[numbers - width]);
    }

    private void add(Errors other) {
        other.rejected.forEach((reason, n) -> rejected.merge(reason, n, Long::sum));
        other.columns.forEach(
                (k, column) -> columns.computeIfAbsent(k, x -> new Column()).add(column));
        last.add(other.last);
        if (chances != null) {
            chances.add(other.chances);
        }
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
        long count = columns.values().stream().mapToLong(column -> column.count).sum();
        double squared = 0;
        double absolute = 0;
        double spread = 0;
        for (var column : columns.values()) {
            squared += column.squared.value();
            absolute += column.absolute.value();
            spread += column.spread().doubleValue();
        }
        if (chances != null) {
            double loss = chances.logLoss.value() / count;
            return new MeasuredChances(
                    rows, count, loss, (double) chances.hits / count, squared / count);
        }
        return new MeasuredErrors(
                rows,
                count,
                squared / count,
                absolute / count,
                StrictMath.sqrt(squared / spread),
                StrictMath.sqrt(last.squared.value() / last.spread().doubleValue()));
    }
}
