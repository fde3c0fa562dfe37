package unroll.measure.series;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import unroll.math.exact.ExactSquares;
import unroll.math.exact.ExactSum;
import unroll.measure.Metric;
import unroll.measure.QuantileSums;

/** The errors of one way to forecast. */
final class ForecastErrors implements Serializable {
    private final double[] probabilities; // of the quantiles
    private final ExactSquares squared = new ExactSquares();
    private final ExactSum absolute = new ExactSum();
    private final ExactSum relative = new ExactSum();
    private final ExactSum scaled = new ExactSum();
    private final QuantileSums quantiles;
    private long count;
    private long withScale;

    /**
     * @param probabilities of quantiles, rising, with 0.5 among them; empty if a number is forecast
     */
    ForecastErrors(double[] probabilities) {
        this.probabilities = probabilities;
        quantiles = new QuantileSums(probabilities);
    }

    /**
     * A number that was to be forecast.
     *
     * @param scale by which errors are divided; NaN without one
     */
    record Target(double actual, double scale) {}

    /**
     * Adds a forecast.
     *
     * @param forecast one number, which stands for all quantiles, or one for each
     */
    void add(Target target, double... forecast) {
        double point =
                forecast.length == 1
                        ? forecast[0]
                        : forecast[Arrays.binarySearch(probabilities, 0.5)];
        double error = finite(target.actual() - point);
        double size = finite(Math.abs(target.actual()) + Math.abs(point));
        squared.add(error);
        absolute.add(Math.abs(error));
        relative.add(size == 0 ? 0 : 2 * (Math.abs(error) / size));
        count++;
        if (!Double.isNaN(target.scale())) {
            scaled.add(finite(Math.abs(error) / target.scale()));
            withScale++;
        }
        quantiles.add(
                Arrays.stream(forecast).map(each -> finite(target.actual() - each)).toArray());
    }

    private static double finite(double number) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number));
    }

    void add(ForecastErrors other) {
        squared.add(other.squared);
        absolute.add(other.absolute);
        relative.add(other.relative);
        scaled.add(other.scaled);
        quantiles.add(other.quantiles);
        count += other.count;
        withScale += other.withScale;
    }

    long count() {
        return count;
    }

    /** Returns the figures of at least one forecast. */
    Map<Metric, Double> figures() {
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.MASE, scaled.mean(withScale));
        figures.put(Metric.SMAPE, relative.mean(count));
        quantiles.putInto(figures);
        figures.put(Metric.MAE, absolute.mean(count));
        var mean = squared.exact().divide(new BigDecimal(count), MathContext.DECIMAL128);
        figures.put(Metric.RMSE, mean.sqrt(MathContext.DECIMAL128).doubleValue());
        return figures;
    }

    /**
     * Returns the figures as text, by their headings.
     *
     * @param interval whether quantiles were forecast; a number alone covers nothing
     */
    Map<String, String> shown(boolean interval) {
        var figures = figures();
        var shown = new LinkedHashMap<String, String>();
        double mase = figures.get(Metric.MASE);
        shown.put("MASE", Double.isNaN(mase) ? "none" : format("%.4f", mase));
        shown.put("sMAPE", format("%.2f %%", 100 * figures.get(Metric.SMAPE)));
        quantiles.show(shown, interval);
        shown.put("MAE", format("%.4g", figures.get(Metric.MAE)));
        shown.put("RMSE", format("%.4g", figures.get(Metric.RMSE)));
        return shown;
    }

    private static String format(String pattern, double number) {
        return String.format(Locale.ROOT, pattern, number);
    }

    /** Returns the figures of a forecast of numbers in the form of JSON. */
    Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        figures()
                .forEach(
                        (metric, figure) -> {
                            if (Double.isFinite(figure) && metric != Metric.COVERAGE) {
                                tree.put(metric.key(), figure);
                            }
                        });
        return tree;
    }
}
