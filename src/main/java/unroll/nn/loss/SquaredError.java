package unroll.nn.loss;

/** {@code (p - y)²}. */
public record SquaredError() implements ElementLoss {
    @Override
    public double loss(double prediction, double target) {
        double error = prediction - target;
        return error * error;
    }

    @Override
    public double slope(double prediction, double target) {
        return 2 * (prediction - target);
    }
}
