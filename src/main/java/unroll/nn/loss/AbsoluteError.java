package unroll.nn.loss;

/** {@code |p - y|}, with slope 0 at p = y. */
public record AbsoluteError() implements ElementLoss {
    @Override
    public double loss(double prediction, double target) {
        return Math.abs(prediction - target);
    }

    @Override
    public double slope(double prediction, double target) {
        return Math.signum(prediction - target);
    }
}
