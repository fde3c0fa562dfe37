package unroll.nn.loss;

/** {@code |p - y|}, of slope 0 where both are equal. */
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
