package unroll.nn.layer;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;
import unroll.nn.Context;
import unroll.nn.Layout;

/**
 * {@code y = W x + b} with many outputs, a block of outputs at a time: what a block reads and
 * writes stays in the cache. W [outputs, inputs], b [outputs].
 */
public final class OutputBlocks {
    /** The most outputs of a block, a multiple of {@link Kernels#PANEL}. */
    static final int WIDTH = 256;

    private final Layout.Slice w;
    private final Layout.Slice b;
    private final int inputs;
    private final int outputs;

    /**
     * @param w [outputs, inputs]
     * @param b [outputs]
     */
    public OutputBlocks(Layout.Slice w, Layout.Slice b) {
        this.w = w;
        this.b = b;
        outputs = b.size();
        inputs = w.size() / outputs;
    }

    public int inputs() {
        return inputs;
    }

    public int outputs() {
        return outputs;
    }

    public int blocks() {
        return (outputs + WIDTH - 1) / WIDTH;
    }

    /** Returns the first output of a block. */
    public int first(int block) {
        return block * WIDTH;
    }

    /** Returns the number of a block's outputs. */
    public int width(int block) {
        return Math.min(WIDTH, outputs - first(block));
    }

    /** The map with its buffers. */
    public final class Run {
        private final Kernels kernels;
        private final float[] forward; // Wᵀ packed
        private final float[] backward; // W packed, block by block
        private final WeightGradient dW;
        private final int backwardSize; // of a block

        public Run(Kernels kernels, Allocator allocator, boolean training) {
            this.kernels = kernels;
            int most = Math.min(WIDTH, outputs);
            backwardSize = Panels.size(most, inputs);
            forward = allocator.floats(Panels.size(inputs, outputs));
            backward = allocator.floats(training ? blocks() : 0, backwardSize);
            dW =
                    training
                            ? WeightGradient.ofManyOutputs(
                                    kernels, allocator, outputs, inputs, most)
                            : null;
        }

        public void packForward(float[] theta) {
            Panels.packTransposed(inputs, outputs, theta, w.offset(), inputs, forward, 0);
        }

        /**
         * @param x [rows, inputs], from {@code xAt}
         * @param y assigned, [rows, width of the block], from {@code yAt} with {@code ld} floats
         *     from row to row
         */
        public void forward(
                float[] theta,
                int block,
                int rows,
                float[] x,
                int xAt,
                float[] y,
                int yAt,
                int ld) {
            int first = first(block);
            int width = width(block);
            kernels.copyRows(rows, width, theta, b.offset() + first, 0, y, yAt, ld);
            int at = first * inputs;
            kernels.multiply(rows, width, inputs, x, xAt, inputs, forward, at, y, yAt, ld, true);
        }

        public void startBackward(Context context) {
            for (int block = 0; block < blocks(); block++) {
                int from = w.offset() + first(block) * inputs;
                int to = block * backwardSize;
                Panels.pack(width(block), inputs, context.theta, from, inputs, backward, to);
            }
            Arrays.fill(context.gradient, b.offset(), b.end(), 0);
        }

        /**
         * Begins the backward of some rows, at most {@link WeightGradient#BLOCK}.
         *
         * @param x that forward took
         */
        public void rows(int rows, float[] x, int xAt) {
            dW.rows(rows, x, xAt, inputs);
        }

        /**
         * Backward of one block of the rows at hand. The first block assigns {@code dx}, the others
         * add to it.
         *
         * @param dy [rows, width of the block], from {@code dyAt}
         * @param dx [rows, inputs], from {@code dxAt}. Must not be x
         */
        public void backward(
                Context context, int block, int rows, float[] dy, int dyAt, float[] dx, int dxAt) {
            int first = first(block);
            int width = width(block);
            dW.columns(first, width, dy, dyAt, width);
            kernels.addRows(rows, width, dy, dyAt, width, context.gradient, b.offset() + first);
            int at = block * backwardSize;
            boolean more = block > 0;
            kernels.multiply(
                    rows, inputs, width, dy, dyAt, width, backward, at, dx, dxAt, inputs, more);
        }

        /** Assigns the gradient of W; that of b is complete. */
        public void finish(float[] gradient) {
            dW.finish(gradient, w.offset());
        }
    }
}
