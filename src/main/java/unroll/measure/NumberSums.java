package unroll.measure;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import unroll.math.exact.ExactSquares;
import unroll.math.exact.ExactSum;

/**
 * Numbers held against the true ones: squared and absolute errors, and how far the truth spreads.
 */
public final class NumberSums implements Serializable {
    /** Share of the targets' squares up to which their spread is rounding: 1e-12 of their size. */
    private static final BigDecimal ROUNDING = new BigDecimal("1e-24");

    private final TreeMap<Integer, Column> columns = new TreeMap<>();
    private final Column last = new Column(); // of the last steps' first number
    private boolean undefined; // an error is not finite

    /** The sums of one number of a step. */
    private static final class Column implements Serializable {
        private final ExactSquares squared = new ExactSquares();
        private final ExactSum absolute = new ExactSum();
        private final ExactSum actual = new ExactSum();
        private final ExactSquares actualSquared = new ExactSquares();
        private long count;

        void add(double error, double real) {
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

    /**
     * Adds a number.
     *
     * @param column its place in a step
     * @param error difference between prediction and target
     * @param actual the true number, finite
     * @param lastStep whether it is of the last step of an example
     */
    public void add(int column, double error, double actual, boolean lastStep) {
        if (!Double.isFinite(error)) {
            undefined = true;
            return;
        }
        columns.computeIfAbsent(column, k -> new Column()).add(error, actual);
        if (lastStep && column == 0) {
            last.add(error, actual);
        }
    }

    public void add(NumberSums other) {
        other.columns.forEach(
                (k, column) -> columns.computeIfAbsent(k, x -> new Column()).add(column));
        last.add(other.last);
        undefined |= other.undefined;
    }

    /**
     * The figures of the numbers so far, at least one.
     *
     * @param examples that they are of
     */
    public Measures measures(long examples) {
        long numbers = 0;
        var squared = BigDecimal.ZERO;
        var absolute = BigDecimal.ZERO;
        var spread = BigDecimal.ZERO;
        var size = BigDecimal.ZERO;
        for (var column : columns.values()) {
            numbers += column.count;
            squared = squared.add(column.squared.exact());
            absolute = absolute.add(column.absolute.exact());
            spread = spread.add(column.spread());
            size = size.add(column.actualSquared.exact());
        }
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", examples);
        counts.put("numbers", numbers);
        if (undefined || numbers == 0) {
            return measures(counts, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        var n = new BigDecimal(numbers);
        return measures(
                counts,
                root(squared, n),
                absolute.divide(n, MathContext.DECIMAL128).doubleValue(),
                relative(squared, spread, size),
                relative(last.squared.exact(), last.spread(), last.actualSquared.exact()));
    }

    private static Measures measures(
            Map<String, Long> counts, double rmse, double mae, double nrmse, double lastNrmse) {
        double mse = rmse * rmse;
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.RMSE, rmse);
        figures.put(Metric.MSE, mse);
        figures.put(Metric.MAE, mae);
        figures.put(Metric.NRMSE, nrmse);
        figures.put(Metric.LAST_NRMSE, lastNrmse);
        var shown = new LinkedHashMap<String, String>();
        shown.put("RMSE", Measures.digits(rmse));
        shown.put("MAE", Measures.digits(mae));
        shown.put("NRMSE", Double.isNaN(nrmse) ? "none" : Measures.digits(nrmse));
        var text =
                String.format(
                        Locale.ROOT,
                        "examples  %,d%nnumbers   %,d%nMSE       %s%nMAE       %s%nRMSE      %s%nNRMSE     %s%n"
                                + "NRMSE at the last step  %s%n",
                        counts.get("examples"),
                        counts.get("numbers"),
                        Measures.digits(mse),
                        Measures.digits(mae),
                        Measures.digits(rmse),
                        relative(nrmse),
                        relative(lastNrmse));
        return new Measures(counts, figures, shown, Map.of(), text);
    }

    private static String relative(double nrmse) {
        return Double.isNaN(nrmse) ? "none: the targets do not vary" : Measures.digits(nrmse);
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
