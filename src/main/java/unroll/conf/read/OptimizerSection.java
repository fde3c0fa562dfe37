package unroll.conf.read;

import java.util.List;
import unroll.conf.GroupConf;
import unroll.conf.OptimizerConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;

/** Reads {@code training.optimizer}. */
final class OptimizerSection {
    static final List<String> NAMES =
            List.of(
                    "adam",
                    "adamw",
                    "amsgrad",
                    "nadam",
                    "sgd",
                    "momentum",
                    "nesterov",
                    "adagrad",
                    "adadelta",
                    "rmsprop");

    private static final Range SHARE = Range.halfOpen(0, 1);

    private OptimizerSection() {}

    /** What the section holds. */
    record Optimizer(OptimizerConf rule, List<GroupConf> groups) {}

    static Optimizer read(Section training) {
        try (var optimizer = training.section("optimizer")) {
            var rule = rule(optimizer);
            return new Optimizer(rule, ScheduleSection.groups(optimizer, rule));
        }
    }

    private static OptimizerConf rule(Section optimizer) {
        return switch (optimizer.word("name", NAMES, "adam", "the rule, as in PyTorch")) {
            case "sgd" -> new OptimizerConf.Sgd(rate(optimizer, 0.001), decay(optimizer, 0));
            case "momentum" ->
                    new OptimizerConf.Momentum(
                            rate(optimizer, 0.001),
                            momentum(optimizer, 0.9),
                            optimizer.number(
                                    "dampening",
                                    0,
                                    Range.closed(0, 1),
                                    "share of the gradient that does not enter the velocity (`momentum` only)"),
                            false,
                            decay(optimizer, 0));
            case "nesterov" ->
                    new OptimizerConf.Momentum(
                            rate(optimizer, 0.001),
                            momentum(optimizer, 0.9),
                            0,
                            true,
                            decay(optimizer, 0));
            case "adagrad" ->
                    new OptimizerConf.Adagrad(
                            rate(optimizer, 0.01),
                            optimizer.number(
                                    "rateDecay",
                                    0,
                                    Range.atLeast(0),
                                    "Adagrad's rate falls as 1 / (1 + (step - 1) rateDecay)"),
                            optimizer.number(
                                    "initial",
                                    0,
                                    Range.atLeast(0),
                                    "what Adagrad's sum of squares starts from"),
                            epsilon(optimizer, 1e-10),
                            decay(optimizer, 0));
            case "adadelta" ->
                    new OptimizerConf.Adadelta(
                            rate(optimizer, 1),
                            optimizer.number(
                                    "rho", 0.9, SHARE, "Adadelta's decay of both mean squares"),
                            epsilon(optimizer, 1e-6),
                            decay(optimizer, 0));
            case "rmsprop" ->
                    new OptimizerConf.RmsProp(
                            rate(optimizer, 0.01),
                            optimizer.number(
                                    "alpha",
                                    0.99,
                                    SHARE,
                                    "RMSprop's decay of the mean squared gradient"),
                            epsilon(optimizer, 1e-8),
                            momentum(optimizer, 0),
                            optimizer.flag(
                                    "centered",
                                    false,
                                    "whether RMSprop takes the squared mean gradient off"),
                            decay(optimizer, 0));
            case "amsgrad" ->
                    new OptimizerConf.AmsGrad(
                            rate(optimizer, 0.001),
                            beta1(optimizer),
                            beta2(optimizer),
                            epsilon(optimizer, 1e-8),
                            decay(optimizer, 0));
            case "nadam" ->
                    new OptimizerConf.Nadam(
                            rate(optimizer, 0.002),
                            beta1(optimizer),
                            beta2(optimizer),
                            epsilon(optimizer, 1e-8),
                            optimizer.number(
                                    "momentumDecay",
                                    0.004,
                                    Range.atLeast(0),
                                    "how fast Nadam's momentum rises to beta1"),
                            decay(optimizer, 0));
            case "adamw" -> adam(optimizer, 0.01, true);
            default -> adam(optimizer, 0, false);
        };
    }

    private static OptimizerConf adam(Section optimizer, double decay, boolean decoupled) {
        return new OptimizerConf.Adam(
                rate(optimizer, 0.001),
                beta1(optimizer),
                beta2(optimizer),
                epsilon(optimizer, 1e-8),
                decay(optimizer, decay),
                decoupled);
    }

    private static double rate(Section optimizer, double standard) {
        return number(
                optimizer,
                "rate",
                standard,
                Range.above(0),
                "0.001; 0.01 with adagrad and rmsprop, 1 with adadelta, 0.002 with nadam",
                "learning rate");
    }

    private static double momentum(Section optimizer, double standard) {
        return number(
                optimizer,
                "momentum",
                standard,
                SHARE,
                "0.9; 0 with rmsprop",
                "decay of the velocity (`momentum`, `nesterov`, `rmsprop`)");
    }

    private static double beta1(Section optimizer) {
        return optimizer.number("beta1", 0.9, SHARE, "Adam's decay of the mean gradient");
    }

    private static double beta2(Section optimizer) {
        return optimizer.number("beta2", 0.999, SHARE, "Adam's decay of the mean squared gradient");
    }

    private static double epsilon(Section optimizer, double standard) {
        return number(
                optimizer,
                "epsilon",
                standard,
                Range.above(0),
                "1e-8; 1e-10 with adagrad, 1e-6 with adadelta",
                "added to the denominator");
    }

    private static double decay(Section optimizer, double standard) {
        return number(
                optimizer,
                "weightDecay",
                standard,
                Range.atLeast(0),
                "0; 0.01 with adamw",
                "L2 penalty: this share of the parameters is added to the gradient; with `adamw`, rate times it is"
                        + " taken off the parameters");
    }

    /** A setting whose default depends on the rule. */
    private static double number(
            Section optimizer,
            String key,
            double standard,
            Range range,
            String standards,
            String meaning) {
        return optimizer
                .value(key, range.of("a number"), standards, meaning)
                .number(range, standard);
    }
}
