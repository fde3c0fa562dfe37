package unroll.nn.loss.vocabulary;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.Workspace;
import unroll.nn.layer.Affine;

/**
 * A softmax output layer over many classes, economical in time and memory: {@code z = W x + b} row
 * by row, softmax, and cross-entropy as the mean over rows with a target, every class of equal
 * weight. In single precision except for the sums. Parameters: {@code w} [classes, inputs], {@code
 * b} [classes].
 *
 * <p>A block of rows goes all the way from its inputs to their gradient, or to its scores, before
 * the next, so that logits and their gradient take [block, classes] only. No result depends on the
 * size of the block: products and exponentials are by row, sums go on from row to row.
 */
public final class WordSoftmax implements Loss {
    /** Rows of a block: as many as a product multiplies by its right side at a time. */
    static final int BLOCK = 64;

    private final int inputs;
    private final int classes;
    private final int block;
    private final double smoothing;
    private final Affine map;

    /**
     * @param inputs columns of the last layer
     */
    public WordSoftmax(Layout.Builder layout, String name, int inputs, int classes) {
        this(layout, name, inputs, classes, BLOCK);
    }

    /**
     * @param block rows at a time
     */
    public WordSoftmax(Layout.Builder layout, String name, int inputs, int classes, int block) {
        this(new Affine(layout, name + ".w", name + ".b", inputs, classes), inputs, block);
    }

    /**
     * Returns a softmax whose targets are smoothed (Szegedy et al. 2016).
     *
     * @param smoothing share of a target that is spread evenly over all classes, in [0, 1)
     */
    public static WordSoftmax smoothed(
            Layout.Builder layout, String name, int inputs, int classes, double smoothing) {
        var map = new Affine(layout, name + ".w", name + ".b", inputs, classes);
        return new WordSoftmax(map, inputs, BLOCK, smoothing);
    }

    /**
     * Uses existing parameters.
     *
     * @param map from the last layer to the logits
     * @param block rows at a time
     */
    WordSoftmax(Affine map, int inputs, int block) {
        this(map, inputs, block, 0);
    }

    private WordSoftmax(Affine map, int inputs, int block, double smoothing) {
        this.map = map;
        this.inputs = inputs;
        this.block = block;
        this.smoothing = smoothing;
        classes = map.outputs();
    }

    @Override
    public int outputs() {
        return classes;
    }

    private int rows(Capacity capacity) {
        return Math.min(block, capacity.rows());
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Blocks(capacity, kernels, allocator, input);
    }

    private final class Blocks implements Pass {
        private final Kernels kernels;
        private final Activations input;
        private final float[] values; // [block, classes]: logits, then probabilities or gradient
        private final Affine.Run run;

        Blocks(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            this.input = input;
            values = allocator.floats(rows(capacity), classes);
            run = map.new Run(kernels, allocator, capacity.training());
        }

        private int rowsFrom(int first) {
            return Math.min(values.length / classes, input.rows - first);
        }

        @Override
        public void score(Context context, Workspace.Scores to) {
            run.packForward(context.theta);
            for (int first = 0; first < input.rows; first += rowsFrom(first)) {
                int rows = rowsFrom(first);
                logits(context.theta, first, rows);
                for (int row = 0; row < rows; row++) {
                    SoftmaxRow.probabilities(kernels, 1, values, row * classes, classes);
                }
                to.rows(values, first, rows);
            }
        }

        @Override
        public Workspace.BatchLoss loss(Context context) {
            int[] targets = context.batch.target().ids();
            int terms = 0;
            for (int row = 0; row < input.rows; row++) {
                terms += targets[row] < 0 ? 0 : 1;
            }
            run.packForward(context.theta);
            run.startBackward(context);
            double loss = 0;
            for (int first = 0; first < input.rows; first += rowsFrom(first)) {
                int rows = rowsFrom(first);
                logits(context.theta, first, rows);
                for (int row = 0; row < rows; row++) {
                    int target = targets[first + row];
                    int at = row * classes;
                    loss += SoftmaxRow.loss(kernels, target, terms, smoothing, values, at, classes);
                }
                int at = first * inputs;
                run.backward(context, rows, input.value, at, values, 0, input.gradient, at);
            }
            run.finish(context.gradient);
            return new Workspace.BatchLoss(loss, terms);
        }

        /** Assigns the logits of some rows. */
        private void logits(float[] theta, int first, int rows) {
            run.forward(theta, rows, input.value, first * inputs, values, 0);
        }
    }
}
