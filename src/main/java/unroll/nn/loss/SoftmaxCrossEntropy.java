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
 * Softmax over the rows of logits, and cross-entropy with one target class a row: the mean over
 * rows, weighted by the target's class. Label smoothing spreads a share of the target's mass evenly
 * over all classes (Szegedy et al. 2016; with class weights as PyTorch defines it: the spread mass
 * carries each class's own weight).
 */
public final class SoftmaxCrossEntropy implements Loss {
    private final float[] weights; // [classes]
    private final double smoothing;

    /**
     * @param weights of the classes, [classes]
     * @param smoothing in [0, 1)
     */
    public SoftmaxCrossEntropy(float[] weights, double smoothing) {
        this.weights = weights.clone();
        this.smoothing = smoothing;
    }

    /** Creates the loss where all classes weigh the same, without smoothing. */
    public static SoftmaxCrossEntropy unweighted(int classes) {
        var weights = new float[classes];
        Arrays.fill(weights, 1);
        return new SoftmaxCrossEntropy(weights, 0);
    }

    @Override
    public int outputs() {
        return weights.length;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations logits) {
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                return SoftmaxCrossEntropy.this.loss(
                        logits.value, context.batch.target().ids(), logits.rows, logits.gradient);
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                Softmax.rows(logits.value, logits.rows, outputs());
                to.rows(logits.value, 0, logits.rows);
            }
        };
    }

    /**
     * Returns the loss of rows, and computes its gradient.
     *
     * @param logits [rows, classes]. Not modified
     * @param targets class of each row; rows below 0 are left out
     * @param dLogits [rows, classes] assigned: gradient of the weighted mean
     */
    Workspace.BatchLoss loss(float[] logits, int[] targets, int rows, float[] dLogits) {
        int classes = outputs();
        double terms = 0;
        for (int row = 0; row < rows; row++) {
            terms += targets[row] < 0 ? 0 : weights[targets[row]];
        }
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            loss += loss(logits, row * classes, targets[row], terms, dLogits);
        }
        return new Workspace.BatchLoss(loss, terms);
    }

    private double loss(float[] logits, int at, int target, double terms, float[] dLogits) {
        int classes = outputs();
        if (target < 0) {
            Arrays.fill(dLogits, at, at + classes, 0);
            return 0;
        }
        double spread = 0; // weight of all the mass of this row
        for (int k = 0; k < classes; k++) {
            spread += mass(k, target);
        }
        double logSum = Softmax.logSumExp(logits, at, classes);
        double loss = 0;
        for (int k = 0; k < classes; k++) {
            double logProbability = logits[at + k] - logSum;
            loss -= mass(k, target) * logProbability;
            double gradient = spread * StrictMath.exp(logProbability) - mass(k, target);
            dLogits[at + k] = (float) (gradient / terms);
        }
        return loss;
    }

    /** Returns the weighted share of class {@code k} in the smoothed target. */
    private double mass(int k, int target) {
        double share = smoothing / outputs() + (k == target ? 1 - smoothing : 0);
        return share * weights[k];
    }
}
