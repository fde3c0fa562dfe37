package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;

/** Plain stochastic gradient descent: theta -= rate (gradient + weightDecay theta). */
record Sgd(OptimizerConf.Sgd conf) implements Optimizer {

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
        float decay = (float) conf.weightDecay();
        for (int r = 0; r < ranges.count(); r++) {
            step(theta, gradient, ranges.from(r), ranges.to(r), (float) rate, decay);
        }
    }

    private static void step(
            float[] theta, float[] gradient, int from, int to, float rate, float decay) {
        for (int i = from; i < to; i++) {
            theta[i] -= rate * (gradient[i] + decay * theta[i]);
        }
    }
}
