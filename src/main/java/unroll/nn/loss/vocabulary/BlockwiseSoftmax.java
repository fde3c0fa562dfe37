package unroll.nn.loss.vocabulary;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Softmax;
import unroll.nn.layer.OutputBlocks;

/**
 * Softmax and cross-entropy of rows whose logits come a block of classes at a time. The
 * exponentials of a block are relative to its largest logit, so that each block is done with while
 * it is in the cache; the gradient makes up for it with one factor a row and block.
 */
final class BlockwiseSoftmax {
    private final Kernels kernels;
    private final OutputBlocks classes;
    private final float[] weights; // [classes]; empty where all weigh 1
    private final double smoothing;
    private final float[] largest; // [rows, blocks]
    private final double[] sum; // [rows, blocks], of exponentials
    private final float[] factors; // [rows, blocks], from exponentials to the gradient
    private final double[] logits; // [rows], sums of all logits; only for smoothing
    private final float[] below; // [rows], logits of the targets
    private float spread; // of the gradient, on all classes
    private double onTarget; // of a class of weight 1
    private int rows;
    private int[] targets;
    private int first; // target of the first row

    /**
     * @param rows at most
     * @param weights of the classes, without smoothing; empty where all weigh 1
     * @param smoothing share of a target that is spread evenly over all classes, in [0, 1)
     */
    BlockwiseSoftmax(
            Kernels kernels,
            Allocator allocator,
            OutputBlocks classes,
            int rows,
            float[] weights,
            double smoothing) {
        this.kernels = kernels;
        this.classes = classes;
        this.weights = weights;
        this.smoothing = smoothing;
        largest = allocator.floats(rows, classes.blocks());
        sum = allocator.doubles(rows, classes.blocks());
        factors = allocator.floats(rows, classes.blocks());
        logits = allocator.doubles(rows);
        below = allocator.floats(rows);
    }

    /**
     * Begins with some rows.
     *
     * @param targets from {@code first}; below 0 without one
     */
    void start(int rows, int[] targets, int first) {
        this.rows = rows;
        this.targets = targets;
        this.first = first;
        Arrays.fill(logits, 0, rows, 0);
    }

    private int target(int row) {
        return targets[first + row];
    }

    private double weight(int target) {
        return weights.length == 0 ? 1 : weights[target];
    }

    /** Returns the sum of the weights of the rows of a batch with a target. */
    double terms(int[] targets, int rows) {
        double terms = 0;
        for (int row = 0; row < rows; row++) {
            terms += targets[row] < 0 ? 0 : weight(targets[row]);
        }
        return terms;
    }

    /**
     * Turns the logits of a block into exponentials.
     *
     * @param values [rows, width of the block], from {@code at}
     */
    void exponentials(int block, float[] values, int at) {
        int width = classes.width(block);
        for (int row = 0; row < rows; row++) {
            if (target(row) < 0) {
                continue;
            }
            int from = at + row * width;
            int column = target(row) - classes.first(block);
            if (column >= 0 && column < width) {
                below[row] = values[from + column];
            }
            if (smoothing > 0) {
                for (int k = from; k < from + width; k++) {
                    logits[row] += values[k];
                }
            }
            int to = row * classes.blocks() + block;
            largest[to] = Softmax.largest(values, from, width);
            sum[to] = Softmax.exponentials(kernels, largest[to], values, from, width);
        }
    }

    /**
     * Adds the cross-entropy of each row, after all blocks.
     *
     * @param terms of the batch
     * @return the sum
     */
    double loss(double before, double terms) {
        double loss = before;
        for (int row = 0; row < rows; row++) {
            loss += target(row) < 0 ? 0 : loss(row, terms);
        }
        spread = (float) (smoothing / classes.outputs() / terms);
        onTarget = (1 - smoothing) / terms;
        return loss;
    }

    private double loss(int row, double terms) {
        int blocks = classes.blocks();
        int at = row * blocks;
        double most = Softmax.largest(largest, at, blocks);
        double all = 0;
        for (int b = at; b < at + blocks; b++) {
            all += sum[b] * StrictMath.exp(largest[b] - most);
        }
        double weight = weight(target(row));
        for (int b = at; b < at + blocks; b++) {
            factors[b] = (float) (weight * StrictMath.exp(largest[b] - most) / (all * terms));
        }
        double loss = StrictMath.log(all) - (below[row] - most);
        return weight * (loss + smoothing * (below[row] - logits[row] / classes.outputs()));
    }

    /**
     * Turns the exponentials of a block into the gradient of its logits: of the mean over all
     * terms.
     *
     * @param values [rows, width of the block], from {@code at}
     */
    void gradient(int block, float[] values, int at) {
        int width = classes.width(block);
        for (int row = 0; row < rows; row++) {
            int from = at + row * width;
            if (target(row) < 0) {
                Arrays.fill(values, from, from + width, 0);
                continue;
            }
            float factor = factors[row * classes.blocks() + block];
            for (int k = from; k < from + width; k++) {
                values[k] = values[k] * factor - spread;
            }
            int column = target(row) - classes.first(block);
            if (column >= 0 && column < width) {
                values[from + column] -= (float) (weight(target(row)) * onTarget);
            }
        }
    }
}
