package unroll.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import unroll.conf.optimizer.OptimizerConf;

/** The rules that the optimiser files hold, told by the settings that only they have. */
public enum GoldenOptimizer {
    SGD,
    MOMENTUM,
    NESTEROV,
    ADAGRAD,
    ADADELTA,
    RMSPROP,
    ADAM,
    AMSGRAD,
    ADAMW,
    NADAM;

    public static GoldenOptimizer of(GoldenFile file) {
        if (file.has("options", "dampening")) {
            if (file.number("options", "momentum") == 0) {
                return SGD;
            }
            return file.flag("options", "nesterov") ? NESTEROV : MOMENTUM;
        } else if (file.has("options", "rho")) {
            return ADADELTA;
        } else if (file.has("options", "lr_decay")) {
            return ADAGRAD;
        } else if (file.has("options", "alpha")) {
            return RMSPROP;
        } else if (file.has("options", "momentum_decay")) {
            return NADAM;
        } else if (file.has("options", "amsgrad")) {
            if (file.flag("options", "amsgrad")) {
                return AMSGRAD;
            }
            return file.flag("options", "decoupled_weight_decay") ? ADAMW : ADAM;
        }
        throw new AssertionError(file + ": no optimiser has the settings " + file.names("options"));
    }

    /** The file's rule with its settings; fails where a setting is one that we do not have. */
    public static OptimizerConf conf(GoldenFile file) {
        assertFalse(file.flag("options", "maximize"), file + " maximize");
        double rate = file.number("options", "lr");
        double decay = file.number("options", "weight_decay");
        var rule = of(file);
        if (file.has("options", "decoupled_weight_decay")) {
            assertEquals(
                    rule == ADAMW,
                    file.flag("options", "decoupled_weight_decay"),
                    file + " decoupled_weight_decay");
        }
        return switch (rule) {
            case SGD -> new OptimizerConf.Sgd(rate, decay);
            case MOMENTUM, NESTEROV ->
                    new OptimizerConf.Momentum(
                            rate,
                            file.number("options", "momentum"),
                            file.number("options", "dampening"),
                            rule == NESTEROV,
                            decay);
            case ADAGRAD ->
                    new OptimizerConf.Adagrad(
                            rate,
                            file.number("options", "lr_decay"),
                            file.number("options", "initial_accumulator_value"),
                            file.number("options", "eps"),
                            decay);
            case ADADELTA ->
                    new OptimizerConf.Adadelta(
                            rate,
                            file.number("options", "rho"),
                            file.number("options", "eps"),
                            decay);
            case RMSPROP ->
                    new OptimizerConf.RmsProp(
                            rate,
                            file.number("options", "alpha"),
                            file.number("options", "eps"),
                            file.number("options", "momentum"),
                            file.flag("options", "centered"),
                            decay);
            case ADAM, ADAMW ->
                    new OptimizerConf.Adam(
                            rate,
                            file.number("options", "betas", "0"),
                            file.number("options", "betas", "1"),
                            file.number("options", "eps"),
                            decay,
                            rule == ADAMW);
            case AMSGRAD ->
                    new OptimizerConf.AmsGrad(
                            rate,
                            file.number("options", "betas", "0"),
                            file.number("options", "betas", "1"),
                            file.number("options", "eps"),
                            decay);
            case NADAM ->
                    new OptimizerConf.Nadam(
                            rate,
                            file.number("options", "betas", "0"),
                            file.number("options", "betas", "1"),
                            file.number("options", "eps"),
                            file.number("options", "momentum_decay"),
                            decay);
        };
    }
}
