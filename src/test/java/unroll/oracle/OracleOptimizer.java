package unroll.oracle;

import java.util.List;

/** What follows a gradient: clipping and the optimisers' steps, element by element in double. */
public interface OracleOptimizer {
    /** Moves {@code v} in place. */
    void step(double[] v, double[] gradient);

    /** v - rate g. */
    record Sgd(double rate) implements OracleOptimizer {
        @Override
        public void step(double[] v, double[] gradient) {
            for (int i = 0; i < v.length; i++) {
                v[i] -= rate * gradient[i];
            }
        }
    }

    /** Adam (Kingma and Ba 2015): epsilon is added to the corrected root. */
    final class Adam implements OracleOptimizer {
        private final double rate;
        private final double beta1;
        private final double beta2;
        private final double epsilon;
        private final double[] first;
        private final double[] second;
        private int steps;

        public Adam(int size, double rate, double beta1, double beta2, double epsilon) {
            this.rate = rate;
            this.beta1 = beta1;
            this.beta2 = beta2;
            this.epsilon = epsilon;
            first = new double[size];
            second = new double[size];
        }

        @Override
        public void step(double[] v, double[] gradient) {
            steps++;
            double correction1 = 1 - Math.pow(beta1, steps);
            double correction2 = 1 - Math.pow(beta2, steps);
            for (int i = 0; i < v.length; i++) {
                first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
                second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i];
                v[i] -=
                        rate
                                * (first[i] / correction1)
                                / (Math.sqrt(second[i] / correction2) + epsilon);
            }
        }
    }

    /** The L2 norm of all the gradients together. */
    static double norm(List<double[]> gradients) {
        double sum = 0;
        for (var gradient : gradients) {
            for (double g : gradient) {
                sum += g * g;
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * Scales in place by min(1, threshold / (norm + 1e-6)), as PyTorch does (Pascanu et al. 2013).
     */
    static void clipNorm(List<double[]> gradients, double threshold) {
        double scale = Math.min(1, threshold / (norm(gradients) + 1e-6));
        for (var gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= scale;
            }
        }
    }

    /** Holds every element in [-threshold, threshold], in place. */
    static void clipValue(List<double[]> gradients, double threshold) {
        for (var gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = Math.max(-threshold, Math.min(threshold, gradient[i]));
            }
        }
    }
}
