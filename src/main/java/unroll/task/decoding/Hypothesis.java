package unroll.task.decoding;

import java.util.List;
import unroll.text.Vocabulary;

/**
 * A text, or the beginning of one that is being written: a word after another hypothesis.
 *
 * @param before null for the empty text
 * @param word id of the last word, of the mark at the end, or of what stands before the beginning
 * @param length words, with the mark at the end but without that at the beginning
 * @param logProbability of all of them given the source, in nats
 * @param row of the network's batch that predicted the word; 0 at the beginning
 * @param source step of the source with the largest weight at the word; -1 without attention
 * @param weights of all steps of the source; none unless they are kept
 * @param ended whether the text is complete
 */
public record Hypothesis(
        Hypothesis before,
        int word,
        int length,
        double logProbability,
        int row,
        int source,
        List<Float> weights,
        boolean ended) {
    /** Nothing but the mark at the beginning. */
    static final Hypothesis EMPTY = after(Vocabulary.MARK);

    public Hypothesis {
        weights = List.copyOf(weights);
    }

    /** Returns the empty text after a word, which the network has yet to read. */
    public static Hypothesis after(int word) {
        return new Hypothesis(null, word, 0, 0, 0, -1, List.of(), false);
    }

    /** Returns the hypotheses after each word, in order, without that after the mark at the end. */
    public List<Hypothesis> steps() {
        var steps = new Hypothesis[ended() ? length - 1 : length];
        var at = ended() ? before : this;
        for (int i = steps.length - 1; i >= 0; i--) {
            steps[i] = at;
            at = at.before;
        }
        return List.of(steps);
    }

    /** Returns the log-probability over the length penalty of Wu et al. (2016). */
    public double score(double penalty) {
        return score(penalty, length);
    }

    /** Returns the score with the penalty of another length. */
    double score(double penalty, int words) {
        return logProbability / StrictMath.pow((5.0 + words) / 6, penalty);
    }
}
