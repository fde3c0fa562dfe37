package unroll.conf;

import java.io.Serializable;

/**
 * The optimiser's rule and its settings, which mean what PyTorch's of the same names mean. Weight
 * decay is the L2 penalty's gradient, added to the gradient; AdamW's alone shrinks the parameters
 * themselves.
 */
public sealed interface OptimizerConf extends Serializable {
    double rate();

    /** Its momentum or beta1; 0 where it has none. */
    default double momentum() {
        return 0;
    }

    /** Whether there is a momentum, or a beta1 in its place, that another can stand in for. */
    default boolean hasMomentum() {
        return false;
    }

    /** The same with another momentum or beta1; itself where it has none. */
    default OptimizerConf withMomentum(double momentum) {
        return this;
    }

    record Sgd(double rate, double weightDecay) implements OptimizerConf {
        public Sgd(double rate) {
            this(rate, 0);
        }
    }

    /**
     * @param dampening share of the gradient that does not enter the velocity; 0 with Nesterov's
     */
    record Momentum(
            double rate, double momentum, double dampening, boolean nesterov, double weightDecay)
            implements OptimizerConf {
        @Override
        public boolean hasMomentum() {
            return true;
        }

        @Override
        public OptimizerConf withMomentum(double other) {
            return new Momentum(rate, other, dampening, nesterov, weightDecay);
        }
    }

    /**
     * @param rateDecay the rate falls as 1 / (1 + (step - 1) rateDecay)
     * @param initial what the sum of squares starts from
     */
    record Adagrad(
            double rate, double rateDecay, double initial, double epsilon, double weightDecay)
            implements OptimizerConf {}

    record Adadelta(double rate, double rho, double epsilon, double weightDecay)
            implements OptimizerConf {}

    /**
     * @param alpha decay of the mean squared gradient
     * @param momentum 0 for none
     * @param centered whether the squared mean gradient is taken off
     */
    record RmsProp(
            double rate,
            double alpha,
            double epsilon,
            double momentum,
            boolean centered,
            double weightDecay)
            implements OptimizerConf {
        @Override
        public boolean hasMomentum() {
            return momentum > 0;
        }

        @Override
        public OptimizerConf withMomentum(double other) {
            return hasMomentum()
                    ? new RmsProp(rate, alpha, epsilon, other, centered, weightDecay)
                    : this;
        }
    }

    /**
     * Adam, and with decoupled weight decay AdamW.
     *
     * @param decoupled whether weight decay shrinks the parameters and leaves the gradient alone
     */
    record Adam(
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            boolean decoupled)
            implements OptimizerConf {
        public Adam(double rate, double beta1, double beta2, double epsilon) {
            this(rate, beta1, beta2, epsilon, 0, false);
        }

        @Override
        public double momentum() {
            return beta1;
        }

        @Override
        public boolean hasMomentum() {
            return true;
        }

        @Override
        public OptimizerConf withMomentum(double other) {
            return new Adam(rate, other, beta2, epsilon, weightDecay, decoupled);
        }
    }

    record AmsGrad(double rate, double beta1, double beta2, double epsilon, double weightDecay)
            implements OptimizerConf {
        @Override
        public double momentum() {
            return beta1;
        }

        @Override
        public boolean hasMomentum() {
            return true;
        }

        @Override
        public OptimizerConf withMomentum(double other) {
            return new AmsGrad(rate, other, beta2, epsilon, weightDecay);
        }
    }

    /**
     * @param momentumDecay how slowly the momentum rises to beta1
     */
    record Nadam(
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double momentumDecay,
            double weightDecay)
            implements OptimizerConf {
        @Override
        public double momentum() {
            return beta1;
        }

        @Override
        public boolean hasMomentum() {
            return true;
        }

        @Override
        public OptimizerConf withMomentum(double other) {
            return new Nadam(rate, other, beta2, epsilon, momentumDecay, weightDecay);
        }
    }
}
