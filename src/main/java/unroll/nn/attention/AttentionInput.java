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
import unroll.nn.recurrent.StepInput;
import unroll.nn.recurrent.StepProduct;

/**
 * The context that a step reads from the rows of another chain by an {@link Attention}, with its
 * state before the step as the query (Bahdanau et al. 2015). Parameters: those of the attention and
 * {@code u} [units, width], which projects the state.
 */
public final class AttentionInput implements StepInput {
    private final String chain;
    private final int columns;
    private final int width;
    private final int units;
    private final Attention attention;
    private final Layout.Slice u;

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
        this.chain = chain;
        this.columns = columns;
        this.width = width;
        this.units = units;
        this.attention = attention;
        u = layout.add(name + ".u", Initializers.glorot(1), units, width);
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
        private final Kernels kernels;
        private final State state;
        private final KeyReading reading;
        private final float[] context; // [kept rows, columns]
        private final float[] query; // [kept rows, units]
        private final float[] dContext; // [sequences, columns]
        private final float[] dQuery; // [sequences, units]
        private final float[] packed; // U, transposed in forward
        private final WeightGradient dU;

        ContextRun(Capacity capacity, Kernels kernels, Allocator allocator, State state) {
            this.kernels = kernels;
            this.state = state;
            boolean training = capacity.training();
            int kept = capacity.keptRows();
            int sequences = training ? capacity.sequences() : 0;
            reading = attention.open(capacity, kernels, allocator);
            packed =
                    allocator.floats(
                            Math.max(Panels.size(width, units), Panels.size(units, width)));
            context = allocator.floats(kept, columns);
            query = allocator.floats(kept, units);
            dContext = allocator.floats(sequences, columns);
            dQuery = allocator.floats(sequences, units);
            dU = training ? new WeightGradient(kernels, allocator, 1, units, width) : null;
        }

        @Override
        public float[] value() {
            return context;
        }

        @Override
        public void start(Context pass, Packing packing) {
            if (!pass.batch.continues()) {
                reading.project(pass, pass.output(chain));
            }
            reading.match(pass, packing);
            pass.attention = reading;
            Panels.packTransposed(width, units, pass.theta, u.offset(), width, packed, 0);
        }

        @Override
        public void forward(Context pass, int active, int row) {
            kernels.multiply(
                    active,
                    units,
                    width,
                    state.before(),
                    row * width,
                    width,
                    packed,
                    0,
                    query,
                    row * units,
                    units,
                    false);
            reading.read(pass, active, query, row * units, context, row * columns);
        }

        @Override
        public void startBackward(Context pass) {
            reading.startBackward(pass);
            Panels.pack(units, width, pass.theta, u.offset(), width, packed, 0);
        }

        @Override
        public void backward(Context pass, int active, int row, StepProduct product) {
            product.backward(dContext, false);
            reading.backward(pass, active, query, row * units, dContext, dQuery);
            reading.backwardContext(active, dContext);
            dU.add(active, dQuery, 0, 0, units, state.before(), row * width, width);
            kernels.multiply(
                    active,
                    width,
                    units,
                    dQuery,
                    0,
                    units,
                    packed,
                    0,
                    state.gradient(),
                    0,
                    width,
                    true);
        }

        @Override
        public void finish(Context pass) {
            reading.finish(pass, true);
            dU.finish(pass.gradient, u.offset());
        }
    }
}
