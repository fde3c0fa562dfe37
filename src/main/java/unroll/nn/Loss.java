package unroll.nn;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.batch.RowSet;

/**
 * The loss of a network: of the last layer's output against the targets of a batch. Also turns that
 * output into scores (probabilities, values). Immutable, as a {@link Layer} is; may have parameters
 * of its own.
 */
public interface Loss {
    /** Returns the columns of the scores. */
    int outputs();

    /**
     * Opens a pass with buffers for batches up to {@code capacity}.
     *
     * @param input output of the last layer
     */
    Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input);

    /** A loss with its buffers. */
    interface Pass {
        /**
         * Returns the loss of a batch. Assigns the gradient of the mean over all terms: the
         * input's, and that of its own parameters.
         */
        Workspace.BatchLoss loss(Context context);

        /**
         * Returns the rows that the last {@link #loss} used of the loss's by-row parameters, one
         * set a parameter, in the layout's order.
         */
        default List<RowSet> used() {
            return List.of();
        }

        /**
         * Finds the rows that the next {@link #loss} will use, so that {@link #used} lists them
         * before any parameter is read.
         */
        default void findUsed(Context context) {}

        /**
         * Passes the scores on; may change the input's values, and may keep values computed from
         * the parameters until {@link #invalidate}.
         */
        void score(Context context, Workspace.Scores to);

        /** Tells that parameters have changed since the last scores. */
        default void invalidate() {}
    }
}
