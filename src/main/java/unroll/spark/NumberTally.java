package unroll.spark;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.TreeMap;
import unroll.math.ExactSquares;
import unroll.math.ExactSum;
import unroll.task.Scaling;

/** Of numbers: squared and absolute errors, and how far the truth spreads. */
final class NumberTally implements Tally<Forecasted> {
    /** Share of the targets' squares up to which their spread is rounding: 1e-12 of their size. */
    private static final BigDecimal ROUNDING = new BigDecimal("1e-24");

    private final TreeMap<Integer, Column> columns = new TreeMap<>();
    private final Column last = new Column(); // of the last steps' first number

    /** Of one number of a step. */
    private static final class Column implements Serializable {
        private final ExactSquares squared = new ExactSquares();
        private final ExactSum absolute = new ExactSum();
        private final ExactSum actual = new ExactSum();
        private final ExactSquares actualSquared = new ExactSquares();
        private long count;

        void add(double predicted, double real) {
            double error = Scaling.finite(predicted - real);
            squared.add(error);
            absolute.add(Math.abs(error));
            actual.add(real);
            actualSquared.add(real);
            count++;
        }

        void add(Column other) {
            squared.add(other.squared);
            absolute.add(other.absolute);
            actual.add(other.actual);
            actualSquared.add(other.actualSquared);
            count += other.count;
        }

        /** Sum of the squared distances from the mean; exactly 0 where all are equal. */
        BigDecimal spread() {
            var n = new BigDecimal(count);
            var sum = actual.exact();
            var spread = actualSquared.exact().multiply(n).subtract(sum.multiply(sum));
            return spread.divide(n, MathContext.DECIMAL128);
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
        var squared = BigDecimal.ZERO;
        var absolute = BigDecimal.ZERO;
        var spread = BigDecimal.ZERO;
        var size = BigDecimal.ZERO;
        for (var column : columns.values()) {
            count += column.count;
            squared = squared.add(column.squared.exact());
            absolute = absolute.add(column.absolute.exact());
            spread = spread.add(column.spread());
            size = size.add(column.actualSquared.exact());
        }
        var n = new BigDecimal(count);
        return new MeasuredErrors(
                rows,
                count,
                root(squared, n),
                absolute.divide(n, MathContext.DECIMAL128).doubleValue(),
                relative(squared, spread, size),
                relative(last.squared.exact(), last.spread(), last.actualSquared.exact()));
    }

    /**
     * Errors over the targets' deviation. NaN where targets differ by no more than the rounding of
     * doubles: there is no deviation to compare with.
     *
     * @param size sum of the targets' squares
     */
    private static double relative(BigDecimal squares, BigDecimal spread, BigDecimal size) {
        return spread.compareTo(size.multiply(ROUNDING)) <= 0 ? Double.NaN : root(squares, spread);
    }

    /** Root of a quotient, in which neither part overflows. */
    private static double root(BigDecimal squares, BigDecimal by) {
        return squares.divide(by, MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL128)
                .doubleValue();
    }
}
