package unroll.nn.attention;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.batch.Packing;
import unroll.nn.layer.Affine;
import unroll.nn.recurrent.StepOutput;

/**
 * What a step and its reading of another chain give together (Luong et al. 2015): {@code tanh(W [c;
 * h])}, where h is the state after the step and c the context that an {@link Attention} reads with
 * h as the query. Parameters: those of the attention, {@code u} [units, width], which projects the
 * state, and {@code joined} [width, columns + width], which is W.
 */
public final class AttentionalVector implements StepOutput {
    private final int columns;
    private final int width;
    private final StateReading reading;
    private final Affine map;

    /**
     * @param chain name of the chain that is read
     * @param columns of its output
     * @param width of the state, and of the vector
     * @param units in which state and rows are compared
     * @param attention over these rows, with these units
     */
    public AttentionalVector(
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
        map = Affine.unbiased(layout, name + ".joined", columns + width, width);
    }

    @Override
    public int columns() {
        return width;
    }

    @Override
    public StepOutput.Run open(Capacity capacity, Kernels kernels, Allocator allocator) {
        return new VectorRun(capacity, kernels, allocator);
    }

    private final class VectorRun implements StepOutput.Run {
        private final Kernels kernels;
        private final StateReading.Steps read;
        private final Affine.Run mapping;
        private final int inputs = columns + width;
        private final float[] context; // [sequences, columns], of the last step
        private final float[] joined; // [kept rows, columns + width], context and state
        private final float[] vector; // [kept rows, width]
        private final float[] dContext; // [sequences, columns]
        private final float[] dJoined; // [sequences, columns + width]

        VectorRun(Capacity capacity, Kernels kernels, Allocator allocator) {
            this.kernels = kernels;
            int sequences = capacity.training() ? capacity.sequences() : 0;
            read = reading.new Steps(capacity, kernels, allocator);
            mapping = map.new Run(kernels, allocator, capacity.training());
            context = allocator.floats(capacity.sequences(), columns);
            joined = allocator.floats(capacity.keptRows(), inputs);
            vector = allocator.floats(capacity.keptRows(), width);
            dContext = allocator.floats(sequences, columns);
            dJoined = allocator.floats(sequences, inputs);
        }

        @Override
        public void packForward(Context pass) {
            read.packForward(pass);
            mapping.packForward(pass.theta);
        }

        @Override
        public void start(Context pass, Packing packing) {
            read.start(pass, packing);
        }

        @Override
        public void forward(Context pass, int active, int row, float[] state, float[] output) {
            int at = row * inputs;
            int to = row * width;
            read.forward(pass, active, row, state, 0, width, context, 0);
            kernels.copyRows(active, columns, context, 0, columns, joined, at, inputs);
            kernels.copyRows(active, width, state, 0, width, joined, at + columns, inputs);
            mapping.forward(pass.theta, active, joined, at, vector, to);
            kernels.tanh(vector, to, vector, to, active * width);
            System.arraycopy(vector, to, output, 0, active * width);
        }

        @Override
        public void startBackward(Context pass) {
            read.startBackward(pass);
            mapping.startBackward(pass);
        }

        @Override
        public void backward(Context pass, int active, int row, float[] dOutput, float[] dState) {
            int at = row * inputs;
            for (int i = 0; i < active * width; i++) {
                float tanh = vector[row * width + i];
                dOutput[i] *= 1 - tanh * tanh;
            }
            mapping.backward(pass, active, joined, at, dOutput, 0, dJoined, 0);
            kernels.copyRows(active, columns, dJoined, 0, inputs, dContext, 0, columns);
            for (int i = 0; i < active; i++) {
                kernels.add(dJoined, i * inputs + columns, dState, i * width, width);
            }
            int from = at + columns;
            read.backward(pass, active, row, joined, from, inputs, dContext, dState);
        }

        @Override
        public void finish(Context pass) {
            read.finish(pass);
            mapping.finish(pass.gradient);
        }
    }
}
