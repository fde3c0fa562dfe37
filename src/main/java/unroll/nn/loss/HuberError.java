package unroll.nn.loss;

/**
 * Squared near the target and absolute far from it (Huber 1964), with e = p - y:
 *
 * <pre>
 * e² / 2              where |e| <= delta
 * delta (|e| - delta / 2)   elsewhere
 * </pre>
 *
 * @param delta end of the squared part, above 0
 */
public record HuberError(double delta) implements ElementLoss {
    /**
     * @throws IllegalArgumentException if delta is not above 0
     */
    public HuberError {
        if (!(delta > 0)) {
            throw new IllegalArgumentException("delta: expected a number above 0, got " + delta);
        }
    }

    /** With a delta of 1. */
    public HuberError() {
        this(1);
    }

    @Override
    public double loss(double prediction, double target) {
        double distance = Math.abs(prediction - target);
        return distance <= delta ? distance * distance / 2 : delta * (distance - delta / 2);
    }

    @Override
    public double slope(double prediction, double target) {
        return Math.max(-delta, Math.min(delta, prediction - target));
    }
}
