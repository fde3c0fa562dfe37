package unroll.optim;

import java.util.List;
import unroll.conf.optimizer.OptimizerConf;

/**
 * RMSprop (Tieleman and Hinton, 2012), centred as in Graves (2013), with momentum on the scaled
 * gradient:
 *
 * <pre>
 * g = gradient + weightDecay theta
 * s = alpha s + (1 - alpha) g²
 * m = alpha m + (1 - alpha) g                     (centred only, else 0)
 * v = momentum v + g / (sqrt(s - m²) + epsilon)
 * theta -= rate v
 * </pre>
 */
record RmsProp(OptimizerConf.RmsProp conf) implements Optimizer {

    @Override
    public List<String> moments() {
        if (conf.centered()) {
            return conf.hasMomentum()
                    ? List.of("square", "mean", "velocity")
                    : List.of("square", "mean");
        }
        return conf.hasMomentum() ? List.of("square", "velocity") : List.of("square");
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
        float kept = (float) conf.alpha();
        float share = (float) (1 - conf.alpha());
        float epsilon = (float) conf.epsilon();
        float decay = (float) conf.weightDecay();
        float momentum = (float) conf.momentum();
        boolean centered = conf.centered();
        boolean carried = conf.hasMomentum();
        float[] square = moments[0];
        float[] mean = moments[centered ? 1 : 0];
        float[] velocity = moments[moments.length - 1];
        for (int i = from; i < to; i++) {
            float g = gradient[i] + decay * theta[i];
            float s = kept * square[i] + share * (g * g);
            float variance = s;
            if (centered) {
                float m = mean[i] + share * (g - mean[i]);
                mean[i] = m;
                // Rounding may make the difference negative.
                variance = Math.max(s - m * m, 0);
            }
            square[i] = s;
            float v = g / ((float) Math.sqrt(variance) + epsilon);
            if (carried) {
                v = momentum * velocity[i] + v;
                velocity[i] = v;
            }
            theta[i] -= rate * v;
        }
    }
}
