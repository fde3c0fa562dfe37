package unroll.task.tag;

import java.util.Arrays;
import unroll.measure.Argmax;
import unroll.measure.Evaluation;

/**
 * The tags and intents that the scores of a sequence give.
 *
 * @param steps scores of the tags, [steps, tags]
 * @param tags the most probable ones
 * @param intents probabilities; empty if intents are not predicted
 */
record TagReading(float[] steps, int[] tags, float[] intents) {
    /**
     * Reads scores.
     *
     * @param scores [steps, tags + intents], the intents' probabilities in the first row
     */
    static TagReading of(float[] scores, TagDecoder decoder, Tag task) {
        int tags = task.tags().size();
        int columns = tags + task.intents().size();
        var intents = Arrays.copyOfRange(scores, tags, columns);
        var steps = scores;
        if (intents.length > 0) {
            steps = new float[scores.length / columns * tags];
            for (int from = 0, to = 0; to < steps.length; from += columns, to += tags) {
                System.arraycopy(scores, from, steps, to, tags);
            }
        }
        return new TagReading(steps, decoder.best(steps), intents);
    }

    /** Returns the most probable intent. */
    int intent() {
        return Argmax.of(intents);
    }

    /** Returns -log of the probability of an intent, in nats; 0 for one that is not known. */
    double loss(int target) {
        return target < 0 ? 0 : Evaluation.crossEntropy(intents[target]);
    }
}
