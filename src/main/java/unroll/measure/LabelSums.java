package unroll.measure;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Sequences of labels held against the true ones: edits, and losses of the true labels. */
public final class LabelSums implements Serializable {
    private final Evaluation evaluation = new Evaluation();
    private long examples;
    private long right; // examples without an edit
    private long labels; // true ones
    private long substituted;
    private long missing;
    private long added;

    /**
     * Adds an example.
     *
     * @param labels how many are true
     * @param edits from the model's labels to the true ones
     * @param loss of the true labels, in nats; NaN if there are too few steps for them
     */
    public void add(int labels, Edits edits, double loss) {
        examples++;
        right += edits.total() == 0 ? 1 : 0;
        this.labels += labels;
        substituted += edits.substituted();
        missing += edits.missing();
        added += edits.added();
        evaluation.countScore(edits.total(), labels);
        if (!Double.isNaN(loss)) {
            evaluation.countLoss(loss);
        }
    }

    public void add(LabelSums other) {
        evaluation.add(other.evaluation);
        examples += other.examples;
        right += other.right;
        labels += other.labels;
        substituted += other.substituted;
        missing += other.missing;
        added += other.added;
    }

    public Evaluation evaluation() {
        return evaluation;
    }

    /** The figures of the examples so far, at least one. */
    public Measures measures() {
        long impossible = examples - evaluation.terms();
        double errorRate = evaluation.score(Metric.LABEL_ERROR_RATE);
        double allRight = (double) right / examples;
        double loss = evaluation.terms() == 0 ? Double.NaN : evaluation.loss();
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", examples);
        counts.put("labels", labels);
        counts.put("substituted", substituted);
        counts.put("missing", missing);
        counts.put("added", added);
        counts.put("impossible", impossible);
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.LABEL_ERROR_RATE, errorRate);
        figures.put(Metric.SEQUENCE_ACCURACY, allRight);
        figures.put(Metric.LOG_LOSS, loss);
        var shown = new LinkedHashMap<String, String>();
        shown.put("label errors", Measures.percent(errorRate));
        shown.put("all right", Measures.percent(allRight));
        return new Measures(
                counts, figures, shown, Map.of(), text(errorRate, allRight, loss, impossible));
    }

    private String text(double errorRate, double allRight, double loss, long impossible) {
        return String.format(
                        Locale.ROOT,
                        "examples          %,d%nlabels            %,d%n"
                                + "label error rate  %.2f %%: %,d substituted, %,d missing, %,d added%n"
                                + "all labels right  %.2f %% of the examples%n",
                        examples,
                        labels,
                        100 * errorRate,
                        substituted,
                        missing,
                        added,
                        100 * allRight)
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
