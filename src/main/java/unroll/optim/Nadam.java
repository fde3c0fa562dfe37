package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;

/**
 * Adam with Nesterov's momentum (Dozat, 2016), as PyTorch's NAdam:
 *
 * <pre>
 * g   = gradient + weightDecay theta
 * mu_t = beta1 (1 - 0.96^(t momentumDecay) / 2)
 * m  += (1 - beta1) (g - m)
 * v   = beta2 v + (1 - beta2) g²
 * d   = sqrt(v / (1 - beta2^t)) + epsilon
 * theta -= rate (1 - mu_t) / (1 - mu_1 … mu_t) · g / d
 *        + rate mu_t+1 / (1 - mu_1 … mu_t+1) · m / d
 * </pre>
 */
record Nadam(OptimizerConf.Nadam conf) implements Optimizer {
    /** A product below this is negligible beside one. */
    private static final double NOTHING = 1e-17;

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
        double product = product(step);
        double next = mu(step + 1);
        float ofGradient = (float) (rate * (1 - mu(step)) / (1 - product));
        float ofMean = (float) (rate * next / (1 - product * next));
        float root = (float) Math.sqrt(1 - StrictMath.pow(conf.beta2(), (double) step));
        for (int r = 0; r < ranges.count(); r++) {
            step(
                    theta,
                    gradient,
                    moments,
                    ranges.from(r),
                    ranges.to(r),
                    ofGradient,
                    ofMean,
                    1 / root);
        }
    }

    /** Returns the momentum of a step. */
    private double mu(long step) {
        return conf.beta1() * (1 - StrictMath.pow(0.96, step * conf.momentumDecay()) / 2);
    }

    /** Returns mu_1 … mu_step, computed each time so that the rule has no state of its own. */
    private double product(long step) {
        double product = 1;
        for (long t = 1; t <= step && product > NOTHING; t++) {
            product *= mu(t);
        }
        return product;
    }

    private void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            int from,
            int to,
            float ofGradient,
            float ofMean,
            float inverseRoot) {
        float[] mean = moments[0];
        float[] square = moments[1];
        float meanShare = (float) (1 - conf.beta1());
        float squareKept = (float) conf.beta2();
        float squareShare = (float) (1 - conf.beta2());
        float epsilon = (float) conf.epsilon();
        float decay = (float) conf.weightDecay();
        for (int i = from; i < to; i++) {
            float g = gradient[i] + decay * theta[i];
            float m = mean[i] + meanShare * (g - mean[i]);
            float v = squareKept * square[i] + squareShare * (g * g);
            mean[i] = m;
            square[i] = v;
            float d = (float) Math.sqrt(v) * inverseRoot + epsilon;
            theta[i] -= (ofGradient * g + ofMean * m) / d;
        }
    }
}
