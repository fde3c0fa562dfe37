package unroll.conf.read;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import unroll.conf.TrainingConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;

/** Reads {@code training}. */
final class TrainingSection {
    private static final int BATCH_TOKENS = 16_384;

    private TrainingSection() {}

    /**
     * @param maxLength tokens of the longest text, which a batch must be able to hold
     * @param solved whether a readout is solved for, in one pass
     */
    static TrainingConf read(Section root, int maxLength, boolean solved) {
        try (var training = root.section("training")) {
            int epochs =
                    training.integer(
                            "epochs",
                            solved ? 1 : 10,
                            solved ? Range.closed(1, 1) : Range.atLeast(1),
                            "passes over the training part; one with a reservoir");
            int batch = training.integer("batch", 64, Range.atLeast(1), "most texts in a batch");
            int batchTokens = batchTokens(training, maxLength);
            var optimizer = OptimizerSection.read(training);
            return new TrainingConf(
                    epochs,
                    batch,
                    batchTokens,
                    optimizer.rule(),
                    ScheduleSection.read(training),
                    clip(training),
                    optimizer.groups(),
                    ScheduleSection.averaging(training),
                    training.choice(
                            "loss",
                            TrainingConf.LossConf.SQUARED,
                            "what a forecast's error costs, in deviations of the target: `squared`, `absolute`, `huber`"
                                    + " (squared up to 1, absolute beyond); or `binary`, the cross-entropy of a yes or no,"
                                    + " where targets lie between 0 and 1 and a chance is forecast"),
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
                    earlyStopping(training),
                    ridge(training));
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

    private static TrainingConf.ClipConf clip(Section training) {
        var expected =
                "{norm: a number > 0}, {layerNorm: a number > 0}, {value: a number > 0}, or none";
        var value =
                training.value(
                        "clip",
                        expected,
                        "{norm: 1}",
                        "the gradient of each step is scaled to this global norm at most, or that of each layer to this"
                                + " norm, or each element held in [-value, value]");
        if (value.is("none")) {
            return new TrainingConf.ClipConf.None();
        }
        if (value.isMap()) {
            try (var clip = value.section()) {
                var norm = clip.own("norm");
                var layerNorm = clip.own("layerNorm");
                var element = clip.own("value");
                if (Stream.of(norm, layerNorm, element).filter(v -> !v.absent()).count() != 1) {
                    value.wrong("either norm, layerNorm or value");
                } else if (!element.absent()) {
                    return new TrainingConf.ClipConf.Value(element.number(Range.above(0), 1));
                } else if (!layerNorm.absent()) {
                    return new TrainingConf.ClipConf.LayerNorm(layerNorm.number(Range.above(0), 1));
                } else {
                    return new TrainingConf.ClipConf.Norm(norm.number(Range.above(0), 1));
                }
            }
        } else if (!value.absent()) {
            value.wrong(expected);
        }
        return new TrainingConf.ClipConf.Norm(1);
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

    private static List<Double> ridge(Section training) {
        var expected = "numbers > 0";
        var value =
                training.value(
                        "ridge",
                        expected,
                        show(TrainingConf.RIDGE),
                        "penalties on the squared weights of a reservoir's readout, added to the mean squared error;"
                                + " the best on the validation part is taken, without one the first");
        var ridge = new ArrayList<Double>();
        for (var element : value.list()) {
            ridge.add(element.number(Range.above(0), 1));
        }
        if (ridge.isEmpty() && !value.absent()) {
            value.wrong(expected);
        }
        return ridge.isEmpty() ? TrainingConf.RIDGE : List.copyOf(ridge);
    }

    private static String show(List<Double> numbers) {
        return numbers.stream().map(Range::show).collect(Collectors.joining(", ", "[", "]"));
    }

    private static TrainingConf.EarlyStopping earlyStopping(Section training) {
        try (var stopping = training.section("earlyStopping")) {
            return new TrainingConf.EarlyStopping(
                    stopping.choice(
                            "metric",
                            TrainingConf.EarlyStopping.Metric.LOSS,
                            "what is watched on the validation part, and chooses the best model; `errors` is the label error"
                                    + " rate of task `transcribe`"),
                    stopping.integer(
                            "patience",
                            0,
                            Range.atLeast(0),
                            "epochs without a better value before training stops; 0 trains all"));
        }
    }
}
