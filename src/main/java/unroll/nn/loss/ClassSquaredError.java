package unroll.nn.loss;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Softmax;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.Workspace;

/**
 * The squared error of a score for each class, against 1 for the label's class and 0 for the
 * others: half the sum over classes, so that a score's gradient does not depend on their number,
 * and the mean over rows, weighted by the label's class. Label smoothing spreads a share of the 1
 * evenly over all classes.
 */
public final class ClassSquaredError implements Loss {
    /** Probability of a class whose score is 1 where those of all others are 0. */
    private static final double CERTAIN = 0.95;

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
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                int[] labels = context.batch.target().ids();
                double terms = 0;
                for (int row = 0; row < scores.rows; row++) {
                    terms += weight(labels[row]);
                }
                double loss = 0;
                for (int i = 0; i < scores.rows * outputs(); i++) {
                    int label = labels[i / outputs()];
                    double error = scores.value[i] - target(label, i % outputs());
                    double weighted = weight(label) * error;
                    loss += weighted * error / 2;
                    scores.gradient[i] = weighted == 0 ? 0 : (float) (weighted / terms);
                }
                return new Workspace.BatchLoss(loss, terms);
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                probabilities(scores.value, scores.rows);
                to.rows(scores.value, 0, scores.rows);
            }
        };
    }

    /** Returns the weight of a label, 0 of a missing one. */
    private double weight(int label) {
        return label < 0 ? 0 : weights[label];
    }

    private double target(int label, int k) {
        return smoothing / outputs() + (k == label ? 1 - smoothing : 0);
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
     * Returns half the squared error of an example's probabilities.
     *
     * @param probabilities of all classes
     */
    public static double of(float[] probabilities, int target) {
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            double error = probabilities[k] - (k == target ? 1 : 0);
            sum += error * error;
        }
        return sum / 2;
    }
}
