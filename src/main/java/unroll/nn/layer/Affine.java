package unroll.nn.layer;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layout;

/**
 * {@code y = W x + b}, row by row, of some rows at a time; W [outputs, inputs], b [outputs].
 * Without b, {@code y = W x}.
 */
public final class Affine {
    private final int inputs;
    private final int outputs;
    private final Layout.Slice w;
    private final Layout.Slice b; // null without

    /**
     * @param weights name of W
     * @param bias name of b
     */
    public Affine(Layout.Builder layout, String weights, String bias, int inputs, int outputs) {
        this(
                layout.add(weights, Initializers.glorot(1), outputs, inputs),
                layout.add(bias, Initializers.zero(), outputs));
    }

    /**
     * Uses existing parameters: W [outputs, …], whose further dimensions together are the inputs.
     */
    public Affine(Layout.Slice w, Layout.Slice b) {
        this(w, b, b.size());
    }

    /** Creates a map without b. */
    public static Affine unbiased(Layout.Builder layout, String weights, int inputs, int outputs) {
        return new Affine(
                layout.add(weights, Initializers.glorot(1), outputs, inputs), null, outputs);
    }

    private Affine(Layout.Slice w, Layout.Slice b, int outputs) {
        this.w = w;
        this.b = b;
        this.outputs = outputs;
        inputs = w.size() / outputs;
    }

    public int outputs() {
        return outputs;
    }

    /** The map with its buffers. */
    public final class Run {
        private final Kernels kernels;
        private final float[] forward; // Wᵀ packed
        private final float[] backward; // W packed
        private final WeightGradient dW;

        public Run(Kernels kernels, Allocator allocator, boolean training) {
            this.kernels = kernels;
            forward = allocator.floats(Panels.size(inputs, outputs));
            backward = allocator.floats(training ? Panels.size(outputs, inputs) : 0);
            dW = training ? new WeightGradient(kernels, allocator, 1, outputs, inputs) : null;
        }

        public void packForward(float[] theta) {
            Panels.packTransposed(inputs, outputs, theta, w.offset(), inputs, forward, 0);
        }

        /**
         * @param x [rows, inputs], from {@code xAt}
         * @param y [rows, outputs], from {@code yAt}: assigned
         */
        public void forward(float[] theta, int rows, float[] x, int xAt, float[] y, int yAt) {
            boolean biased = b != null;
            if (biased) {
                kernels.copyRows(rows, outputs, theta, b.offset(), 0, y, yAt, outputs);
            }
            kernels.multiply(
                    rows, outputs, inputs, x, xAt, inputs, forward, 0, y, yAt, outputs, biased);
        }

        public void startBackward(Context context) {
            Panels.pack(outputs, inputs, context.theta, w.offset(), inputs, backward, 0);
            if (b != null) {
                Arrays.fill(context.gradient, b.offset(), b.end(), 0);
            }
        }

        /**
         * @param x that forward took
         * @param dy [rows, outputs], from {@code dyAt}
         * @param dx [rows, inputs], from {@code dxAt}: assigned. May be x itself
         */
        public void backward(
                Context context,
                int rows,
                float[] x,
                int xAt,
                float[] dy,
                int dyAt,
                float[] dx,
                int dxAt) {
            dW.add(rows, dy, dyAt, 0, outputs, x, xAt, inputs);
            if (b != null) {
                kernels.addRows(rows, outputs, dy, dyAt, outputs, context.gradient, b.offset());
            }
            kernels.multiply(
                    rows, inputs, outputs, dy, dyAt, outputs, backward, 0, dx, dxAt, inputs, false);
        }

        /** Assigns the gradient of W; that of b is complete. */
        public void finish(float[] gradient) {
            dW.finish(gradient, w.offset());
        }
    }
}
