package unroll.nn.attention;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.batch.Packing;
import unroll.nn.recurrent.StepInput;
import unroll.nn.recurrent.StepProduct;

/**
 * The context that a step reads from the rows of another chain by an {@link Attention}, with its
 * state before the step as the query (Bahdanau et al. 2015). Parameters: those of the attention and
 * {@code u} [units, width], which projects the state.
 */
public final class AttentionInput implements StepInput {
    private final int columns;
    private final int width;
    private final StateReading reading;

    /**
     * @param chain name of the chain that is read
     * @param columns of its output
     * @param width of the state
     * @param units in which state and rows are compared
     * @param attention over these rows, with these units
     */
    public AttentionInput(
            Layout.Builder layout,
            String name,
            String chain,
            int columns,
            int width,
            int units,
            Attention attention) {
        this.columns = columns;
        this.width = width;
        reading = new StateReading(layout, name, chain, width, units, attention);
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public StepInput.Run open(
            Capacity capacity, Kernels kernels, Allocator allocator, State state) {
        return new ContextRun(capacity, kernels, allocator, state);
    }

    private final class ContextRun implements StepInput.Run {
        private final State state;
        private final StateReading.Steps run;
        private final float[] context; // [kept rows, columns]
        private final float[] dContext; // [sequences, columns]

        ContextRun(Capacity capacity, Kernels kernels, Allocator allocator, State state) {
            this.state = state;
            run = reading.new Steps(capacity, kernels, allocator);
            context = allocator.floats(capacity.keptRows(), columns);
            dContext = allocator.floats(capacity.training() ? capacity.sequences() : 0, columns);
        }

        @Override
        public float[] value() {
            return context;
        }

        @Override
        public void packForward(Context pass) {
            run.packForward(pass);
        }

        @Override
        public void start(Context pass, Packing packing) {
            run.start(pass, packing);
        }

        @Override
        public void forward(Context pass, int active, int row) {
            int at = row * width;
            run.forward(pass, active, row, state.before(), at, width, context, row * columns);
        }

        @Override
        public void startBackward(Context pass) {
            run.startBackward(pass);
        }

        @Override
        public void backward(Context pass, int active, int row, StepProduct product) {
            product.backward(dContext, false);
            int at = row * width;
            run.backward(pass, active, row, state.before(), at, width, dContext, state.gradient());
        }

        @Override
        public void finish(Context pass) {
            run.finish(pass);
        }
    }
}
