package unroll.nn.loss.vocabulary;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.layer.Affine;

/**
 * A cluster of rare classes of an {@link AdaptiveSoftmax}: {@code z = W P x + b}, where the
 * projection P [width, inputs] has few rows. Parameters: {@code projection} [width, inputs], {@code
 * w} [classes, width], {@code b} [classes].
 */
final class SoftmaxTail {
    final int first;
    final int classes;
    private final int inputs;
    private final int width;
    private final Affine projection;
    private final Affine map;

    /**
     * @param first class of the cluster
     * @param end class after its last
     */
    SoftmaxTail(Layout.Builder layout, String name, int inputs, int width, int first, int end) {
        this.inputs = inputs;
        this.width = width;
        this.first = first;
        classes = end - first;
        projection = Affine.unbiased(layout, name + ".projection", inputs, width);
        map = new Affine(layout, name + ".w", name + ".b", width, classes);
    }

    /** The cluster with its buffers. */
    final class Run {
        private final Kernels kernels;
        private final Activations input;
        private final int block;
        private final int[] rows; // of the input, with a target in this cluster
        private int count;
        private final float[] x; // [block, inputs], those rows; then their gradient
        private final float[] projected; // [block, width]; then its gradient
        private final float[] values; // [block, classes]: logits, then probabilities or gradient
        private final Affine.Run toProjected;
        private final Affine.Run toLogits;

        /**
         * @param block rows at a time
         */
        Run(Kernels kernels, Allocator allocator, Activations input, int block, boolean training) {
            this.kernels = kernels;
            this.input = input;
            this.block = block;
            rows = allocator.ints(training ? input.maxRows : 0);
            x = allocator.floats(training ? block : 0, inputs);
            projected = allocator.floats(block, width);
            values = allocator.floats(block, classes);
            toProjected = projection.new Run(kernels, allocator, training);
            toLogits = map.new Run(kernels, allocator, training);
        }

        void packForward(float[] theta) {
            toProjected.packForward(theta);
            toLogits.packForward(theta);
        }

        /**
         * Assigns the probabilities of the cluster's classes.
         *
         * @param row first of {@code count} rows of the input
         * @param share probability of the cluster in each row, from {@code shareAt}, {@code stride}
         *     apart
         * @param to [count, all classes]
         */
        void score(
                float[] theta,
                int row,
                int count,
                float[] share,
                int shareAt,
                int stride,
                float[] to,
                int all) {
            logits(theta, count, input.value, row * inputs);
            for (int i = 0; i < count; i++) {
                float own = share[shareAt + i * stride];
                SoftmaxRow.probabilities(kernels, own, values, i * classes, classes);
            }
            kernels.copyRows(count, classes, values, 0, classes, to, first, all);
        }

        private void logits(float[] theta, int count, float[] from, int at) {
            toProjected.forward(theta, count, from, at, projected, 0);
            toLogits.forward(theta, count, projected, 0, values, 0);
        }

        void clear() {
            count = 0;
        }

        /** Adds a row of the input whose target is in this cluster. */
        void add(int row) {
            rows[count++] = row;
        }

        /**
         * Adds the losses of the rows, given that their targets are in this cluster, one by one to
         * a sum. Assigns the gradient of the parameters, and adds to that of the input.
         */
        double addLoss(double sum, Context context, int[] targets, int terms) {
            packForward(context.theta);
            toProjected.startBackward(context);
            toLogits.startBackward(context);
            double loss = sum;
            for (int from = 0; from < count; from += block) {
                int rows = Math.min(block, count - from);
                loss = addLoss(loss, context, targets, terms, from, rows);
            }
            toLogits.finish(context.gradient);
            toProjected.finish(context.gradient);
            return loss;
        }

        private double addLoss(
                double sum, Context context, int[] targets, int terms, int from, int count) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(input.value, rows[from + i] * inputs, x, i * inputs, inputs);
            }
            logits(context.theta, count, x, 0);
            double loss = sum;
            for (int i = 0; i < count; i++) {
                int target = targets[rows[from + i]] - first;
                loss += SoftmaxRow.loss(kernels, target, terms, values, i * classes, classes);
            }
            toLogits.backward(context, count, projected, 0, values, 0, projected, 0);
            toProjected.backward(context, count, x, 0, projected, 0, x, 0);
            for (int i = 0; i < count; i++) {
                kernels.add(x, i * inputs, input.gradient, rows[from + i] * inputs, inputs);
            }
            return loss;
        }
    }
}
