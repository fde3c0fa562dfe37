package unroll.spark;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import unroll.report.Figures;

/**
 * How far forecast chances are from what came true.
 *
 * @param rows that were forecast
 * @param numbers that were compared
 * @param logLoss mean binary cross-entropy, in nats
 * @param accuracy share of the numbers that are on the side of one half that they were forecast on
 * @param brier mean squared distance (Brier 1950)
 */
record MeasuredChances(long rows, long numbers, double logLoss, double accuracy, double brier)
        implements Measures {
    @Override
    public Map<String, Double> headline() {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("logLoss", logLoss);
        figures.put("accuracy", accuracy);
        figures.put("brier", brier);
        return figures;
    }

    @Override
    public Map<String, String> shown() {
        var shown = new LinkedHashMap<String, String>();
        shown.put("log-loss", Figures.loss(logLoss));
        shown.put("accuracy", Figures.percent(accuracy));
        shown.put("Brier", Figures.loss(brier));
        return shown;
    }

    @Override
    public Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", rows);
        counts.put("numbers", numbers);
        return counts;
    }

    @Override
    public String text() {
        return String.format(
                Locale.ROOT,
                "examples  %,d%nnumbers   %,d%nlog-loss  %.4f%naccuracy  %.2f %%%nBrier     %.4f%n",
                rows,
                numbers,
                logLoss,
                100 * accuracy,
                brier);
    }
}
