package unroll.nn.loss;

/**
 * Cross-entropy of a yes or no, the prediction z being the logit of yes and the target y in [0, 1]:
 *
 * <pre>
 * -y log σ(z) - (1 - y) log(1 - σ(z)) = max(z, 0) - z y + log(1 + exp(-|z|))
 * </pre>
 */
public record BinaryCrossEntropy() implements ElementLoss {
    @Override
    public double loss(double logit, double target) {
        return Math.max(logit, 0)
                - logit * target
                + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
    }

    @Override
    public double slope(double logit, double target) {
        return expected(logit) - target;
    }

    /** Returns the probability of yes, σ(z). */
    @Override
    public double expected(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
