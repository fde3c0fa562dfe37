package unroll.nn.recurrent;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.batch.Packing;

/**
 * An input of a recurrent direction that is computed at each step, from the state before it: an
 * earlier state or output that is fed back, or the context of an attention. Immutable, may have
 * parameters of its own; the matrix that takes it to the blocks of a step belongs to the direction.
 */
public interface StepInput {
    int columns();

    /** Buffers for batches up to {@code capacity}. */
    Run open(Capacity capacity, Kernels kernels, Allocator allocator, State state);

    /**
     * The state of the direction that takes the input.
     *
     * @param before the state before each step, [kept rows, width]
     * @param gradient of the state before the step at work, [sequences, width]
     */
    record State(float[] before, float[] gradient) {}

    /** The input with its buffers. */
    interface Run {
        /** The input at each step, [kept rows, columns]. */
        float[] value();

        /**
         * Whether the input is zero where the state before the step is zero, and so needs no work.
         */
        default boolean isFeedback() {
            return false;
        }

        /**
         * Packs the parameters: before each batch in training, else only when they have changed.
         */
        default void packForward(Context context) {}

        /** Prepares for the steps of a batch. */
        default void start(Context context, Packing packing) {}

        /**
         * Assigns the values of a step.
         *
         * @param active sequences at this step
         * @param row kept row of the first of them
         */
        void forward(Context context, int active, int row);

        /** Prepares for the steps of a batch, from the last to the first. */
        default void startBackward(Context context) {}

        /**
         * Takes the gradient of a step's values from the product, and adds to that of the state.
         *
         * @param active as in {@link #forward}
         * @param row as in {@link #forward}
         */
        void backward(Context context, int active, int row, StepProduct product);

        /** Cuts the gradient: none enters a value from the steps after it. */
        default void clearGradient(int sequences) {}

        /** Assigns the gradients of the parameters. */
        default void finish(Context context) {}

        /**
         * Takes what the next batch continues from given places; nothing where a value depends on
         * the state alone.
         *
         * @param parents place of each sequence
         */
        default void reorder(int[] parents, int sequences) {}
    }
}
