package unroll.task.decoding;

import java.util.List;
import unroll.text.Vocabulary;

/**
 * A text, or the beginning of one that is being written: a word after another hypothesis.
 *
 * @param before null for the empty text
 * @param word id of the last word; {@link Vocabulary#MARK} at the beginning and the end
 * @param length words, with the mark at the end but without that at the beginning
 * @param logProbability of all of them given the source, in nats
 * @param row of the network's batch that predicted the word
 * @param source step of the source with the largest weight at the word; -1 without attention
 * @param weights of all steps of the source; none unless they are kept
 */
public record Hypothesis(
        Hypothesis before,
        int word,
        int length,
        double logProbability,
        int row,
        int source,
        List<Float> weights) {
    /** Nothing but the mark at the beginning. */
    static final Hypothesis EMPTY = new Hypothesis(null, Vocabulary.MARK, 0, 0, -1, -1, List.of());

    public Hypothesis {
        weights = List.copyOf(weights);
    }

    /** Returns whether the text is complete. */
    public boolean ended() {
        return length > 0 && word == Vocabulary.MARK;
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
