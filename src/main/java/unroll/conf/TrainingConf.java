package unroll.conf;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.conf.setting.Field;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Section;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Type;
import unroll.conf.setting.Types;
import unroll.conf.setting.Value;
import unroll.conf.task.LossConf;

/**
 * How the network is trained.
 *
 * @param groups parameters with a rate of their own; a parameter is in the first group that matches
 * @param byLayer rates and beginnings of all other parameters
 * @param averaging what is evaluated and exported in place of the last parameters
 * @param ridge penalties among which a reservoir's readout chooses, at least one
 */
public record TrainingConf(
        int epochs,
        int batch,
        int batchTokens,
        OptimizerConf optimizer,
        List<GroupConf> groups,
        GroupConf.ByLayer byLayer,
        ScheduleConf schedule,
        ClipConf clip,
        LossConf loss,
        AveragingConf averaging,
        ClassLoss classLoss,
        ClassWeights classWeights,
        double labelSmoothing,
        AdversarialConf adversarial,
        boolean calibrate,
        EmbeddingUpdates embeddingUpdates,
        EarlyStopping earlyStopping,
        List<Double> ridge)
        implements Serializable {
    private static final int STANDARD_TOKENS = 16_384;

    public static final Field<TrainingConf, Integer> EPOCHS =
            Scalar.of(
                            "epochs",
                            Types.integer(Range.atLeast(1)),
                            TrainingConf::epochs,
                            "10",
                            v -> reservoir(v) ? 1 : 10)
                    .means("passes over the training set; one with a reservoir")
                    .checked(
                            (section, epochs, v) -> {
                                if (epochs > 1 && reservoir(v)) {
                                    section.value("epochs")
                                            .wrong(Range.closed(1, 1).of("an integer"));
                                }
                            });
    public static final Field<TrainingConf, Integer> BATCH =
            Scalar.of("batch", Types.integer(Range.atLeast(1)), TrainingConf::batch, 64)
                    .means("maximum number of examples in a batch");
    public static final Field<TrainingConf, Integer> BATCH_TOKENS =
            Scalar.of(
                            "batchTokens",
                            Types.integer(
                                    "an integer >= text.maxLength",
                                    Range.closed(1, Integer.MAX_VALUE)),
                            TrainingConf::batchTokens,
                            Integer.toString(STANDARD_TOKENS),
                            v -> Math.max(STANDARD_TOKENS, maxLength(v)))
                    .means(
                            "maximum number of tokens in a batch, which sizes the buffers; the default"
                                    + " rises to `text.maxLength`. Batches of task `language` have"
                                    + " `training.batch` lanes of `bptt.steps` tokens instead")
                    .checked(
                            (section, tokens, v) -> {
                                if (tokens < maxLength(v)) {
                                    section.value("batchTokens")
                                            .wrong(
                                                    "at least text.maxLength ("
                                                            + maxLength(v)
                                                            + "), so that the longest text fits");
                                }
                            });
    public static final Field<TrainingConf, Optimizer> OPTIMIZER =
            Nested.section(
                    "optimizer",
                    Optimizer.SETTINGS,
                    training ->
                            new Optimizer(
                                    training.optimizer(), training.groups(), training.byLayer()));
    public static final Field<TrainingConf, ScheduleConf> SCHEDULE =
            Nested.section("schedule", ScheduleConf.settings(), TrainingConf::schedule);
    public static final Field<TrainingConf, ClipConf> CLIP =
            Scalar.of(
                            "clip",
                            ClipConf.TYPE,
                            TrainingConf::clip,
                            "{norm: 1}",
                            v -> new ClipConf.Norm(1))
                    .means(
                            "the gradient of each step is scaled down to this global norm, or that of each layer to"
                                    + " this norm, or each element is clipped to [-value, value]");
    public static final Field<TrainingConf, LossConf> LOSS =
            Scalar.of("loss", Types.choice(LossConf.class), TrainingConf::loss, LossConf.SQUARED)
                    .means(
                            "loss of a forecast's error, in standard deviations of the target: `squared`, `absolute`,"
                                    + " `huber` (squared up to 1, absolute beyond); `quantile`, the pinball loss of `forecast.quantiles`;"
                                    + " or `binary`, the cross-entropy of a yes or no, where targets lie between 0 and 1 and a probability is forecast");
    public static final Field<TrainingConf, AveragingConf> AVERAGING =
            Nested.section("averaging", AveragingConf.settings(), TrainingConf::averaging);
    public static final Field<TrainingConf, ClassLoss> CLASS_LOSS =
            Scalar.of(
                            "classLoss",
                            Types.choice(ClassLoss.class),
                            TrainingConf::classLoss,
                            ClassLoss.CROSSENTROPY)
                    .means(
                            "loss of task `classify`: `crossentropy` of a softmax over the classes; `squared`, the"
                                    + " squared error of a score a class against 1 for the label's class and 0 for the"
                                    + " others; `ordinal`, a cumulative link model of classes with an order");
    private static final Field<TrainingConf, ClassWeights> CLASS_WEIGHTS =
            Scalar.of(
                            "classWeights",
                            ClassWeights.TYPE,
                            TrainingConf::classWeights,
                            "equal",
                            v -> new ClassWeights.Equal())
                    .means(
                            "weights in the loss. With tasks `classify`, `frames`, `keyterms`, and `tag` with"
                                    + " `tag.head: softmax`: of the examples or steps of a class; `balanced` is inverse to"
                                    + " the class's count. With task `multilabel`: of the examples that have a label;"
                                    + " `balanced` is the number of those without it over those with it, in [0.01, 100]");
    public static final Field<TrainingConf, Double> LABEL_SMOOTHING =
            Scalar.of(
                            "labelSmoothing",
                            Types.number(Range.halfOpen(0, 1)),
                            TrainingConf::labelSmoothing,
                            0.0)
                    .means("share of the target's mass that is spread over all classes");
    public static final Field<TrainingConf, AdversarialConf> ADVERSARIAL =
            Nested.section("adversarial", AdversarialConf.SETTINGS, TrainingConf::adversarial);
    private static final Field<TrainingConf, Boolean> CALIBRATE =
            Scalar.of("calibrate", Types.flag(), TrainingConf::calibrate, true)
                    .means(
                            "whether outputs are calibrated on the validation set: a temperature for classifiers, a"
                                    + " factor for the width of a forecast's intervals, a threshold for each label of"
                                    + " task `multilabel`; with `model.wide.learns: apart`, also the weight of the n-grams");
    public static final Field<TrainingConf, EmbeddingUpdates> EMBEDDING_UPDATES =
            Scalar.of(
                            "embeddingUpdates",
                            Types.choice(EmbeddingUpdates.class),
                            TrainingConf::embeddingUpdates,
                            EmbeddingUpdates.LAZY)
                    .means(
                            "which word vectors, or weights of one-hot or sampled words, a step moves: `lazy`, those of"
                                    + " the batch (as SparseAdam); `dense`, all; `deferred`, those of the batch, which first make"
                                    + " the steps since their last use: as dense, at about the cost of lazy, with `momentum` and `nesterov`");
    public static final Field<TrainingConf, EarlyStopping> EARLY_STOPPING =
            Nested.section("earlyStopping", EarlyStopping.SETTINGS, TrainingConf::earlyStopping);
    private static final Field<TrainingConf, List<Double>> RIDGE =
            Scalar.of(
                            "ridge",
                            Types.numbers(Range.above(0)),
                            TrainingConf::ridge,
                            List.of(1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6))
                    .means(
                            "penalties on the squared weights of a reservoir's readout, added to the mean squared error;"
                                    + " the best on the validation set is used; without one, the first");

    static final Settings<TrainingConf> SETTINGS =
            Settings.of(
                    v -> {
                        int epochs = v.get(EPOCHS); // in the order of the table of settings
                        int batch = v.get(BATCH);
                        int tokens = v.get(BATCH_TOKENS);
                        var optimizer = v.get(OPTIMIZER);
                        return new TrainingConf(
                                epochs,
                                batch,
                                tokens,
                                optimizer.rule(),
                                optimizer.groups(),
                                optimizer.byLayer(),
                                v.get(SCHEDULE),
                                v.get(CLIP),
                                v.get(LOSS),
                                v.get(AVERAGING),
                                v.get(CLASS_LOSS),
                                v.get(CLASS_WEIGHTS),
                                v.get(LABEL_SMOOTHING),
                                v.get(ADVERSARIAL),
                                v.get(CALIBRATE),
                                v.get(EMBEDDING_UPDATES),
                                v.get(EARLY_STOPPING),
                                v.get(RIDGE));
                    });

    public static final TrainingConf STANDARD = SETTINGS.standard();

    public TrainingConf {
        ridge = List.copyOf(ridge);
    }

    /** Returns the same with another value of a field. */
    public <V> TrainingConf with(Field<TrainingConf, V> field, V value) {
        return SETTINGS.with(this, field, value);
    }

    private static boolean reservoir(Field.Values<TrainingConf> values) {
        return values.before(ModelConf.class).flatMap(ModelConf::reservoir).isPresent();
    }

    private static int maxLength(Field.Values<TrainingConf> values) {
        return values.before(TextConf.class).orElse(TextConf.STANDARD).maxLength();
    }

    /** Returns whether probabilities of a yes are forecast. */
    public boolean predictsProbabilities() {
        return loss == LossConf.BINARY;
    }

    /** Returns the same without smoothing of the targets, in batches of another size. */
    public TrainingConf unsmoothed(int batch, int batchTokens) {
        return with(BATCH, batch).with(BATCH_TOKENS, batchTokens).with(LABEL_SMOOTHING, 0.0);
    }

    /** The optimiser and the parameters with a rate of their own. */
    public record Optimizer(OptimizerConf rule, List<GroupConf> groups, GroupConf.ByLayer byLayer) {
        private static final Field<Optimizer, OptimizerConf> RULE =
                Nested.inline(OptimizerConf.settings(), Optimizer::rule);
        private static final Field<Optimizer, List<GroupConf>> GROUPS =
                Nested.list("groups", GroupConf.SETTINGS, Optimizer::groups, v -> List.of());
        private static final Field<Optimizer, GroupConf.ByLayer> BY_LAYER =
                Nested.inline(GroupConf.ByLayer.SETTINGS, Optimizer::byLayer);

        private static final Settings<Optimizer> SETTINGS =
                Settings.of(v -> new Optimizer(v.get(RULE), v.get(GROUPS), v.get(BY_LAYER)));
    }

    /** Which rows of the embedding an optimiser step moves. */
    public enum EmbeddingUpdates {
        /** Rows used in the batch only (the semantics of PyTorch's SparseAdam). */
        LAZY,
        /** Every row, as in the textbook. */
        DENSE,
        /** Rows used in the batch, after the steps that they missed: to rounding as DENSE. */
        DEFERRED
    }

    /** The loss of the scores of classes. */
    public enum ClassLoss {
        /** Cross-entropy of their softmax. */
        CROSSENTROPY,
        /** Squared error against 1 for the target's class and 0 for the others. */
        SQUARED,
        /** Log-likelihood of a cumulative link model of ordered classes. */
        ORDINAL
    }

    /** The weights of the classes in the loss. */
    public sealed interface ClassWeights extends Serializable {
        Type<ClassWeights> TYPE =
                Types.of(
                        "equal, balanced, or {label: weight, …}",
                        ClassWeights::read,
                        ClassWeights::write);

        record Equal() implements ClassWeights {}

        /** Such that all classes count the same, or a label as much where it holds as elsewhere. */
        record Balanced() implements ClassWeights {}

        /** In the order of {@code labels}. */
        record Given(List<String> labels, List<Double> weights) implements ClassWeights {}

        private static ClassWeights read(Value value, ClassWeights standard) {
            if (!value.isMap()) {
                var word = value.word(List.of("equal", "balanced"), "equal");
                return word.equals("equal") ? standard : new Balanced();
            }
            var weights = new LinkedHashMap<String, Double>();
            try (var section = new Section(value)) {
                for (var label : section.keys()) {
                    weights.put(label, section.value(label).number(Range.above(0), 1));
                }
            }
            if (weights.isEmpty()) {
                value.wrong("a weight for each label");
                return standard;
            }
            return new Given(List.copyOf(weights.keySet()), List.copyOf(weights.values()));
        }

        private static Object write(ClassWeights weights) {
            if (weights instanceof Given given) {
                var tree = new LinkedHashMap<String, Object>();
                for (int i = 0; i < given.labels().size(); i++) {
                    tree.put(given.labels().get(i), given.weights().get(i));
                }
                return tree;
            }
            return weights instanceof Balanced ? "balanced" : "equal";
        }
    }

    /**
     * @param metric what is watched on the validation set
     * @param patience epochs without a better value before training stops; 0 trains all epochs
     */
    public record EarlyStopping(Metric metric, int patience) implements Serializable {
        private static final Field<EarlyStopping, Metric> METRIC =
                Scalar.of("metric", Types.choice(Metric.class), EarlyStopping::metric, Metric.LOSS)
                        .means(
                                "metric on the validation set that chooses the best model; `errors` is the label error"
                                        + " rate; `f1` is of spans, segments, brackets, labels with thresholds of one"
                                        + " half, or ten stemmed terms; `mae` of ordered classes or, as `rmse`, of"
                                        + " numbers; `bleu`, `chrf` and, of texts that are written, `accuracy` of whole"
                                        + " texts. Texts and trees are written greedily for it after each epoch");
        private static final Field<EarlyStopping, Integer> PATIENCE =
                Scalar.of("patience", Types.integer(Range.atLeast(0)), EarlyStopping::patience, 0)
                        .means("epochs without a better value before training stops; 0 trains all");

        private static final Settings<EarlyStopping> SETTINGS =
                Settings.of(v -> new EarlyStopping(v.get(METRIC), v.get(PATIENCE)));

        public enum Metric {
            LOSS,
            ACCURACY,
            ERRORS,
            F1,
            MAE,
            RMSE,
            BLEU,
            CHRF;

            /** Returns whether less is better. */
            public boolean falls() {
                return this == LOSS || this == ERRORS || this == MAE || this == RMSE;
            }
        }
    }
}
