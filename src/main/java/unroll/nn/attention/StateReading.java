package unroll.nn.attention;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.batch.Packing;

/**
 * Reads the rows of another chain by an {@link Attention} whose queries are a decoder's states.
 * Parameters: those of the attention and {@code u} [units, width], which projects a state.
 */
final class StateReading {
    private final String chain;
    private final int width;
    private final int units;
    private final Attention attention;
    private final Layout.Slice u;

    /**
     * @param chain name of the chain that is read
     * @param width of the state
     * @param units in which state and rows are compared
     * @param attention over these rows, with these units
     */
    StateReading(
            Layout.Builder layout,
            String name,
            String chain,
            int width,
            int units,
            Attention attention) {
        this.chain = chain;
        this.width = width;
        this.units = units;
        this.attention = attention;
        u = layout.add(name + ".u", Initializers.glorot(1), units, width);
    }

    /** The readings of a batch's steps, with their buffers. */
    final class Steps {
        private final Kernels kernels;
        private final KeyReading reading;
        private final float[] query; // [kept rows, units]
        private final float[] dQuery; // [sequences, units]
        private final float[] packed; // U, transposed in forward
        private final WeightGradient dU;

        Steps(Capacity capacity, Kernels kernels, Allocator allocator) {
            this.kernels = kernels;
            boolean training = capacity.training();
            reading = attention.open(capacity, kernels, allocator);
            packed =
                    allocator.floats(
                            Math.max(Panels.size(width, units), Panels.size(units, width)));
            query = allocator.floats(capacity.keptRows(), units);
            dQuery = allocator.floats(training ? capacity.sequences() : 0, units);
            dU = training ? new WeightGradient(kernels, allocator, 1, units, width) : null;
        }

        void packForward(Context pass) {
            Panels.packTransposed(width, units, pass.theta, u.offset(), width, packed, 0);
        }

        /** Prepares for the steps of a batch. */
        void start(Context pass, Packing packing) {
            if (!pass.batch.continues()) {
                reading.project(pass, pass.output(chain));
            }
            reading.match(pass, packing);
            pass.attention = reading;
        }

        /**
         * Reads at a step.
         *
         * @param row kept row of the first sequence
         * @param state of sequence i at {@code at + i * ld}, [width] each
         * @param context [active, columns], from {@code contextAt}: assigned
         */
        void forward(
                Context pass,
                int active,
                int row,
                float[] state,
                int at,
                int ld,
                float[] context,
                int contextAt) {
            int to = row * units;
            kernels.multiply(
                    active, units, width, state, at, ld, packed, 0, query, to, units, false);
            reading.read(pass, active, query, to, context, contextAt);
        }

        void startBackward(Context pass) {
            reading.startBackward(pass);
            Panels.pack(units, width, pass.theta, u.offset(), width, packed, 0);
        }

        /**
         * @param state as forward took it
         * @param dContext [active, columns], from 0
         * @param dState [active, width], from 0: added to
         */
        void backward(
                Context pass,
                int active,
                int row,
                float[] state,
                int at,
                int ld,
                float[] dContext,
                float[] dState) {
            reading.backward(pass, active, query, row * units, dContext, dQuery);
            reading.backwardContext(active, dContext);
            dU.add(active, dQuery, 0, 0, units, state, at, ld);
            kernels.multiply(
                    active, width, units, dQuery, 0, units, packed, 0, dState, 0, width, true);
        }

        /** Assigns the gradients of the parameters. */
        void finish(Context pass) {
            reading.finish(pass, true);
            dU.finish(pass.gradient, u.offset());
        }
    }
}
