package unroll.oracle;

/** Kullback-Leibler divergence between the softmax of some logits and of others. */
public final class OracleDivergence {
    private OracleDivergence() {}

    /** The sum of p (log p - log q), of which p is a constant. */
    public static Scalar of(Scalar[] logitsOfP, Scalar[] logitsOfQ) {
        var p = OracleCrossEntropy.logSoftmax(logitsOfP);
        var q = OracleCrossEntropy.logSoftmax(logitsOfQ);
        var sum = q[0].minus(q[0]);
        for (int k = 0; k < p.length; k++) {
            double logP = p[k].value();
            sum = sum.plus(q[k].negated().plus(logP).times(Math.exp(logP)));
        }
        return sum;
    }
}
