package unroll.task.keyterms;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import unroll.measure.Evaluation;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.PrecisionRecall;
import unroll.message.Plural;
import unroll.task.keyterms.TermRanking.Term;
import unroll.text.term.TermKeys;

/**
 * Ranked terms held against those that texts should yield, whether or not they stand in the text.
 * F1 at k of a text is the harmonic mean of the share of its first k terms that are right, of fewer
 * if it has fewer, and the share of its true terms that are among them. Equal terms count once. The
 * figures are means over the texts that have true terms.
 */
final class TermSums implements Serializable {
    private final Evaluation atFive = new Evaluation();
    private final Evaluation atTen = new Evaluation();
    private final Evaluation stemmedAtFive = new Evaluation();
    private final Evaluation stemmedAtTen = new Evaluation(); // with the loss of labels
    private long texts;
    private long terms; // true ones

    /**
     * Adds a text.
     *
     * @param ranked its terms, the most probable first
     */
    void add(List<Term> ranked, TermKeys keys) {
        texts++;
        terms += keys.terms().length;
        if (keys.terms().length > 0) {
            atFive.countScore(f1(ranked, 5, keys.words(), keys.terms()), 1);
            atTen.countScore(f1(ranked, 10, keys.words(), keys.terms()), 1);
            stemmedAtFive.countScore(f1(ranked, 5, keys.stems(), keys.stemmed()), 1);
            stemmedAtTen.countScore(f1(ranked, 10, keys.stems(), keys.stemmed()), 1);
        }
    }

    /**
     * Adds the loss of a word's label.
     *
     * @param probability of the true one
     */
    void addLoss(float probability) {
        stemmedAtTen.countLoss(Evaluation.crossEntropy(probability), 1);
    }

    private static double f1(List<Term> ranked, int k, int[] words, int... wanted) {
        var truth = Arrays.stream(wanted).boxed().collect(Collectors.toCollection(HashSet::new));
        var first = TermRanking.distinct(ranked, k, words);
        long right = first.stream().filter(truth::contains).count();
        return new PrecisionRecall(truth.size(), first.size(), right).f1();
    }

    void add(TermSums other) {
        atFive.add(other.atFive);
        atTen.add(other.atTen);
        stemmedAtFive.add(other.stemmedAtFive);
        stemmedAtTen.add(other.stemmedAtTen);
        texts += other.texts;
        terms += other.terms;
    }

    Evaluation evaluation() {
        return stemmedAtTen;
    }

    /** The figures of the texts so far, at least one. */
    Measures measures() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", texts);
        counts.put("terms", terms);
        counts.put("steps", stemmedAtTen.terms());
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.STEMMED_F1_AT_10, stemmedAtTen.score(Metric.STEMMED_F1_AT_10));
        figures.put(Metric.STEMMED_F1_AT_5, stemmedAtFive.score(Metric.STEMMED_F1_AT_5));
        figures.put(Metric.F1_AT_10, atTen.score(Metric.F1_AT_10));
        figures.put(Metric.F1_AT_5, atFive.score(Metric.F1_AT_5));
        var text = new StringBuilder();
        Measures.line(text, "texts      %,d with %s", texts, Plural.of(terms, "term"));
        Measures.line(text, "%n%-10s %9s %9s", "F1", "at 5", "at 10");
        Measures.line(
                text,
                "%-10s %9s %9s",
                "exact",
                Measures.finePercent(figures.get(Metric.F1_AT_5)),
                Measures.finePercent(figures.get(Metric.F1_AT_10)));
        Measures.line(
                text,
                "%-10s %9s %9s",
                "stemmed",
                Measures.finePercent(figures.get(Metric.STEMMED_F1_AT_5)),
                Measures.finePercent(figures.get(Metric.STEMMED_F1_AT_10)));
        Measures.line(text, "%nlog-loss   %.4f a word", stemmedAtTen.loss());
        var shown = new LinkedHashMap<String, String>();
        shown.put("F1@10 of stems", Measures.finePercent(figures.get(Metric.STEMMED_F1_AT_10)));
        shown.put("F1@10", Measures.finePercent(figures.get(Metric.F1_AT_10)));
        figures.put(Metric.LOG_LOSS, stemmedAtTen.loss());
        return new Measures(counts, figures, shown, Map.of(), text.toString());
    }
}
