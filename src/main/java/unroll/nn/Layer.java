package unroll.nn;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.batch.RowSet;

/** A layer of a network: immutable, with its parameters' places in the layout. */
public interface Layer {
    /** Returns the columns of the output. */
    int outputs();

    /**
     * Opens a pass with buffers for batches up to {@code capacity}.
     *
     * @param input output of the layer before; null for the first
     */
    Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input);

    /** A layer with its buffers. */
    interface Pass {
        Activations output();

        /** Assigns the output's values from the input's. */
        void forward(Context context);

        /** Assigns parameter gradients and the input's gradient from the output's. */
        void backward(Context context);

        /**
         * Returns the rows that the last forward used of the layer's by-row parameters, one set a
         * parameter, in the layout's order.
         */
        default List<RowSet> used() {
            return List.of();
        }

        /**
         * Finds the rows that the next forward will use, so that {@link #used} lists them before
         * any parameter is read. Where a layer finds them by itself, it overrides this.
         */
        default void findUsed(Context context) {}

        /**
         * Lets each sequence of the next batch, which continues the last one, do so from the state
         * of a given place. Layers without a state do nothing.
         *
         * @param parents place in the last batch of each sequence, by its place in the next
         */
        default void reorder(int[] parents, int sequences) {}

        /** Tells that parameters have changed since the last forward for scoring. */
        default void invalidate() {}
    }
}
