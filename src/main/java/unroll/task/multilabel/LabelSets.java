package unroll.task.multilabel;

import java.util.Arrays;
import java.util.BitSet;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/** Walks through the examples of a batch whose targets are sets of labels. */
final class LabelSets {
    private LabelSets() {}

    /** Receives an example. */
    @FunctionalInterface
    interface Receiver {
        /**
         * @param logits one for each label
         * @param labels of its set
         */
        void add(float[] logits, BitSet labels);
    }

    /**
     * Scores a batch with a network that has one logit a label for each sequence.
     *
     * @param labels number of them
     */
    static void score(Workspace workspace, float[] theta, Batch batch, int labels, Receiver to) {
        var sets = batch.target();
        workspace.score(
                theta,
                batch,
                (scores, first, count) -> {
                    for (int i = 0; i < count; i++) {
                        int place = sets.packing().place(batch.packing().example(first + i));
                        var set = new BitSet(labels);
                        for (int label : sets.packing().rows(sets.ids(), place)) {
                            set.set(label);
                        }
                        to.add(Arrays.copyOfRange(scores, i * labels, (i + 1) * labels), set);
                    }
                });
    }
}
