package unroll.nn.layer;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.batch.Packing;

/**
 * Time-delay layer (Waibel et al. 1989): a convolution over time,
 *
 * <pre>
 * y[t] = f(b + sum over k of W[k] x[stride t + dilation k - pad])    pad = dilation (kernel - 1) / 2
 * </pre>
 *
 * <p>Sequences are padded with zeros, so that n steps become n / stride, rounded up. Each output
 * row's taps are gathered side by side, a block of rows at a time, so that a block is one product.
 * Parameters: {@code w} [outputs, kernel, inputs], {@code b} [outputs].
 */
public final class TimeDelay implements Layer {
    /** The activation of each element. */
    public enum Activation {
        NONE,
        TANH,
        RELU
    }

    /** Rows of a block: their taps stay in the second-level cache. */
    private static final int BLOCK = 64;

    private final int inputs;
    private final int outputs;
    private final int kernel;
    private final int dilation;
    private final int stride;
    private final Activation activation;
    private final int window; // columns of all taps together
    private final Affine map; // from a window to an output

    /**
     * @param kernel taps of each output, at least 1
     * @param dilation steps from tap to tap, at least 1
     * @param stride steps from output to output, at least 1
     */
    public TimeDelay(
            Layout.Builder layout,
            String name,
            int inputs,
            int outputs,
            int kernel,
            int dilation,
            int stride,
            Activation activation) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.kernel = kernel;
        this.dilation = dilation;
        this.stride = stride;
        this.activation = activation;
        window = Math.multiplyExact(kernel, inputs);
        map =
                new Affine(
                        layout.add(name + ".w", Initializers.glorot(1), outputs, kernel, inputs),
                        layout.add(name + ".b", Initializers.zero(), outputs));
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Convolution(capacity, kernels, allocator, input);
    }

    private final class Convolution implements Pass {
        private final Kernels kernels;
        private final Activations input;
        private final Activations output;
        private final Packing packing;
        private final int[] taps; // [rows, kernel]: row of the input's values, -1 for zeros
        private final float[] windows; // [BLOCK, kernel * inputs]
        private final float[] d; // [BLOCK, outputs]
        private final float[] activated; // [rows, outputs], empty without an activation
        private final Affine.Run run;

        Convolution(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            this.input = input;
            output = new Activations(allocator, capacity.rows(), outputs, capacity.training());
            packing = new Packing(capacity.sequences());
            output.packing = packing;
            windows = allocator.floats(BLOCK, window);
            d = allocator.floats(BLOCK, outputs);
            taps = allocator.ints(capacity.rows(), kernel);
            boolean kept = capacity.training() && activation != Activation.NONE;
            activated = allocator.floats(kept ? capacity.rows() : 0, outputs);
            run = map.new Run(kernels, allocator, capacity.training());
        }

        @Override
        public Activations output() {
            return output;
        }

        /**
         * @throws IllegalStateException if a batch continues another, whose steps are gone
         */
        @Override
        public void forward(Context context) {
            if (context.batch.continues()) {
                throw new IllegalStateException(
                        "a convolution over time needs whole sequences, got a batch that continues"
                                + " another");
            }
            packing.setStrided(input.packing, stride);
            output.rows = packing.rows();
            locateTaps();
            run.packForward(context.theta);
            for (int first = 0; first < output.rows; first += BLOCK) {
                int count = Math.min(BLOCK, output.rows - first);
                gather(first, count);
                int at = first * outputs;
                run.forward(context.theta, count, windows, 0, output.value, at);
                activate(at, count * outputs);
            }
        }

        private void locateTaps() {
            int pad = dilation * (kernel - 1) / 2;
            var in = input.packing;
            for (int t = 0; t < packing.steps(); t++) {
                for (int b = 0; b < packing.active(t); b++) {
                    int to = packing.row(t, b) * kernel;
                    for (int k = 0; k < kernel; k++) {
                        int from = t * stride + k * dilation - pad;
                        boolean inside = from >= 0 && from < in.length(b);
                        taps[to + k] = inside ? valueRow(in.row(from, b)) : -1;
                    }
                }
            }
        }

        private int valueRow(int row) {
            return input.index == null ? row : input.index[row];
        }

        private void gather(int first, int count) {
            for (int i = 0; i < count * kernel; i++) {
                int from = taps[first * kernel + i];
                if (from < 0) {
                    Arrays.fill(windows, i * inputs, (i + 1) * inputs, 0);
                } else {
                    System.arraycopy(input.value, from * inputs, windows, i * inputs, inputs);
                }
            }
        }

        private void activate(int at, int count) {
            float[] y = output.value;
            switch (activation) {
                case NONE -> {}
                case TANH -> kernels.tanh(y, at, y, at, count);
                case RELU -> kernels.relu(y, at, count);
            }
            if (activated.length > 0) {
                System.arraycopy(y, at, activated, at, count);
            }
        }

        @Override
        public void backward(Context context) {
            Arrays.fill(input.gradient, 0, input.rows * inputs, 0);
            run.startBackward(context);
            for (int first = 0; first < output.rows; first += BLOCK) {
                int count = Math.min(BLOCK, output.rows - first);
                dActivate(first * outputs, count * outputs);
                gather(first, count);
                run.backward(context, count, windows, 0, d, 0, windows, 0);
                scatter(first, count);
            }
            run.finish(context.gradient);
        }

        /** Assigns d of a block. */
        private void dActivate(int at, int count) {
            float[] dy = output.gradient;
            if (activation == Activation.NONE) {
                System.arraycopy(dy, at, d, 0, count);
                return;
            }
            System.arraycopy(activated, at, d, 0, count);
            if (activation == Activation.TANH) {
                kernels.dTanh(dy, at, d, 0, count);
            } else {
                kernels.dRelu(dy, at, d, 0, count);
            }
        }

        /** Adds the windows' gradient to the rows that they were gathered from. */
        private void scatter(int first, int count) {
            for (int i = 0; i < count * kernel; i++) {
                int to = taps[first * kernel + i];
                if (to >= 0) {
                    kernels.add(windows, i * inputs, input.gradient, to * inputs, inputs);
                }
            }
        }
    }
}
