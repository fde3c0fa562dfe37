package unroll.measure;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sequences of labels held against the true ones: edits of labels, and of the words that they may
 * spell, and losses of the true labels.
 */
public final class LabelSums implements Serializable {
    private final Evaluation evaluation = new Evaluation();
    private final EditCounts labels = new EditCounts();
    private final EditCounts words = new EditCounts();
    private final boolean spelling;
    private long examples;
    private long right; // examples without an edit

    /**
     * @param spelling whether labels spell words
     */
    public LabelSums(boolean spelling) {
        this.spelling = spelling;
    }

    /**
     * Adds an example.
     *
     * @param wanted how many labels are true
     * @param edits from the model's labels to the true ones
     * @param loss of the true labels, in nats; NaN if there are too few steps for them
     */
    public void add(int wanted, Edits edits, double loss) {
        examples++;
        right += edits.total() == 0 ? 1 : 0;
        labels.add(wanted, edits);
        evaluation.countScore(edits.total(), wanted);
        if (!Double.isNaN(loss)) {
            evaluation.countLoss(loss);
        }
    }

    /**
     * Adds the words of an example.
     *
     * @param wanted how many words are true
     * @param edits from the model's words to the true ones
     */
    public void addWords(int wanted, Edits edits) {
        words.add(wanted, edits);
    }

    public void add(LabelSums other) {
        evaluation.add(other.evaluation);
        labels.add(other.labels);
        words.add(other.words);
        examples += other.examples;
        right += other.right;
    }

    public Evaluation evaluation() {
        return evaluation;
    }

    /** The figures of the examples so far, at least one. */
    public Measures measures() {
        double allRight = (double) right / examples;
        double loss = evaluation.terms() == 0 ? Double.NaN : evaluation.loss();
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", examples);
        counts.put("labels", labels.wanted());
        counts.put("substituted", labels.substituted());
        counts.put("missing", labels.missing());
        counts.put("added", labels.added());
        counts.put("impossible", impossible());
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.LABEL_ERROR_RATE, labels.rate());
        var shown = new LinkedHashMap<String, String>();
        shown.put("label errors", Measures.percent(labels.rate()));
        if (spelling) {
            counts.put("words", words.wanted());
            counts.put("substitutedWords", words.substituted());
            counts.put("missingWords", words.missing());
            counts.put("addedWords", words.added());
            figures.put(Metric.WORD_ERROR_RATE, words.rate());
            shown.put("word errors", Measures.percent(words.rate()));
        }
        figures.put(Metric.SEQUENCE_ACCURACY, allRight);
        figures.put(Metric.LOG_LOSS, loss);
        shown.put("all right", Measures.percent(allRight));
        return new Measures(counts, figures, shown, Map.of(), text(allRight, loss));
    }

    /** Returns how many examples are no term of the loss. */
    private long impossible() {
        return examples - evaluation.terms();
    }

    private String text(double allRight, double loss) {
        var text = new StringBuilder();
        Measures.line(text, "examples          %,d", examples);
        Measures.line(text, "labels            %,d", labels.wanted());
        Measures.line(text, "label error rate  %s", labels);
        if (spelling) {
            Measures.line(text, "words             %,d", words.wanted());
            Measures.line(text, "word error rate   %s", words);
        }
        Measures.line(text, "all labels right  %.2f %% of the examples", 100 * allRight);
        if (!Double.isNaN(loss)) {
            Measures.line(text, "log-loss          %.4f", loss);
        }
        if (impossible() > 0) {
            Measures.line(
                    text,
                    "impossible        %,d with more labels than steps to give them",
                    impossible());
        }
        return text.toString();
    }
}
