package unroll.conf.optimizer;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;
import unroll.conf.setting.Variants;

/**
 * An optimiser and its settings, which mean what PyTorch's of the same names mean. Weight decay is
 * the L2 penalty's gradient, added to the gradient; AdamW's alone shrinks the parameters
 * themselves.
 */
public sealed interface OptimizerConf extends Serializable {
    Range SHARE = Range.halfOpen(0, 1);

    /** The keys of all kinds. */
    static Variants<OptimizerConf> settings() {
        return Variants.<OptimizerConf>of("name", "adam", "the rule, as in PyTorch")
                .or("adam", Adam.class, adam -> !adam.decoupled(), Adam.settings(0, false))
                .or("adamw", Adam.class, Adam::decoupled, Adam.settings(0.01, true))
                .or("amsgrad", AmsGrad.class, AmsGrad.SETTINGS)
                .or("nadam", Nadam.class, Nadam.SETTINGS)
                .or("sgd", Sgd.class, Sgd.SETTINGS)
                .or("momentum", Momentum.class, m -> !m.nesterov(), Momentum.SETTINGS)
                .or("nesterov", Momentum.class, Momentum::nesterov, Momentum.NESTEROV)
                .or("adagrad", Adagrad.class, Adagrad.SETTINGS)
                .or("adadelta", Adadelta.class, Adadelta.SETTINGS)
                .or("rmsprop", RmsProp.class, RmsProp.SETTINGS);
    }

    double rate();

    /** Its momentum or beta1; 0 if it has none. */
    default double momentum() {
        return 0;
    }

    /** Whether it has a momentum, or a beta1 in its place, that can be replaced. */
    default boolean hasMomentum() {
        return false;
    }

    /**
     * Largest factor of the gradient of a rare word's parameters; 1 in rules that adapt to the size
     * of gradients by themselves.
     */
    default double rareWords() {
        return 1;
    }

    /** Returns the same with another momentum or beta1; itself if it has none. */
    default OptimizerConf withMomentum(double momentum) {
        return this;
    }

    record Sgd(double rate, double rareWords, double weightDecay) implements OptimizerConf {
        static final Settings<Sgd> SETTINGS =
                Settings.of(
                        v ->
                                new Sgd(
                                        v.get(OptimizerFields.rate(Sgd::rate, 0.001)),
                                        v.get(OptimizerFields.rareWords(Sgd::rareWords)),
                                        v.get(OptimizerFields.decay(Sgd::weightDecay, 0))));

        public Sgd(double rate, double weightDecay) {
            this(rate, 1, weightDecay);
        }

        public Sgd(double rate) {
            this(rate, 0);
        }
    }

    /**
     * @param dampening share of the gradient that does not enter the velocity; 0 with Nesterov's
     */
    record Momentum(
            double rate,
            double momentum,
            double dampening,
            boolean nesterov,
            double rareWords,
            double weightDecay)
            implements OptimizerConf {
        private static final Field<Momentum, Double> RATE =
                OptimizerFields.rate(Momentum::rate, 0.001);
        private static final Field<Momentum, Double> RARE_WORDS =
                OptimizerFields.rareWords(Momentum::rareWords);
        private static final Field<Momentum, Double> MOMENTUM =
                OptimizerFields.momentum(Momentum::momentum, 0.9);
        private static final Field<Momentum, Double> DAMPENING =
                Scalar.of("dampening", Types.number(Range.closed(0, 1)), Momentum::dampening, 0.0)
                        .means(
                                "share of the gradient that does not enter the velocity (`momentum` only)");
        private static final Field<Momentum, Double> DECAY =
                OptimizerFields.decay(Momentum::weightDecay, 0);

        static final Settings<Momentum> SETTINGS =
                Settings.of(
                        v ->
                                new Momentum(
                                        v.get(RATE),
                                        v.get(MOMENTUM),
                                        v.get(DAMPENING),
                                        false,
                                        v.get(RARE_WORDS),
                                        v.get(DECAY)));
        static final Settings<Momentum> NESTEROV =
                Settings.of(
                        v ->
                                new Momentum(
                                        v.get(RATE),
                                        v.get(MOMENTUM),
                                        0,
                                        true,
                                        v.get(RARE_WORDS),
                                        v.get(DECAY)));

        public Momentum(
                double rate,
                double momentum,
                double dampening,
                boolean nesterov,
                double weightDecay) {
            this(rate, momentum, dampening, nesterov, 1, weightDecay);
        }

        @Override
        public boolean hasMomentum() {
            return true;
        }

        @Override
        public OptimizerConf withMomentum(double other) {
            return new Momentum(rate, other, dampening, nesterov, rareWords, weightDecay);
        }
    }

    /**
     * @param rateDecay the rate falls as 1 / (1 + (step - 1) rateDecay)
     * @param initial initial sum of squares
     */
    record Adagrad(
            double rate, double rateDecay, double initial, double epsilon, double weightDecay)
            implements OptimizerConf {
        private static final Field<Adagrad, Double> RATE_DECAY =
                Scalar.of("rateDecay", Types.number(Range.atLeast(0)), Adagrad::rateDecay, 0.0)
                        .means("Adagrad's rate falls as 1 / (1 + (step - 1) rateDecay)");
        private static final Field<Adagrad, Double> INITIAL =
                Scalar.of("initial", Types.number(Range.atLeast(0)), Adagrad::initial, 0.0)
                        .means("initial value of Adagrad's sum of squares");

        static final Settings<Adagrad> SETTINGS =
                Settings.of(
                        v ->
                                new Adagrad(
                                        v.get(OptimizerFields.rate(Adagrad::rate, 0.01)),
                                        v.get(RATE_DECAY),
                                        v.get(INITIAL),
                                        v.get(OptimizerFields.epsilon(Adagrad::epsilon, 1e-10)),
                                        v.get(OptimizerFields.decay(Adagrad::weightDecay, 0))));
    }

    record Adadelta(double rate, double rho, double epsilon, double weightDecay)
            implements OptimizerConf {
        private static final Field<Adadelta, Double> RHO =
                Scalar.of("rho", Types.number(SHARE), Adadelta::rho, 0.9)
                        .means("Adadelta's decay of both mean squares");

        static final Settings<Adadelta> SETTINGS =
                Settings.of(
                        v ->
                                new Adadelta(
                                        v.get(OptimizerFields.rate(Adadelta::rate, 1)),
                                        v.get(RHO),
                                        v.get(OptimizerFields.epsilon(Adadelta::epsilon, 1e-6)),
                                        v.get(OptimizerFields.decay(Adadelta::weightDecay, 0))));
    }

    /**
     * @param alpha decay of the mean squared gradient
     * @param momentum 0 for none
     * @param centered whether the squared mean gradient is subtracted
     */
    record RmsProp(
            double rate,
            double alpha,
            double epsilon,
            double momentum,
            boolean centered,
            double weightDecay)
            implements OptimizerConf {
        private static final Field<RmsProp, Double> ALPHA =
                Scalar.of("alpha", Types.number(SHARE), RmsProp::alpha, 0.99)
                        .means("RMSprop's decay of the mean squared gradient");
        private static final Field<RmsProp, Boolean> CENTERED =
                Scalar.of("centered", Types.flag(), RmsProp::centered, false)
                        .means("whether RMSprop subtracts the squared mean gradient");

        static final Settings<RmsProp> SETTINGS =
                Settings.of(
                        v ->
                                new RmsProp(
                                        v.get(OptimizerFields.rate(RmsProp::rate, 0.01)),
                                        v.get(ALPHA),
                                        v.get(OptimizerFields.epsilon(RmsProp::epsilon, 1e-8)),
                                        v.get(OptimizerFields.momentum(RmsProp::momentum, 0)),
                                        v.get(CENTERED),
                                        v.get(OptimizerFields.decay(RmsProp::weightDecay, 0))));

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

        static Settings<Adam> settings(double decay, boolean decoupled) {
            return Settings.of(
                    v ->
                            new Adam(
                                    v.get(OptimizerFields.rate(Adam::rate, 0.001)),
                                    v.get(OptimizerFields.beta1(Adam::beta1)),
                                    v.get(OptimizerFields.beta2(Adam::beta2)),
                                    v.get(OptimizerFields.epsilon(Adam::epsilon, 1e-8)),
                                    v.get(OptimizerFields.decay(Adam::weightDecay, decay)),
                                    decoupled));
        }

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
        static final Settings<AmsGrad> SETTINGS =
                Settings.of(
                        v ->
                                new AmsGrad(
                                        v.get(OptimizerFields.rate(AmsGrad::rate, 0.001)),
                                        v.get(OptimizerFields.beta1(AmsGrad::beta1)),
                                        v.get(OptimizerFields.beta2(AmsGrad::beta2)),
                                        v.get(OptimizerFields.epsilon(AmsGrad::epsilon, 1e-8)),
                                        v.get(OptimizerFields.decay(AmsGrad::weightDecay, 0))));

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
     * @param momentumDecay how fast the momentum rises to beta1
     */
    record Nadam(
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double momentumDecay,
            double weightDecay)
            implements OptimizerConf {
        private static final Field<Nadam, Double> MOMENTUM_DECAY =
                Scalar.of(
                                "momentumDecay",
                                Types.number(Range.atLeast(0)),
                                Nadam::momentumDecay,
                                0.004)
                        .means("how fast Nadam's momentum rises to beta1");

        static final Settings<Nadam> SETTINGS =
                Settings.of(
                        v ->
                                new Nadam(
                                        v.get(OptimizerFields.rate(Nadam::rate, 0.002)),
                                        v.get(OptimizerFields.beta1(Nadam::beta1)),
                                        v.get(OptimizerFields.beta2(Nadam::beta2)),
                                        v.get(OptimizerFields.epsilon(Nadam::epsilon, 1e-8)),
                                        v.get(MOMENTUM_DECAY),
                                        v.get(OptimizerFields.decay(Nadam::weightDecay, 0))));

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
