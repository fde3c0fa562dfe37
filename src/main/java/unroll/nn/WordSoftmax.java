package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;

/**
 * Softmax and cross-entropy over so many classes that their time counts: in single precision but
 * for the sums, every class of equal weight, no smoothing. The mean over rows with a target.
 */
public final class WordSoftmax implements Objective {
    private final int classes;

    public WordSoftmax(int classes) {
        this.classes = classes;
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Signal logits) {
        return new Pass() {
            @Override
            public Workspace.Loss loss(Batch batch) {
                return WordSoftmax.this.loss(
                        kernels, logits.value, batch.targets(), logits.rows, logits.gradient);
            }

            @Override
            public void score() {
                for (int row = 0; row < logits.rows; row++) {
                    double sum = exponentials(kernels, logits.value, row, logits.value);
                    scale(logits.value, row, (float) (1 / sum));
                }
            }
        };
    }

    /**
     * Loss of rows, and its gradient.
     *
     * @param logits [rows, classes]. Not modified
     * @param targets class of each row; rows below 0 count nothing
     * @param dLogits [rows, classes] assigned: gradient of the mean
     */
    Workspace.Loss loss(Kernels kernels, float[] logits, int[] targets, int rows, float[] dLogits) {
        int terms = 0;
        for (int row = 0; row < rows; row++) {
            terms += targets[row] < 0 ? 0 : 1;
        }
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            int at = row * classes;
            if (targets[row] < 0) {
                Arrays.fill(dLogits, at, at + classes, 0);
                continue;
            }
            float largest = largest(logits, at);
            double sum = exponentials(kernels, logits, row, dLogits);
            loss += StrictMath.log(sum) - (logits[at + targets[row]] - (double) largest);
            scale(dLogits, row, (float) (1 / (sum * terms)));
            dLogits[at + targets[row]] -= 1f / terms;
        }
        return new Workspace.Loss(loss, terms);
    }

    /** Assigns exp(logit - largest) of a row; gives their sum. */
    private double exponentials(Kernels kernels, float[] logits, int row, float[] to) {
        int at = row * classes;
        kernels.exp(largest(logits, at), logits, at, to, at, classes);
        double sum = 0;
        for (int k = at; k < at + classes; k++) {
            sum += to[k];
        }
        return sum;
    }

    private float largest(float[] logits, int at) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int k = at; k < at + classes; k++) {
            largest = Math.max(largest, logits[k]);
        }
        return largest;
    }

    private void scale(float[] x, int row, float factor) {
        for (int k = row * classes; k < (row + 1) * classes; k++) {
            x[k] *= factor;
        }
    }
}
