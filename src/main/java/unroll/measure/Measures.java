package unroll.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a model on examples.
 *
 * @param counts how many examples, numbers or words were measured, by their names
 * @param figures in the order of importance, without those that are not finite
 * @param shown the figures of a summary as text, by their headings; at most six
 * @param details more for JSON
 * @param text tables for the terminal
 * @param others the figures of simple methods on the same examples as text, by method and heading
 */
public record Measures(
        Map<String, Long> counts,
        Map<Metric, Double> figures,
        Map<String, String> shown,
        Map<String, Object> details,
        String text,
        Map<String, Map<String, String>> others) {
    /** Figures beside which there are no others. */
    public Measures(
            Map<String, Long> counts,
            Map<Metric, Double> figures,
            Map<String, String> shown,
            Map<String, Object> details,
            String text) {
        this(counts, figures, shown, details, text, Map.of());
    }

    public Measures {
        counts = ordered(counts);
        var finite = new LinkedHashMap<>(figures);
        finite.values().removeIf(figure -> !Double.isFinite(figure)); // JSON holds no others
        figures = Collections.unmodifiableMap(finite);
        shown = ordered(shown);
        details = ordered(details);
        others = ordered(others);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Returns a figure; NaN if it was not measured. */
    public double figure(Metric metric) {
        return figures.getOrDefault(metric, Double.NaN);
    }

    /** Returns everything in the form of JSON. */
    public Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>(counts);
        figures.forEach((metric, figure) -> tree.put(metric.key(), figure));
        tree.putAll(details);
        return tree;
    }

    /** Returns a share of 1 such as {@code 91.3 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Returns a share of 1 with another digit, such as {@code 91.34 %}. */
    public static String finePercent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Adds a line to a text. */
    public static void line(StringBuilder text, String pattern, Object... arguments) {
        text.append(String.format(Locale.ROOT, pattern + "%n", arguments));
    }

    /** Returns a figure with four decimals. */
    static String decimals(double figure) {
        return String.format(Locale.ROOT, "%.4f", figure);
    }

    /** Returns a figure with four significant digits. */
    static String digits(double figure) {
        return String.format(Locale.ROOT, "%.4g", figure);
    }
}
