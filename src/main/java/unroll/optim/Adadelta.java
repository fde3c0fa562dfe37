package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;

/**
 * Adadelta (Zeiler, 2012, algorithm 1):
 *
 * <pre>
 * g = gradient + weightDecay theta
 * s = rho s + (1 - rho) g²
 * d = sqrt(u + epsilon) / sqrt(s + epsilon) · g
 * u = rho u + (1 - rho) d²
 * theta -= rate d
 * </pre>
 */
record Adadelta(OptimizerConf.Adadelta conf) implements Optimizer {

    @Override
    public List<String> moments() {
        return List.of("square", "change");
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
            step(theta, gradient, moments, ranges.from(r), ranges.to(r), (float) rate);
        }
    }

    private void step(
            float[] theta, float[] gradient, float[][] moments, int from, int to, float rate) {
        float[] square = moments[0];
        float[] change = moments[1];
        float kept = (float) conf.rho();
        float share = (float) (1 - conf.rho());
        float epsilon = (float) conf.epsilon();
        float decay = (float) conf.weightDecay();
        for (int i = from; i < to; i++) {
            float g = gradient[i] + decay * theta[i];
            float s = kept * square[i] + share * (g * g);
            float d = (float) Math.sqrt(change[i] + epsilon) / (float) Math.sqrt(s + epsilon) * g;
            square[i] = s;
            change[i] = kept * change[i] + share * (d * d);
            theta[i] -= rate * d;
        }
    }
}
