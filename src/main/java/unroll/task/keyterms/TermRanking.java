package unroll.task.keyterms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import unroll.text.term.TermKeys;

/**
 * Ranks the terms of a text by the probability that one of their occurrences is labelled as a term.
 * The labels of steps are independent given the text, so an occurrence of words s to e has
 *
 * <pre>
 * p = p[s][B] * p[s + 1][I] * ... * p[e][I] * (1 - p[e + 1][I])
 * </pre>
 *
 * and a term 1 - (1 - p) (1 - p') ... over its occurrences.
 */
final class TermRanking {
    private static final int LONGEST = 8; // words of a term
    private static final double LEAST = 0.001; // probability of an occurrence that counts
    private static final Comparator<Term> ORDER =
            Comparator.comparingDouble((Term term) -> -term.score())
                    .thenComparingInt(Term::start)
                    .thenComparingInt(Term::words);

    private final KeyTerms task;

    TermRanking(KeyTerms task) {
        this.task = task;
    }

    /**
     * A term by its first occurrence.
     *
     * @param start its first word
     * @param words how many
     * @param score its probability
     */
    record Term(int start, int words, double score) {
        /** Returns its key, from those of the text's words. */
        int key(int... ofWords) {
            return TermKeys.of(ofWords, start, words);
        }
    }

    /**
     * Returns terms, the most probable first.
     *
     * @param scores probabilities of labels, [steps, labels]
     * @param keys by which words are equal, [steps]
     */
    List<Term> of(float[] scores, int... keys) {
        var first = new HashMap<Integer, Term>(); // by key
        for (int start = 0; start < keys.length; start++) {
            double p = task.begin(scores, start);
            int most = Math.min(LONGEST, keys.length - start);
            for (int words = 1; words <= most && p >= LEAST; words++) {
                double goesOn =
                        start + words < keys.length ? task.inside(scores, start + words) : 0;
                var found = new Term(start, words, p * (1 - goesOn));
                first.merge(found.key(keys), found, TermRanking::either);
                p *= goesOn;
            }
        }
        var terms = new ArrayList<>(first.values());
        terms.removeIf(term -> term.score() < task.threshold());
        terms.sort(ORDER);
        return terms;
    }

    /** Returns a term with the probability of either of two occurrences. */
    private static Term either(Term one, Term later) {
        return new Term(one.start(), one.words(), 1 - (1 - one.score()) * (1 - later.score()));
    }

    /**
     * Returns the keys of the terms that are ranked first, each once.
     *
     * @param keys of the text's words, or of their stems
     */
    static List<Integer> distinct(List<Term> ranked, int most, int... keys) {
        var found = new HashSet<Integer>();
        return ranked.stream().map(term -> term.key(keys)).filter(found::add).limit(most).toList();
    }
}
