package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;

/**
 * SGD with momentum (Polyak, 1964), or with Nesterov's in the form of Sutskever et al. (2013):
 *
 * <pre>
 * g = gradient + weightDecay theta
 * v = momentum v + (1 - dampening) g          (v = g in step 1)
 * theta -= rate v                             (Nesterov: rate (g + momentum v))
 * </pre>
 */
record Momentum(OptimizerConf.Momentum conf) implements Optimizer {

    @Override
    public List<String> moments() {
        return List.of("velocity");
    }

    @Override
    public void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            Ranges ranges,
            double rate,
            long step) {
        float share = step == 1 ? 1 : (float) (1 - conf.dampening());
        for (int r = 0; r < ranges.count(); r++) {
            step(theta, gradient, moments[0], ranges.from(r), ranges.to(r), (float) rate, share);
        }
    }

    private void step(
            float[] theta,
            float[] gradient,
            float[] velocity,
            int from,
            int to,
            float rate,
            float share) {
        float momentum = (float) conf.momentum();
        float decay = (float) conf.weightDecay();
        // Nesterov's step looks ahead by the momentum, the plain one is all velocity.
        float own = conf.nesterov() ? 1 : 0;
        float carried = conf.nesterov() ? momentum : 1;
        for (int i = from; i < to; i++) {
            float g = gradient[i] + decay * theta[i];
            float v = momentum * velocity[i] + share * g;
            velocity[i] = v;
            theta[i] -= rate * (own * g + carried * v);
        }
    }
}
