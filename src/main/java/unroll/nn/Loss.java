package unroll.nn;

import unroll.math.Allocator;
import unroll.math.Kernels;

/**
 * What a network is trained for: the loss between what its last layer hands on and a batch's
 * targets, and what scores that stands for (probabilities, values). Immutable, as a {@link Layer}
 * is; may have parameters of its own.
 */
public interface Loss {
    /** Columns of the scores. */
    int outputs();

    /**
     * Buffers for batches up to {@code capacity}.
     *
     * @param input what the last layer hands on: one row a sequence, or, where it has a packing,
     *     one row a step
     */
    Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input);

    /** An objective with its buffers. */
    interface Pass {
        /**
         * Loss of a batch. Assigns the gradient of the mean over all terms: the input's, and that
         * of its own parameters.
         */
        Workspace.BatchLoss loss(Context context);

        /** Hands on the scores; may change the input's values. */
        void score(Context context, Workspace.Scores to);
    }
}
