package unroll.oracle;

/**
 * Additive attention (Bahdanau et al. 2015): {@code w [units, columns]}, {@code v [units]}. As a
 * layer, pooling with the learned query {@code b [units]}.
 */
public final class OracleAttention implements OracleLayer {
    /**
     * @param weights [steps]
     * @param context [columns]
     */
    public record Result(Scalar[] weights, Scalar[] context) {}

    /**
     * @param query projected, [units]
     * @param keys [steps][columns]
     */
    public static Result read(Parameters own, Scalar[] query, Scalar[][] keys) {
        var scores = new Scalar[keys.length];
        for (int t = 0; t < keys.length; t++) {
            var sum = Vectors.plus(query, Vectors.product(own.matrix("w"), keys[t]));
            scores[t] = Vectors.dot(own.vector("v"), Vectors.each(sum, Scalar::tanh));
        }
        return mean(scores, keys);
    }

    /** The same by the product of query and keys (Luong et al. 2015), over √units. */
    public static Result product(Parameters own, Scalar[] query, Scalar[][] keys) {
        var scores = new Scalar[keys.length];
        for (int t = 0; t < keys.length; t++) {
            var product = Vectors.dot(query, Vectors.product(own.matrix("w"), keys[t]));
            scores[t] = product.times(1 / Math.sqrt(query.length));
        }
        return mean(scores, keys);
    }

    private static Result mean(Scalar[] scores, Scalar[][] keys) {
        var weights = Vectors.each(OracleCrossEntropy.logSoftmax(scores), Scalar::exp);
        Scalar[] context = null;
        for (int t = 0; t < keys.length; t++) {
            var weight = weights[t];
            var term = Vectors.each(keys[t], weight::times);
            context = context == null ? term : Vectors.plus(context, term);
        }
        return new Result(weights, context);
    }

    @Override
    public Scalar[][] of(Parameters own, Scalar[][] x) {
        return new Scalar[][] {read(own, own.vector("b"), x).context()};
    }
}
