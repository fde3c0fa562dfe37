package unroll.nn;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.batch.RowSet;

/** A part of a network: immutable, knows its parameters, opens passes with buffers. */
public interface Layer {
    /** Columns of what it hands on. */
    int outputs();

    /**
     * Buffers for batches up to {@code capacity}.
     *
     * @param input what the layer before hands on; null for the first
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
         * Rows that the last forward used of the layer's by-row parameters, one set a parameter, in
         * the layout's order.
         */
        default List<RowSet> used() {
            return List.of();
        }

        /** Says that parameters have changed since the last forward for scoring. */
        default void invalidate() {}
    }
}
