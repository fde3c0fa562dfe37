package unroll.nn;

import unroll.math.Kernels;

/**
 * What a network is trained for: the loss between its raw outputs and a batch's targets, and what
 * scores the raw outputs stand for (probabilities, values). Immutable, as a {@link Layer} is.
 */
public interface Objective {
    /** Columns of the raw outputs. */
    int outputs();

    /** Bytes of the buffers of one pass. */
    default long bytes(Capacity capacity) {
        return 0;
    }

    /**
     * Buffers for batches up to {@code capacity}.
     *
     * @param outputs the last layer's: one row a sequence, or, where it has a packing, one row a
     *     step
     */
    Pass open(Capacity capacity, Kernels kernels, Signal outputs);

    /** An objective with its buffers. */
    interface Pass {
        /** Loss of a batch, and assigns the outputs' gradient: of the mean over all terms. */
        Workspace.Loss loss(Batch batch);

        /** Turns the raw outputs into scores, in place. */
        void score();
    }
}
