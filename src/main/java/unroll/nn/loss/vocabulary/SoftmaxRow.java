package unroll.nn.loss.vocabulary;

import java.util.Arrays;
import unroll.math.Kernels;
import unroll.math.Softmax;

/** Softmax of one row of logits in place, in single precision except for the sum. */
final class SoftmaxRow {
    private SoftmaxRow() {}

    /**
     * Turns logits into probabilities.
     *
     * @param all sum of the probabilities
     * @param values [count], from {@code at}
     */
    static void probabilities(Kernels kernels, float all, float[] values, int at, int count) {
        float largest = Softmax.largest(values, at, count);
        double sum = Softmax.exponentials(kernels, largest, values, at, count);
        scale((float) (all / sum), values, at, count);
    }

    /**
     * Returns the cross-entropy with a target, and turns the logits into their gradient: of the
     * mean over all terms.
     *
     * @param target below 0 without one
     * @param values [count], from {@code at}
     */
    static double loss(Kernels kernels, int target, int terms, float[] values, int at, int count) {
        if (target < 0) {
            Arrays.fill(values, at, at + count, 0);
            return 0;
        }
        float largest = Softmax.largest(values, at, count);
        double below = values[at + target] - (double) largest;
        double sum = Softmax.exponentials(kernels, largest, values, at, count);
        scale((float) (1 / (sum * terms)), values, at, count);
        values[at + target] -= 1f / terms;
        return StrictMath.log(sum) - below;
    }

    private static void scale(float factor, float[] values, int at, int count) {
        for (int k = at; k < at + count; k++) {
            values[k] *= factor;
        }
    }
}
