package unroll.task.transcribe;

import java.util.List;

/** A way to find labels. May hold buffers, so that each thread needs its own. */
@FunctionalInterface
interface LabelSearch {
    /**
     * Returns the labels of each sequence, which do not depend on the other sequences.
     *
     * @param logits of each sequence [steps, labels + 1], the blank last
     */
    List<Found> find(List<float[]> logits);

    /**
     * The labels of a sequence.
     *
     * @param logProbability of the alignments that they were found by, in nats, without the prior
     */
    record Found(int[] labels, double logProbability) {}
}
