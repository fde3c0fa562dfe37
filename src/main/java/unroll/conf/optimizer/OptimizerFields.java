package unroll.conf.optimizer;

import java.util.function.Function;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Types;

/** The settings that several optimisers have. */
final class OptimizerFields {
    private OptimizerFields() {}

    static <T> Field<T, Double> rate(Function<T, Double> component, double standard) {
        return Scalar.of(
                        "rate",
                        Types.number(Range.above(0)),
                        component,
                        "0.001; 0.01 with adagrad and rmsprop, 1 with adadelta, 0.002 with nadam",
                        v -> standard)
                .means("learning rate");
    }

    static <T> Field<T, Double> momentum(Function<T, Double> component, double standard) {
        return Scalar.of(
                        "momentum",
                        Types.number(OptimizerConf.SHARE),
                        component,
                        "0.9; 0 with rmsprop",
                        v -> standard)
                .means("decay of the velocity (`momentum`, `nesterov`, `rmsprop`)");
    }

    static <T> Field<T, Double> rareWords(Function<T, Double> component) {
        return Scalar.of("rareWords", Types.number(Range.atLeast(1)), component, 1.0)
                .means(
                        "largest factor of the steps of rare words' vectors or one-hot weights; a word's factor is its place"
                                + " in the order of frequency, in thousands (`sgd`, `momentum`, `nesterov`)");
    }

    static <T> Field<T, Double> beta1(Function<T, Double> component) {
        return Scalar.of("beta1", Types.number(OptimizerConf.SHARE), component, 0.9)
                .means("Adam's decay of the mean gradient");
    }

    static <T> Field<T, Double> beta2(Function<T, Double> component) {
        return Scalar.of("beta2", Types.number(OptimizerConf.SHARE), component, 0.999)
                .means("Adam's decay of the mean squared gradient");
    }

    static <T> Field<T, Double> epsilon(Function<T, Double> component, double standard) {
        return Scalar.of(
                        "epsilon",
                        Types.number(Range.above(0)),
                        component,
                        "1e-8; 1e-10 with adagrad, 1e-6 with adadelta",
                        v -> standard)
                .means("added to the denominator");
    }

    static <T> Field<T, Double> decay(Function<T, Double> component, double standard) {
        return Scalar.of(
                        "weightDecay",
                        Types.number(Range.atLeast(0)),
                        component,
                        "0; 0.01 with adamw",
                        v -> standard)
                .means(
                        "L2 penalty: this share of the parameters is added to the gradient; with `adamw`, rate times it is"
                                + " subtracted from the parameters");
    }
}
