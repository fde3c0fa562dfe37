package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;
import unroll.math.AdamStep;
import unroll.math.Kernels;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1), rounded as PyTorch does; with decoupled weight decay
 * AdamW (Loshchilov and Hutter, 2019):
 *
 * <pre>
 * g  = gradient + weightDecay theta           (AdamW: theta *= 1 - rate weightDecay, g = gradient)
 * m += (1 - beta1) (g - m)
 * v  = beta2 v + (1 - beta2) g²
 * theta -= rate / (1 - beta1^t) · m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 */
record Adam(OptimizerConf.Adam conf, Kernels kernels) implements Optimizer {

    @Override
    public List<String> moments() {
        return List.of("mean", "square");
    }

    @Override
    public void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            Ranges ranges,
            double rate,
            long step) {
        boolean decoupled = conf.decoupled();
        // StrictMath: the same bits on every machine.
        float root = (float) Math.sqrt(1 - StrictMath.pow(conf.beta2(), (double) step));
        var constants =
                new AdamStep(
                        decoupled ? 0 : (float) conf.weightDecay(),
                        decoupled ? (float) (1 - rate * conf.weightDecay()) : 1,
                        (float) (1 - conf.beta1()),
                        (float) conf.beta2(),
                        (float) (1 - conf.beta2()),
                        (float) (rate / (1 - StrictMath.pow(conf.beta1(), (double) step))),
                        1 / root,
                        (float) conf.epsilon());
        for (int r = 0; r < ranges.count(); r++) {
            int from = ranges.from(r);
            kernels.adam(
                    constants, theta, gradient, moments[0], moments[1], from, ranges.to(r) - from);
        }
    }
}
