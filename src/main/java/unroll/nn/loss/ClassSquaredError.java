package unroll.nn.loss;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Softmax;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.Workspace;

/**
 * The squared error of a score a class, against 1 for the target's class and 0 for the others: the
 * mean over classes and rows, weighted by the target's class. Label smoothing spreads a share of
 * the 1 evenly over all classes.
 */
public final class ClassSquaredError implements Loss {
    /** Probability of a class whose score is 1 where those of all others are 0. */
    private static final double CERTAIN = 0.95;

    private final SquaredError error = new SquaredError();
    private final float[] weights; // [classes]
    private final double smoothing;

    /**
     * @param weights of the classes, [classes]
     * @param smoothing in [0, 1)
     */
    public ClassSquaredError(float[] weights, double smoothing) {
        this.weights = weights.clone();
        this.smoothing = smoothing;
    }

    @Override
    public int outputs() {
        return weights.length;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations scores) {
        int rows = capacity.training() ? scores.maxRows : 0;
        var targets = allocator.floats(rows, outputs());
        var rowWeights = allocator.floats(rows);
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                int[] classes = context.batch.target().ids();
                for (int row = 0; row < scores.rows; row++) {
                    rowWeights[row] = classes[row] < 0 ? 0 : weights[classes[row]];
                    expect(classes[row], targets, row * outputs());
                }
                return error.loss(
                        scores.value, targets, rowWeights, scores.rows, outputs(), scores.gradient);
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                probabilities(scores.value, scores.rows);
                to.rows(scores.value, 0, scores.rows);
            }
        };
    }

    /** Assigns the targets of a row; those of a missing class count for nothing. */
    private void expect(int target, float[] targets, int at) {
        float share = (float) (smoothing / outputs());
        Arrays.fill(targets, at, at + outputs(), share);
        if (target >= 0) {
            targets[at + target] = (float) (1 - smoothing) + share;
        }
    }

    /**
     * Turns scores into the probabilities that they stand for: softmax(β s), in the order of the
     * scores and never zero, where β gives a class whose score is 1 and those of all others 0 a
     * probability of 0.95.
     */
    private void probabilities(float[] scores, int rows) {
        float scale = scale(outputs());
        for (int i = 0; i < rows * outputs(); i++) {
            scores[i] *= scale;
        }
        Softmax.rows(scores, rows, outputs());
    }

    /** Returns β, by which scores of so many classes become logits. */
    public static float scale(int classes) {
        double odds = CERTAIN / (1 - CERTAIN) * Math.max(1, classes - 1);
        return (float) StrictMath.log(odds);
    }

    /**
     * Returns the mean squared error of an example's probabilities.
     *
     * @param probabilities of all classes
     */
    public static double of(float[] probabilities, int target) {
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            double error = probabilities[k] - (k == target ? 1 : 0);
            sum += error * error;
        }
        return sum / probabilities.length;
    }
}
