package unroll.task;

import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.EncoderLayer.ReservoirConf;
import unroll.conf.ModelConf.Pooling;
import unroll.conf.SoftmaxConf;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.conf.TrainingConf.ClassWeights;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Range;
import unroll.conf.setting.Value;
import unroll.conf.task.AutoencodeConf;
import unroll.conf.task.DecoderConf;
import unroll.conf.task.ForecastConf;
import unroll.conf.task.KeyTermsConf;
import unroll.conf.task.LossConf;
import unroll.conf.task.TagConf;
import unroll.conf.task.TranscribeConf;

/**
 * The settings that only some kinds of task use. With the others they must have their defaults, so
 * that no setting is without effect.
 */
public enum TaskSetting {
    /** A temperature of the probabilities, or thresholds. */
    CALIBRATE("training.calibrate", "nothing"),
    /** The loss of classes. */
    CLASS_LOSS("training.classLoss", "nothing"),
    /** The weights of classes or labels. */
    CLASS_WEIGHTS("training.classWeights", "equal"),
    /** The order of classes. */
    CLASS_ORDER {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var order = conf.classify().order();
            if (!order.isEmpty()) {
                mistakes.together(
                        "classify.order: expected nothing without task classify and"
                                + " training.classLoss: ordinal, got "
                                + String.join(", ", order),
                        "classify.order",
                        "training.classLoss",
                        "task");
            }
        }
    },
    /** A share of the target that is spread over all classes. */
    LABEL_SMOOTHING("training.labelSmoothing", "0"),
    /** Training on perturbed word vectors. */
    PERTURBATIONS("training.adversarial.epsilon", "0"),
    /** The loss of numbers. */
    LOSS("training.loss", "nothing"),
    /** The quantiles of a forecast. */
    QUANTILES {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var forecast = conf.forecast();
            if (!forecast.equals(ForecastConf.STANDARD)) {
                boolean quantiles = !forecast.quantiles().equals(ForecastConf.STANDARD.quantiles());
                var key = quantiles ? "forecast.quantiles" : "forecast.intervals";
                mistakes.together(
                        key
                                + ": expected nothing without task forecast and training.loss: quantile,"
                                + " got "
                                + (quantiles ? "quantiles" : Value.word(forecast.intervals())),
                        key,
                        "training.loss",
                        "task");
            }
        }
    },
    /** Rows that are steps of series. */
    SERIES("data.train.series", "nothing"),
    /** The column with one vector a row. */
    VECTOR("data.train.vector", "nothing"),
    /** The column with numbers to forecast, or with a text to write. */
    TARGET("data.train.target", "nothing"),
    /** The column that orders the rows of a document. */
    ORDER("data.train.order", "nothing"),
    /** How hidden states become one vector. */
    POOLING("model.pooling", "max, since nothing is pooled,"),
    /** Segments of a text, which meet in the pooling. */
    SEGMENTS("text.segment", "none"),
    /** A linear model of n-grams beside the network. */
    WIDE("model.wide", "nothing"),
    /** A softmax over many words. */
    SOFTMAX("model.softmax.name", "full"),
    /** Weights of words that are also their vectors. */
    TIED("model.softmax.tied", "false"),
    /** A reservoir as a layer. */
    RESERVOIR {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var layers = conf.model().layers();
            for (int i = 0; i < layers.size(); i++) {
                if (layers.get(i) instanceof ReservoirConf) {
                    var key = "model.layers[" + i + "].cell";
                    mistakes.together(
                            key
                                    + ": expected a reservoir with a forecast of next steps only (task forecast"
                                    + " without data.train.target), got task "
                                    + conf.task().word(),
                            key,
                            "task");
                }
            }
        }
    },
    /** The column with a label for the whole row beside those of its steps. */
    INTENT("data.train.intent", "nothing"),
    /** The settings of task {@code autoencode}. */
    AUTOENCODE("autoencode", "nothing"),
    /** The settings of task {@code keyterms}. */
    KEYTERMS("keyterms", "nothing"),
    /** The settings of task {@code transcribe}. */
    TRANSCRIBE("transcribe", "nothing"),
    /** The settings of task {@code tag}. */
    TAG("tag", "nothing"),
    /** The decoder of tasks that write words. */
    DECODER("decoder", "nothing"),
    /** Teacher forcing, which needs a target at every step. */
    TEACHER_FORCING {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var layers = conf.model().layers();
            for (int i = 0; i < layers.size(); i++) {
                if (layers.get(i) instanceof RecurrentConf layer
                        && layer.cell() instanceof CellConf.Jordan jordan
                        && jordan.teacherForcing()) {
                    var key = "model.layers[" + i + "].teacherForcing";
                    mistakes.together(
                            key
                                    + ": expected false without a target at every step (task language or tag, or task"
                                    + " forecast without data.train.target), got true with task "
                                    + conf.task().word(),
                            key,
                            "task");
                }
            }
        }
    };

    private final String key;
    private final String expected;

    /** Creates a setting that overrides {@link #requireUnused}. */
    TaskSetting() {
        this("", "");
    }

    /**
     * @param expected of tasks that do not use the setting
     */
    TaskSetting(String key, String expected) {
        this.key = key;
        this.expected = expected;
    }

    /** Adds a mistake if the setting does not have its default. */
    void requireUnused(Configuration conf, Mistakes mistakes) {
        var value = changed(conf);
        if (!value.isEmpty()) {
            TaskRules.wrong(conf, mistakes, key, expected, value);
        }
    }

    /** Returns the value for a message; empty if it is the default. */
    private String changed(Configuration conf) {
        var train = conf.data().train();
        var training = conf.training();
        return switch (this) {
            case CALIBRATE -> training.calibrate() ? "" : "false";
            case CLASS_LOSS ->
                    training.classLoss() == ClassLoss.CROSSENTROPY
                            ? ""
                            : Value.word(training.classLoss());
            case CLASS_WEIGHTS ->
                    training.classWeights() instanceof ClassWeights.Equal ? "" : "weights";
            case LABEL_SMOOTHING -> unlessZero(training.labelSmoothing());
            case PERTURBATIONS -> unlessZero(training.adversarial().epsilon());
            case LOSS -> training.loss() == LossConf.SQUARED ? "" : Value.word(training.loss());
            case SERIES -> train.series() == null ? "" : "a section";
            case VECTOR -> train.vector();
            case TARGET -> train.target();
            case ORDER -> train.order();
            case POOLING ->
                    conf.model().pooling() == Pooling.MAX ? "" : Value.word(conf.model().pooling());
            case SEGMENTS -> unlessZero(conf.text().segment());
            case WIDE -> conf.model().ngrams().isPresent() ? "a section" : "";
            case SOFTMAX ->
                    conf.model().softmax() instanceof SoftmaxConf.Full
                            ? ""
                            : conf.model().softmax().word();
            case TIED -> conf.model().softmax().tied() ? "true" : "";
            case INTENT -> train.intent();
            case AUTOENCODE ->
                    unlessStandard(conf.autoencode(), AutoencodeConf.STANDARD, "task autoencode");
            case KEYTERMS ->
                    unlessStandard(conf.keyterms(), KeyTermsConf.STANDARD, "task keyterms");
            case TRANSCRIBE ->
                    unlessStandard(conf.transcribe(), TranscribeConf.STANDARD, "task transcribe");
            case TAG -> unlessStandard(conf.tag(), TagConf.STANDARD, "task tag");
            case DECODER -> unlessStandard(conf.decoder(), DecoderConf.STANDARD, "a decoder");
            case CLASS_ORDER, QUANTILES, RESERVOIR, TEACHER_FORCING -> "";
        };
    }

    private static String unlessZero(double value) {
        return value == 0 ? "" : Range.show(value);
    }

    private static String unlessStandard(Object section, Object standard, String owner) {
        return section.equals(standard) ? "" : "settings of " + owner;
    }
}
