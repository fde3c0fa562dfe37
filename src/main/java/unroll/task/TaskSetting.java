package unroll.task;

import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.EncoderLayer.ReservoirConf;
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
    CALIBRATE {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            if (!conf.training().calibrate()) {
                TaskRules.wrong(conf, mistakes, "training.calibrate", "nothing", "false");
            }
        }
    },
    /** Loss and weights of classes. */
    CLASSES {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var training = conf.training();
            if (training.classLoss() != ClassLoss.CROSSENTROPY) {
                var got = Value.word(training.classLoss());
                TaskRules.wrong(conf, mistakes, "training.classLoss", "nothing", got);
            }
            if (!(training.classWeights() instanceof ClassWeights.Equal)) {
                TaskRules.wrong(conf, mistakes, "training.classWeights", "equal", "weights");
            }
        }
    },
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
    LABEL_SMOOTHING {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var training = conf.training();
            if (training.labelSmoothing() != 0) {
                var got = Range.show(training.labelSmoothing());
                TaskRules.wrong(conf, mistakes, "training.labelSmoothing", "0", got);
            }
        }
    },
    /** Training on perturbed word vectors. */
    PERTURBATIONS {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var adversarial = conf.training().adversarial();
            if (adversarial.on()) {
                var got = Range.show(adversarial.epsilon());
                TaskRules.wrong(conf, mistakes, "training.adversarial.epsilon", "0", got);
            }
        }
    },
    /** The loss of numbers. */
    LOSS {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var loss = conf.training().loss();
            if (loss != LossConf.SQUARED) {
                TaskRules.wrong(conf, mistakes, "training.loss", "nothing", Value.word(loss));
            }
        }
    },
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
    SERIES {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            if (conf.data().train().series() != null) {
                TaskRules.wrong(conf, mistakes, "data.train.series", "nothing", "a section");
            }
        }
    },
    /** The column with one vector a row. */
    VECTOR {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var column = conf.data().train().vector();
            if (!column.isEmpty()) {
                TaskRules.wrong(conf, mistakes, "data.train.vector", "nothing", column);
            }
        }
    },
    /** The column with numbers to forecast, or with a text to write. */
    TARGET {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var column = conf.data().train().target();
            if (!column.isEmpty()) {
                TaskRules.wrong(conf, mistakes, "data.train.target", "nothing", column);
            }
        }
    },
    /** The column that orders the rows of a document. */
    ORDER {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var column = conf.data().train().order();
            if (!column.isEmpty()) {
                TaskRules.wrong(conf, mistakes, "data.train.order", "nothing", column);
            }
        }
    },
    /** Segments of a text, which meet in the pooling. */
    SEGMENTS {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            int words = conf.text().segment();
            if (words > 0) {
                TaskRules.wrong(conf, mistakes, "text.segment", "none", Integer.toString(words));
            }
        }
    },
    /** A linear model of n-grams beside the network. */
    WIDE {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            if (conf.model().ngrams().isPresent()) {
                TaskRules.wrong(conf, mistakes, "model.wide", "nothing", "a section");
            }
        }
    },
    /** A softmax over many words. */
    SOFTMAX {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var softmax = conf.model().softmax();
            if (!(softmax instanceof SoftmaxConf.Full)) {
                TaskRules.wrong(conf, mistakes, "model.softmax.name", "full", softmax.word());
            }
        }
    },
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
    INTENT {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            var column = conf.data().train().intent();
            if (!column.isEmpty()) {
                TaskRules.wrong(conf, mistakes, "data.train.intent", "nothing", column);
            }
        }
    },
    /** The settings of task {@code autoencode}. */
    AUTOENCODE {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            if (!conf.autoencode().equals(AutoencodeConf.STANDARD)) {
                var got = "settings of task autoencode";
                TaskRules.wrong(conf, mistakes, "autoencode", "nothing", got);
            }
        }
    },
    /** The settings of task {@code keyterms}. */
    KEYTERMS {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            if (!conf.keyterms().equals(KeyTermsConf.STANDARD)) {
                TaskRules.wrong(conf, mistakes, "keyterms", "nothing", "settings of task keyterms");
            }
        }
    },
    /** The settings of task {@code transcribe}. */
    TRANSCRIBE {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            if (!conf.transcribe().equals(TranscribeConf.STANDARD)) {
                TaskRules.wrong(
                        conf, mistakes, "transcribe", "nothing", "settings of task transcribe");
            }
        }
    },
    /** The settings of task {@code tag}. */
    TAG {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            if (!conf.tag().equals(TagConf.STANDARD)) {
                TaskRules.wrong(conf, mistakes, "tag", "nothing", "settings of task tag");
            }
        }
    },
    /** The decoder of tasks that write words. */
    DECODER {
        @Override
        void requireUnused(Configuration conf, Mistakes mistakes) {
            if (!conf.decoder().equals(DecoderConf.STANDARD)) {
                TaskRules.wrong(conf, mistakes, "decoder", "nothing", "settings of a decoder");
            }
        }
    },
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

    /** Adds a mistake if the setting does not have its default. */
    abstract void requireUnused(Configuration conf, Mistakes mistakes);
}
