package unroll.measure;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Probabilities of a yes held against yes (1), no (0), or a probability between. */
public final class ProbabilitySums implements Serializable {
    /**
     * No probability counts as nearer to 0 or 1: floats below 1 lie this far apart, so that nearer
     * ones are rounded to 1.
     */
    private static final double NEAREST = 0x1p-24;

    private final Evaluation logLoss = new Evaluation();
    private final Sum squared = new Sum();

    /**
     * Adds a number.
     *
     * @param probability in [0, 1]
     * @param actual in [0, 1]
     */
    public void add(double probability, double actual) {
        double yes = StrictMath.log(Math.max(probability, NEAREST));
        double no = StrictMath.log(Math.max(1 - probability, NEAREST));
        logLoss.count(-actual * yes - (1 - actual) * no, hit(probability, actual) ? 1 : 0);
        squared.add((probability - actual) * (probability - actual));
    }

    /** Returns whether a probability is on its target's side of one half, which itself is yes. */
    public static boolean hit(double probability, double actual) {
        return probability >= 0.5 == actual >= 0.5;
    }

    public void add(ProbabilitySums other) {
        logLoss.add(other.logLoss);
        squared.add(other.squared);
    }

    /**
     * The figures of the numbers so far, at least one.
     *
     * @param examples that they are of
     */
    public Measures measures(long examples) {
        long numbers = logLoss.terms();
        double loss = logLoss.loss();
        double accuracy = logLoss.score(Metric.ACCURACY);
        double brier = squared.value() / numbers;
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", examples);
        counts.put("numbers", numbers);
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.LOG_LOSS, loss);
        figures.put(Metric.ACCURACY, accuracy);
        figures.put(Metric.BRIER, brier);
        var shown = new LinkedHashMap<String, String>();
        shown.put("log-loss", Measures.decimals(loss));
        shown.put("accuracy", Measures.percent(accuracy));
        shown.put("Brier", Measures.decimals(brier));
        var text =
                String.format(
                        Locale.ROOT,
                        "examples  %,d%nnumbers   %,d%nlog-loss  %.4f%naccuracy  %.2f %%%nBrier     %.4f%n",
                        examples,
                        numbers,
                        loss,
                        100 * accuracy,
                        brier);
        return new Measures(counts, figures, shown, Map.of(), text);
    }
}
