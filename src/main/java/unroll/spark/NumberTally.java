package unroll.spark;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.TreeMap;
import unroll.math.ExactSum;

/** Of numbers: squared and absolute errors, and how far the truth spreads. */
final class NumberTally implements Tally<Forecasted> {
    private final TreeMap<Integer, Column> columns = new TreeMap<>();
    private final Column last = new Column(); // of the last steps' first number

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

    @Override
    public void add(Forecasted row) {
        int width = row.width();
        int numbers = row.actual().length;
        for (int i = 0; i < numbers; i++) {
            columns.computeIfAbsent(i % width, k -> new Column())
                    .add(row.predicted()[i], row.actual()[i]);
        }
        last.add(row.predicted()[numbers - width], row.actual()[numbers - width]);
    }

    @Override
    public void add(Tally<Forecasted> other) {
        var more = (NumberTally) other;
        more.columns.forEach(
                (k, column) -> columns.computeIfAbsent(k, x -> new Column()).add(column));
        last.add(more.last);
    }

    @Override
    public MeasuredErrors measured(long rows) {
        long count = 0;
        double squared = 0;
        double absolute = 0;
        double spread = 0;
        for (var column : columns.values()) {
            count += column.count;
            squared += column.squared.value();
            absolute += column.absolute.value();
            spread += column.spread().doubleValue();
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
