package unroll.nn.layer;

import unroll.math.Allocator;
import unroll.math.Softmax;
import unroll.nn.Activations;

/**
 * The mean Kullback-Leibler divergence of the softmax of logits from that of logits kept before:
 * {@code KL(p || q) = sum of p (log p - log q)}, of which p is a constant.
 */
final class Divergence {
    private final Activations logits;
    private final float[] kept; // [rows, classes], logits of p

    /**
     * @param logits of q
     * @param rows most rows
     */
    Divergence(Allocator allocator, Activations logits, int rows) {
        this.logits = logits;
        kept = allocator.floats(rows, logits.columns);
    }

    /** Keeps the logits. */
    void keep() {
        System.arraycopy(logits.value, 0, kept, 0, logits.rows * logits.columns);
    }

    /** Returns the mean over all rows, and assigns its gradient to the logits'. */
    double loss() {
        int classes = logits.columns;
        double sum = 0;
        for (int at = 0; at < logits.rows * classes; at += classes) {
            double logSumP = Softmax.logSumExp(kept, at, classes);
            double logSumQ = Softmax.logSumExp(logits.value, at, classes);
            for (int k = at; k < at + classes; k++) {
                double logP = kept[k] - logSumP;
                double logQ = logits.value[k] - logSumQ;
                double p = StrictMath.exp(logP);
                sum += p * (logP - logQ);
                logits.gradient[k] = (float) ((StrictMath.exp(logQ) - p) / logits.rows);
            }
        }
        return sum / logits.rows;
    }
}
