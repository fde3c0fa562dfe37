package unroll.nn.recurrent;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.batch.Packing;

/**
 * What a recurrent direction outputs in place of its state: computed at each step from the state
 * after it, and an input of the next step. Immutable, may have parameters of its own; the matrix
 * that takes it to the blocks of the next step belongs to the direction.
 */
public interface StepOutput {
    int columns();

    /** Buffers for batches up to {@code capacity}. */
    Run open(Capacity capacity, Kernels kernels, Allocator allocator);

    /** The output with its buffers. */
    interface Run {
        /** Packs the parameters, as {@link StepInput.Run#packForward}. */
        void packForward(Context context);

        /** Prepares for the steps of a batch. */
        void start(Context context, Packing packing);

        /**
         * Computes the output of a step.
         *
         * @param active sequences at this step
         * @param row kept row of the first of them
         * @param state after the step, [active, width], from 0
         * @param output [active, columns], from 0: assigned
         */
        void forward(Context context, int active, int row, float[] state, float[] output);

        /** Prepares for the steps of a batch, from the last to the first. */
        void startBackward(Context context);

        /**
         * @param active as in {@link #forward}
         * @param row as in {@link #forward}
         * @param dOutput [active, columns], from 0: overwritten
         * @param dState [active, width], from 0: added to
         */
        void backward(Context context, int active, int row, float[] dOutput, float[] dState);

        /** Assigns the gradients of the parameters. */
        void finish(Context context);
    }
}
