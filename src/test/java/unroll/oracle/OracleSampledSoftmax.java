package unroll.oracle;

import java.util.ArrayList;

/**
 * Cross-entropy over a target and a sample of the other classes, as TensorFlow's {@code
 * sampled_softmax_loss} defines it for samples without replacement from a log-uniform distribution.
 *
 * @param classes number of all classes
 * @param sample distinct classes
 * @param draws by which they were found
 */
public record OracleSampledSoftmax(int classes, int[] sample, int draws) {
    /** Probability that one of the draws is class k. */
    double expected(int k) {
        double p = (Math.log(k + 2) - Math.log(k + 1)) / Math.log(classes + 1);
        return 1 - Math.pow(1 - p, draws);
    }

    /**
     * @param logits [classes]
     */
    public Scalar loss(Scalar[] logits, int target) {
        var corrected = new ArrayList<Scalar>();
        corrected.add(logits[target].plus(-Math.log(expected(target))));
        for (int k : sample) {
            if (k != target) {
                corrected.add(logits[k].plus(-Math.log(expected(k))));
            }
        }
        return OracleCrossEntropy.logSoftmax(corrected.toArray(Scalar[]::new))[0].negated();
    }
}
