package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;

/**
 * AMSGrad (Reddi et al., 2018): Adam whose denominator never falls. Like in PyTorch, the maximum of
 * v is taken before bias correction.
 *
 * <pre>
 * g  = gradient + weightDecay theta
 * m += (1 - beta1) (g - m)
 * v  = beta2 v + (1 - beta2) g²
 * w  = max(w, v)
 * theta -= rate / (1 - beta1^t) · m / (sqrt(w) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 */
record AmsGrad(OptimizerConf.AmsGrad conf) implements Optimizer {

    @Override
    public List<String> moments() {
        return List.of("mean", "square", "largest");
    }

    @Override
    public void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            Ranges ranges,
            double rate,
            long step) {
        float size = (float) (rate / (1 - StrictMath.pow(conf.beta1(), (double) step)));
        float root = (float) Math.sqrt(1 - StrictMath.pow(conf.beta2(), (double) step));
        for (int r = 0; r < ranges.count(); r++) {
            step(theta, gradient, moments, ranges.from(r), ranges.to(r), size, 1 / root);
        }
    }

    private void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            int from,
            int to,
            float size,
            float inverseRoot) {
        float[] mean = moments[0];
        float[] square = moments[1];
        float[] largest = moments[2];
        float meanShare = (float) (1 - conf.beta1());
        float squareKept = (float) conf.beta2();
        float squareShare = (float) (1 - conf.beta2());
        float epsilon = (float) conf.epsilon();
        float decay = (float) conf.weightDecay();
        for (int i = from; i < to; i++) {
            float g = gradient[i] + decay * theta[i];
            float m = mean[i] + meanShare * (g - mean[i]);
            float v = squareKept * square[i] + squareShare * (g * g);
            float w = Math.max(largest[i], v);
            mean[i] = m;
            square[i] = v;
            largest[i] = w;
            theta[i] -= size * (m / ((float) Math.sqrt(w) * inverseRoot + epsilon));
        }
    }
}
