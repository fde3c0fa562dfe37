package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;

/**
 * Adagrad (Duchi et al., 2011):
 *
 * <pre>
 * g = gradient + weightDecay theta
 * s += g²
 * theta -= rate / (1 + (step - 1) rateDecay) · g / (sqrt(initial + s) + epsilon)
 * </pre>
 */
record Adagrad(OptimizerConf.Adagrad conf) implements Optimizer {

    @Override
    public List<String> moments() {
        return List.of("squares");
    }

    @Override
    public void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            Ranges ranges,
            double rate,
            long step) {
        float size = (float) (rate / (1 + (step - 1) * conf.rateDecay()));
        for (int r = 0; r < ranges.count(); r++) {
            step(theta, gradient, moments[0], ranges.from(r), ranges.to(r), size);
        }
    }

    private void step(
            float[] theta, float[] gradient, float[] squares, int from, int to, float size) {
        float initial = (float) conf.initial();
        float epsilon = (float) conf.epsilon();
        float decay = (float) conf.weightDecay();
        for (int i = from; i < to; i++) {
            float g = gradient[i] + decay * theta[i];
            float s = squares[i] + g * g;
            squares[i] = s;
            theta[i] -= size * (g / ((float) Math.sqrt(initial + s) + epsilon));
        }
    }
}
