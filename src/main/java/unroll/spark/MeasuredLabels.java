package unroll.spark;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import unroll.report.Figures;

/**
 * How well a model transcribes sequences into labels.
 *
 * @param rows that were transcribed
 * @param labels that they should have
 * @param substituted labels that are others than they should be
 * @param missing labels that are not there
 * @param added labels that should not be there
 * @param right share of the rows that have just the labels they should have
 * @param loss mean of -log p(labels) over the rows whose labels can be given, in nats; NaN where
 *     there is none
 * @param impossible rows with more labels than steps to give them
 */
record MeasuredLabels(
        long rows,
        long labels,
        long substituted,
        long missing,
        long added,
        double right,
        double loss,
        long impossible)
        implements Measures {

    /** Edits over true labels; where there are no labels, over one. */
    double errorRate() {
        return (double) (substituted + missing + added) / Math.max(1, labels);
    }

    @Override
    public Map<String, Double> headline() {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("labelErrorRate", errorRate());
        figures.put("sequenceAccuracy", right);
        if (!Double.isNaN(loss)) {
            figures.put("logLoss", loss);
        }
        return figures;
    }

    @Override
    public Map<String, String> shown() {
        var shown = new LinkedHashMap<String, String>();
        shown.put("label errors", Figures.percent(errorRate()));
        shown.put("all right", Figures.percent(right));
        return shown;
    }

    @Override
    public Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", rows);
        counts.put("labels", labels);
        counts.put("substituted", substituted);
        counts.put("missing", missing);
        counts.put("added", added);
        counts.put("impossible", impossible);
        return counts;
    }

    @Override
    public String text() {
        return String.format(
                        Locale.ROOT,
                        "examples          %,d%nlabels            %,d%n"
                                + "label error rate  %.2f %%: %,d substituted, %,d missing, %,d added%n"
                                + "all labels right  %.2f %% of the examples%n",
                        rows,
                        labels,
                        100 * errorRate(),
                        substituted,
                        missing,
                        added,
                        100 * right)
                + (Double.isNaN(loss)
                        ? ""
                        : String.format(Locale.ROOT, "log-loss          %.4f%n", loss))
                + (impossible == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "impossible        %,d with more labels than steps to give them%n",
                                impossible));
    }
}
