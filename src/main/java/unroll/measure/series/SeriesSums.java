package unroll.measure.series;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import unroll.measure.Measures;

/**
 * Forecasts of windows of series held against what came, at each origin: those of a model, and
 * beside them the seasonal-naive forecast, which repeats the last season, and the naive one, which
 * repeats the last value.
 */
public final class SeriesSums implements Serializable {
    private final int season;
    private final ForecastErrors model;
    private final ForecastErrors seasonal;
    private final ForecastErrors naive;
    private long windows;

    /**
     * @param season steps of a period
     * @param quantiles probabilities, rising, with 0.5 among them; empty if a number is forecast
     */
    public SeriesSums(int season, double[] quantiles) {
        this.season = season;
        var own = quantiles.clone();
        model = new ForecastErrors(own);
        seasonal = new ForecastErrors(own);
        naive = new ForecastErrors(own);
    }

    /**
     * Adds a window.
     *
     * @param past [steps, values], at least a season
     * @param future [horizon, values]
     * @param scales [values], by which errors are divided; NaN where there is none
     * @param forecasts [quantiles or 1][horizon, values]
     */
    public void add(double[] past, double[] future, double[] scales, double[][] forecasts) {
        int width = scales.length;
        for (int i = 0; i < future.length; i++) {
            var target = new ForecastErrors.Target(future[i], scales[i % width]);
            var found = new double[forecasts.length];
            for (int q = 0; q < found.length; q++) {
                found[q] = forecasts[q][i];
            }
            model.add(target, found);
            seasonal.add(target, repeated(past, i, season * width));
            naive.add(target, repeated(past, i, width));
        }
        windows++;
    }

    /** Returns the number that stands at the same place of the last period. */
    private static double repeated(double[] past, int place, int period) {
        return past[past.length - period + place % period];
    }

    public void add(SeriesSums other) {
        model.add(other.model);
        seasonal.add(other.seasonal);
        naive.add(other.naive);
        windows += other.windows;
    }

    public long windows() {
        return windows;
    }

    /** Returns the figures of at least one window. */
    public Measures measures() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("windows", windows);
        counts.put("numbers", model.count());
        var others = new LinkedHashMap<String, ForecastErrors>();
        if (season > 1) {
            others.put("seasonal naive", seasonal);
        }
        others.put("naive", naive);
        var shown = new LinkedHashMap<String, Map<String, String>>();
        var details = new LinkedHashMap<String, Object>();
        others.forEach(
                (name, errors) -> {
                    shown.put(name, errors.shown(false));
                    details.put(name.equals("naive") ? name : "seasonalNaive", errors.tree());
                });
        return new Measures(
                counts, model.figures(), model.shown(true), details, text(shown), shown);
    }

    private String text(Map<String, Map<String, String>> others) {
        var text = new StringBuilder();
        Measures.line(text, "windows  %,d", windows);
        Measures.line(text, "numbers  %,d", model.count());
        var own = model.shown(true);
        var heading = new StringBuilder(String.format(Locale.ROOT, "%-14s", ""));
        own.keySet().forEach(name -> heading.append(String.format(Locale.ROOT, "  %9s", name)));
        Measures.line(text, "%s", heading);
        row(text, "network", own);
        others.forEach((name, figures) -> row(text, name, figures));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, Map<String, String> figures) {
        var row = new StringBuilder(String.format(Locale.ROOT, "%-14s", name));
        figures.values().forEach(value -> row.append(String.format(Locale.ROOT, "  %9s", value)));
        Measures.line(text, "%s", row);
    }
}
