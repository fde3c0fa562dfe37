package unroll.oracle;

import java.util.Arrays;
import java.util.List;

/**
 * Log-probabilities of a softmax in two levels: a word of a tail has the probability of the tail
 * times its own within the tail.
 *
 * @param cutoffs first class of each tail
 */
public record OracleAdaptiveSoftmax(List<Integer> cutoffs) {
    /**
     * @param own {@code w}, {@code b}, and {@code projection}, {@code w}, {@code b} of each tail
     * @param x [inputs]
     * @return [classes]
     */
    public Scalar[] logProbabilities(Parameters own, Scalar[] x) {
        var head = OracleCrossEntropy.logSoftmax(affine(own, x));
        var logs = Arrays.copyOf(head, cutoffs.get(0));
        for (int i = 0; i < cutoffs.size(); i++) {
            var tail = own.under("tail" + i);
            var within =
                    OracleCrossEntropy.logSoftmax(
                            affine(tail, Vectors.product(tail.matrix("projection"), x)));
            var share = head[cutoffs.get(0) + i];
            logs = Vectors.joined(logs, Vectors.each(within, log -> log.plus(share)));
        }
        return logs;
    }

    private static Scalar[] affine(Parameters own, Scalar[] x) {
        return Vectors.plus(Vectors.product(own.matrix("w"), x), own.vector("b"));
    }
}
