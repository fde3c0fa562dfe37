package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;

/** {@code y = W x + b}, row by row; {@code w} [outputs, inputs], {@code b} [outputs]. */
public final class Linear implements Layer {
    private final int inputs;
    private final int outputs;
    private final boolean steps;
    private final Layout.Slice w;
    private final Layout.Slice b;

    /** Over one row a sequence. */
    public Linear(Layout.Builder layout, String name, int inputs, int outputs) {
        this(layout, name, inputs, outputs, false);
    }

    /**
     * @param steps whether there is a row a step, not one a sequence
     */
    public Linear(Layout.Builder layout, String name, int inputs, int outputs, boolean steps) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.steps = steps;
        w = layout.add(name + ".w", Starts.glorot(1), outputs, inputs);
        b = layout.add(name + ".b", Starts.zero(), outputs);
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public long bytes(Capacity capacity) {
        return 8L * (steps ? capacity.rows() : capacity.sequences()) * outputs
                + 4L * Panels.size(inputs, outputs)
                + WeightGradient.bytes(1, outputs, inputs);
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Signal input) {
        return new Product(capacity, kernels, input);
    }

    private final class Product implements Pass {
        private final Kernels kernels;
        private final Signal input;
        private final Signal output;
        private final float[] packed =
                new float[Math.max(Panels.size(inputs, outputs), Panels.size(outputs, inputs))];
        private final WeightGradient dW;

        Product(Capacity capacity, Kernels kernels, Signal input) {
            this.kernels = kernels;
            this.input = input;
            output = new Signal(input.value.length / inputs, outputs, capacity.training());
            dW = capacity.training() ? new WeightGradient(kernels, 1, outputs, inputs) : null;
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(Context context) {
            output.rows = input.rows;
            output.packing = input.packing;
            for (int row = 0; row < input.rows; row++) {
                System.arraycopy(context.theta, b.offset(), output.value, row * outputs, outputs);
            }
            Panels.packTransposed(inputs, outputs, context.theta, w.offset(), inputs, packed, 0);
            kernels.multiply(
                    input.rows,
                    outputs,
                    inputs,
                    input.value,
                    0,
                    inputs,
                    packed,
                    0,
                    output.value,
                    0,
                    outputs,
                    true);
        }

        @Override
        public void backward(Context context) {
            Panels.pack(outputs, inputs, context.theta, w.offset(), inputs, packed, 0);
            kernels.multiply(
                    input.rows,
                    inputs,
                    outputs,
                    output.gradient,
                    0,
                    outputs,
                    packed,
                    0,
                    input.gradient,
                    0,
                    inputs,
                    false);
            dW.add(input.rows, output.gradient, 0, 0, outputs, input.value, 0, inputs);
            dW.finish(context.gradient, w.offset());
            Arrays.fill(context.gradient, b.offset(), b.end(), 0);
            kernels.addRows(
                    input.rows, outputs, output.gradient, 0, outputs, context.gradient, b.offset());
        }
    }
}
