package unroll.conf;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code training}. */
final class TrainingSection {
    private static final int BATCH_TOKENS = 16_384;

    private TrainingSection() {}

    /**
     * @param maxLength tokens of the longest text, which a batch must be able to hold
     */
    static TrainingConf read(Section root, int maxLength) {
        try (var training = root.section("training")) {
            return new TrainingConf(
                    training.integer(
                            "epochs", 10, Range.atLeast(1), "passes over the training part"),
                    training.integer("batch", 64, Range.atLeast(1), "most texts in a batch"),
                    batchTokens(training, maxLength),
                    optimizer(training),
                    schedule(training),
                    clip(training),
                    training.choice(
                            "loss",
                            TrainingConf.LossConf.SQUARED,
                            "what a forecast's error costs, in deviations of the target: `squared`, `absolute`, `huber`"
                                    + " (squared up to 1, absolute beyond)"),
                    classWeights(training),
                    training.number(
                            "labelSmoothing",
                            0,
                            Range.halfOpen(0, 1),
                            "share of the target's mass that is spread over all classes"),
                    training.choice(
                            "embeddingUpdates",
                            TrainingConf.EmbeddingUpdates.LAZY,
                            "which word vectors a step moves: `lazy`, those of the batch (as SparseAdam); `dense`, all"),
                    earlyStopping(training));
        }
    }

    private static int batchTokens(Section training, int maxLength) {
        var value =
                training.value(
                        "batchTokens",
                        "an integer >= text.maxLength",
                        Integer.toString(BATCH_TOKENS),
                        "most tokens in a batch, which sizes the buffers; the default rises to `text.maxLength`");
        if (value.absent()) {
            return Math.max(BATCH_TOKENS, maxLength);
        }
        long tokens = value.integer(Range.closed(1, Integer.MAX_VALUE), BATCH_TOKENS);
        if (tokens < maxLength) {
            value.wrong(
                    "at least text.maxLength (" + maxLength + "), so that the longest text fits");
        }
        return (int) tokens;
    }

    private static OptimizerConf optimizer(Section training) {
        try (var optimizer = training.section("optimizer")) {
            var name = optimizer.word("name", List.of("adam", "sgd"), "adam", "the rule");
            double rate = optimizer.number("rate", 0.001, Range.above(0), "learning rate");
            if (name.equals("sgd")) {
                return new OptimizerConf.Sgd(rate);
            }
            return new OptimizerConf.Adam(
                    rate,
                    optimizer.number(
                            "beta1",
                            0.9,
                            Range.halfOpen(0, 1),
                            "Adam's decay of the mean gradient"),
                    optimizer.number(
                            "beta2",
                            0.999,
                            Range.halfOpen(0, 1),
                            "Adam's decay of the mean squared gradient"),
                    optimizer.number(
                            "epsilon", 1e-8, Range.above(0), "added to Adam's denominator"));
        }
    }

    private static TrainingConf.ScheduleConf schedule(Section training) {
        try (var schedule = training.section("schedule")) {
            var name =
                    schedule.word(
                            "name",
                            List.of("constant", "cosine"),
                            "constant",
                            "how the rate moves after the warm-up; `cosine` falls to `floor` over the whole run");
            int warmup =
                    schedule.integer(
                            "warmup",
                            0,
                            Range.atLeast(0),
                            "optimiser steps in which the rate rises from zero");
            if (name.equals("constant")) {
                return new TrainingConf.ScheduleConf.Constant(warmup);
            }
            return new TrainingConf.ScheduleConf.Cosine(
                    warmup,
                    schedule.number(
                            "floor",
                            0,
                            Range.closed(0, 1),
                            "where `cosine` ends, as a share of the rate"));
        }
    }

    private static TrainingConf.ClipConf clip(Section training) {
        var value =
                training.value(
                        "clip",
                        "{norm: a number > 0}, {value: a number > 0}, or none",
                        "{norm: 1}",
                        "the gradient of each step is scaled to this global norm at most, or each element held in"
                                + " [-value, value]");
        var standard = new TrainingConf.ClipConf.Norm(1);
        if (value.is("none")) {
            return new TrainingConf.ClipConf.None();
        }
        if (value.absent() || !value.isMap()) {
            if (!value.absent()) {
                value.wrong("{norm: a number > 0}, {value: a number > 0}, or none");
            }
            return standard;
        }
        try (var clip = value.section()) {
            var norm = clip.own("norm");
            var element = clip.own("value");
            if (norm.absent() == element.absent()) {
                value.wrong("either norm or value");
                return standard;
            }
            return norm.absent()
                    ? new TrainingConf.ClipConf.Value(element.number(Range.above(0), 1))
                    : new TrainingConf.ClipConf.Norm(norm.number(Range.above(0), 1));
        }
    }

    private static TrainingConf.ClassWeights classWeights(Section training) {
        var value =
                training.value(
                        "classWeights",
                        "equal, balanced, or {label: weight, …}",
                        "equal",
                        "what a class weighs in the loss; `balanced` is inverse to the class's count");
        if (value.isMap()) {
            var labels = new ArrayList<String>();
            var weights = new ArrayList<Double>();
            try (var section = value.section()) {
                for (var label : section.keys()) {
                    labels.add(label);
                    weights.add(section.own(label).number(Range.above(0), 1));
                }
            }
            if (!labels.isEmpty()) {
                return new TrainingConf.ClassWeights.Given(
                        List.copyOf(labels), List.copyOf(weights));
            }
            value.wrong("a weight for each label");
        }
        return value.isMap() || value.word(List.of("equal", "balanced"), "equal").equals("equal")
                ? new TrainingConf.ClassWeights.Equal()
                : new TrainingConf.ClassWeights.Balanced();
    }

    private static TrainingConf.EarlyStopping earlyStopping(Section training) {
        try (var stopping = training.section("earlyStopping")) {
            return new TrainingConf.EarlyStopping(
                    stopping.choice(
                            "metric",
                            TrainingConf.EarlyStopping.Metric.LOSS,
                            "what is watched on the validation part, and chooses the best model"),
                    stopping.integer(
                            "patience",
                            0,
                            Range.atLeast(0),
                            "epochs without a better value before training stops; 0 trains all"));
        }
    }
}
