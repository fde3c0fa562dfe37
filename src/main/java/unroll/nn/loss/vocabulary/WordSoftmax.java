package unroll.nn.loss.vocabulary;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.WeightGradient;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.Workspace;
import unroll.nn.layer.OutputBlocks;

/**
 * A softmax output layer over many classes, economical in time and memory: {@code z = W x + b} row
 * by row, softmax, and cross-entropy as the mean over rows with a target, weighted by the target's
 * class. In single precision except for the sums. Parameters: {@code w} [classes, inputs], {@code
 * b} [classes].
 *
 * <p>A block of rows goes all the way from its inputs to their gradient, or to its scores, before
 * the next, so that logits and their gradient take [block, classes] only; within it, a block of
 * classes after the other. No result depends on the number of rows of a block: products and
 * exponentials are by row, sums go on from row to row.
 */
public final class WordSoftmax implements Loss {
    /** Rows of a block: as many as a product multiplies by a large right side at a time. */
    static final int BLOCK = 256;

    /** The most logits of a block, unless it has few rows. */
    private static final int MOST = 1 << 24;

    /** Rows that a block has however many the classes are. */
    private static final int FEWEST = 64;

    private static final float[] EQUAL = {};

    private final int block;
    private final float[] weights; // [classes]; empty where all weigh 1
    private final double smoothing;
    private final OutputBlocks map;

    /**
     * @param inputs columns of the last layer
     */
    public WordSoftmax(Layout.Builder layout, String name, int inputs, int classes) {
        this(layout, name, inputs, classes, block(classes));
    }

    /**
     * @param block rows at a time, at most {@link WeightGradient#BLOCK}
     */
    public WordSoftmax(Layout.Builder layout, String name, int inputs, int classes, int block) {
        this(map(layout, name, inputs, classes), block);
    }

    /**
     * Returns a softmax whose classes have weights.
     *
     * @param weights of the classes, [classes]
     */
    public static WordSoftmax weighted(
            Layout.Builder layout, String name, int inputs, float[] weights) {
        int classes = weights.length;
        return new WordSoftmax(
                map(layout, name, inputs, classes), block(classes), weights.clone(), 0);
    }

    /**
     * Returns a softmax whose targets are smoothed (Szegedy et al. 2016).
     *
     * @param smoothing share of a target that is spread evenly over all classes, in [0, 1)
     */
    public static WordSoftmax smoothed(
            Layout.Builder layout, String name, int inputs, int classes, double smoothing) {
        return new WordSoftmax(
                map(layout, name, inputs, classes), block(classes), EQUAL, smoothing);
    }

    /**
     * Returns a softmax whose weights are a table of the words' vectors.
     *
     * @param vectors [classes, inputs]
     */
    public static WordSoftmax tied(Layout.Builder layout, String name, Layout.Slice vectors) {
        int classes = vectors.shape().get(0);
        var bias = layout.add(name + ".b", Initializers.zero(), classes);
        return new WordSoftmax(new OutputBlocks(vectors, bias), block(classes));
    }

    /**
     * Uses existing parameters.
     *
     * @param map from the last layer to the logits
     * @param block rows at a time
     */
    WordSoftmax(OutputBlocks map, int block) {
        this(map, block, EQUAL, 0);
    }

    private WordSoftmax(OutputBlocks map, int block, float[] weights, double smoothing) {
        this.map = map;
        this.block = Math.min(block, WeightGradient.BLOCK);
        this.weights = weights;
        this.smoothing = smoothing;
    }

    private static OutputBlocks map(Layout.Builder layout, String name, int inputs, int classes) {
        return new OutputBlocks(
                layout.add(name + ".w", Initializers.glorot(1), classes, inputs),
                layout.add(name + ".b", Initializers.zero(), classes));
    }

    private static int block(int classes) {
        return Math.max(FEWEST, Math.min(BLOCK, MOST / classes));
    }

    @Override
    public int outputs() {
        return map.outputs();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Blocks(capacity, kernels, allocator, input);
    }

    private final class Blocks implements Pass {
        private final Kernels kernels;
        private final Activations input;
        private final int most; // rows of a block
        private final float[] values; // of a block of rows
        private final OutputBlocks.Run run;
        private final BlockwiseSoftmax softmax; // null without training
        private boolean packed; // whether the map is that of the last scores

        Blocks(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            this.input = input;
            most = Math.min(block, capacity.rows());
            values = allocator.floats(most, outputs());
            run = map.new Run(kernels, allocator, capacity.training());
            softmax =
                    capacity.training()
                            ? new BlockwiseSoftmax(
                                    kernels, allocator, map, most, weights, smoothing)
                            : null;
        }

        @Override
        public void score(Context context, Workspace.Scores to) {
            int classes = outputs();
            if (!packed) {
                run.packForward(context.theta);
                packed = true;
            }
            for (int first = 0; first < input.rows; first += most) {
                int rows = Math.min(most, input.rows - first);
                int at = first * map.inputs();
                for (int b = 0; b < map.blocks(); b++) {
                    int column = map.first(b);
                    run.forward(context.theta, b, rows, input.value, at, values, column, classes);
                }
                for (int row = 0; row < rows; row++) {
                    SoftmaxRow.probabilities(kernels, 1, values, row * classes, classes);
                }
                to.rows(values, first, rows);
            }
        }

        @Override
        public void invalidate() {
            packed = false;
        }

        @Override
        public Workspace.BatchLoss loss(Context context) {
            int[] targets = context.batch.target().ids();
            double terms = softmax.terms(targets, input.rows);
            run.packForward(context.theta);
            packed = false;
            run.startBackward(context);
            double loss = 0;
            for (int first = 0; first < input.rows; first += most) {
                int rows = Math.min(most, input.rows - first);
                int at = first * map.inputs();
                softmax.start(rows, targets, first);
                for (int b = 0; b < map.blocks(); b++) {
                    int to = map.first(b) * most;
                    int width = map.width(b);
                    run.forward(context.theta, b, rows, input.value, at, values, to, width);
                    softmax.exponentials(b, values, to);
                }
                loss = softmax.loss(loss, terms);
                run.rows(rows, input.value, at);
                for (int b = 0; b < map.blocks(); b++) {
                    int from = map.first(b) * most; // [rows, width of the block]
                    softmax.gradient(b, values, from);
                    run.backward(context, b, rows, values, from, input.gradient, at);
                }
            }
            run.finish(context.gradient);
            return new Workspace.BatchLoss(loss, terms);
        }
    }
}
