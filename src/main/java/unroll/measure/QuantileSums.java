package unroll.measure;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import unroll.math.exact.ExactSum;
import unroll.nn.loss.PinballLoss;

/** Quantiles held against the true numbers: pinball loss, and coverage of their interval. */
public final class QuantileSums implements Serializable {
    private final double[] quantiles;
    private final ExactSum pinball = new ExactSum();
    private long covered; // between the first and the last quantile, with both
    private long count;
    private boolean undefined; // an error is not finite

    /**
     * @param quantiles probabilities, rising; empty if numbers are forecast, of which nothing is
     *     told
     */
    public QuantileSums(double[] quantiles) {
        this.quantiles = quantiles.clone();
    }

    /**
     * Adds a number.
     *
     * @param errors the true number less each quantile, or less a forecast that stands for all
     */
    public void add(double... errors) {
        for (double error : errors) {
            undefined |= !Double.isFinite(error);
        }
        if (undefined) {
            return;
        }
        for (int q = 0; q < quantiles.length; q++) {
            double error = errors[errors.length == 1 ? 0 : q];
            pinball.add(PinballLoss.loss(quantiles[q], 0, error));
        }
        covered += errors[0] >= 0 && errors[errors.length - 1] <= 0 ? 1 : 0;
        count++;
    }

    public void add(QuantileSums other) {
        pinball.add(other.pinball);
        covered += other.covered;
        count += other.count;
        undefined |= other.undefined;
    }

    private double pinball() {
        return undefined ? Double.NaN : pinball.mean(count * quantiles.length);
    }

    private double coverage() {
        return undefined ? Double.NaN : (double) covered / count;
    }

    /** Puts the figures, if quantiles are forecast. */
    public void putInto(Map<Metric, Double> figures) {
        if (quantiles.length > 0) {
            figures.put(Metric.PINBALL, pinball());
            figures.put(Metric.COVERAGE, coverage());
        }
    }

    /**
     * Puts the figures as text by their headings, if quantiles are forecast.
     *
     * @param interval whether there is one; a number alone covers nothing
     */
    public void show(Map<String, String> shown, boolean interval) {
        if (quantiles.length > 0) {
            double width = quantiles[quantiles.length - 1] - quantiles[0];
            shown.put("pinball", Measures.digits(pinball()));
            shown.put(
                    String.format(Locale.ROOT, "in %.0f %%", 100 * width),
                    interval ? Measures.percent(coverage()) : "none");
        }
    }

    /** Returns the figures of the forecasts themselves, with those of their quantiles, if any. */
    public Measures beside(Measures forecasts) {
        var figures = new LinkedHashMap<>(forecasts.figures());
        putInto(figures);
        var own = new LinkedHashMap<String, String>();
        show(own, true);
        var shown = new LinkedHashMap<>(forecasts.shown());
        shown.putAll(own);
        var text = new StringBuilder(forecasts.text());
        own.forEach((name, figure) -> Measures.line(text, "%-9s %s", name, figure));
        return new Measures(
                forecasts.counts(), figures, shown, forecasts.details(), text.toString());
    }
}
