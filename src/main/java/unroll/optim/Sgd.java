package unroll.optim;

import java.util.List;

/** Plain stochastic gradient descent: theta -= rate * gradient. */
record Sgd() implements Optimizer {

    @Override
    public List<String> moments() {
        return List.of();
    }

    @Override
    public void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            Ranges ranges,
            double rate,
            long step) {
        for (int r = 0; r < ranges.count(); r++) {
            step(theta, gradient, ranges.from(r), ranges.to(r), (float) rate);
        }
    }

    private static void step(float[] theta, float[] gradient, int from, int to, float rate) {
        for (int i = from; i < to; i++) {
            theta[i] -= rate * gradient[i];
        }
    }
}
