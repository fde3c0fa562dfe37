package unroll.task.language;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import unroll.task.Generation.Sampling;

/** Draws the next word of a text from a model's distribution. */
final class NextWord {
    private final Sampling sampling;
    private final int first;
    private final double[] weights; // [words], not normalised; 0 of words that are not drawn
    private final BitSet seen = new BitSet();

    /**
     * @param first id that may be drawn; all from it on are known words
     * @param words number of ids
     */
    NextWord(Sampling sampling, int first, int words) {
        this.sampling = sampling;
        this.first = first;
        weights = new double[words];
    }

    /** Begins another text. */
    void clear() {
        seen.clear();
    }

    /** Tells that the text holds a word. */
    void add(int id) {
        seen.set(id);
    }

    /**
     * Returns the word at a place in the cumulative distribution.
     *
     * @param probabilities [words]
     * @param place in [0, 1)
     */
    int draw(float[] probabilities, double place) {
        int best = first;
        for (int id = first; id < weights.length; id++) {
            weights[id] = penalized(id, probabilities[id]);
            best = weights[id] > weights[best] ? id : best;
        }
        if (sampling.temperature() == 0) {
            return best;
        }
        if (sampling.temperature() != 1) {
            sharpen(weights[best]);
        }
        if (sampling.topK() > 0 || sampling.topP() < 1) {
            keepMostProbable();
        }
        double left = place * total();
        int last = best;
        for (int id = first; id < weights.length; id++) {
            left -= weights[id];
            if (left < 0) {
                return id;
            }
            last = weights[id] > 0 ? id : last;
        }
        return last;
    }

    private double penalized(int id, double probability) {
        return sampling.repetitionPenalty() != 1 && seen.get(id)
                ? StrictMath.pow(probability, sampling.repetitionPenalty())
                : probability;
    }

    /** Applies the temperature. Divides by the largest first, so that it stays above 0. */
    private void sharpen(double largest) {
        for (int id = first; id < weights.length; id++) {
            weights[id] = StrictMath.pow(weights[id] / largest, 1 / sampling.temperature());
        }
    }

    /** Clears all weights but the largest ones; of equal ones the first stay. */
    private void keepMostProbable() {
        var falling =
                IntStream.range(first, weights.length)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingDouble(id -> -weights[id])
                                        .thenComparing(Comparator.naturalOrder()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int most = sampling.topK() > 0 ? Math.min(sampling.topK(), falling.length) : falling.length;
        double whole = 0;
        for (int i = 0; i < most; i++) {
            whole += weights[falling[i]];
        }
        int kept = 0;
        for (double sum = 0; kept < most && sum < sampling.topP() * whole; kept++) {
            sum += weights[falling[kept]];
        }
        for (int i = Math.max(1, kept); i < falling.length; i++) {
            weights[falling[i]] = 0;
        }
    }

    private double total() {
        double sum = 0;
        for (int id = first; id < weights.length; id++) {
            sum += weights[id];
        }
        return sum;
    }
}
