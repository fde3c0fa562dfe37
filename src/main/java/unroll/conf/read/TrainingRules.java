package unroll.conf.read;

import unroll.conf.AveragingConf;
import unroll.conf.Configuration;
import unroll.conf.DataConf.ValidationConf;
import unroll.conf.EncoderLayer;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.InputConf;
import unroll.conf.SyncConf;
import unroll.conf.TrainingConf;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Range;

/** The rules of {@code training}, {@code sync} and {@code bptt}. */
final class TrainingRules {
    private TrainingRules() {}

    static void check(Configuration conf, Mistakes mistakes) {
        gradient(conf.sync(), mistakes);
        truncation(conf, mistakes);
        boolean validated =
                !(conf.data().validation() instanceof ValidationConf.Share share)
                        || share.share() > 0;
        if (conf.training().earlyStopping().patience() > 0 && !validated) {
            mistakes.together(
                    "training.earlyStopping.patience: expected 0 without a validation set, got "
                            + conf.training().earlyStopping().patience()
                            + "; give data.validation a share such as 0.1",
                    "training.earlyStopping.patience",
                    "data.validation");
        }
        if (!validated && conf.training().schedule() instanceof ScheduleConf.Plateau) {
            mistakes.together(
                    "training.schedule.name: expected no plateau without a validation set; give data.validation a share such as 0.1",
                    "training.schedule.name",
                    "data.validation");
        }
        if (!validated && conf.training().averaging() instanceof AveragingConf.Triggered) {
            mistakes.together(
                    "training.averaging.name: expected no asgd without a validation set; give data.validation a share such as 0.1",
                    "training.averaging.name",
                    "data.validation");
        }
        if (conf.training().schedule() instanceof ScheduleConf.OneCycle cycle
                && cycle.cycleMomentum()
                && !conf.training().optimizer().hasMomentum()) {
            mistakes.together(
                    "training.schedule.cycleMomentum: expected false with an optimiser without momentum, got true",
                    "training.schedule.cycleMomentum",
                    "training.optimizer.name");
        }
        deferred(conf.training(), mistakes);
        for (int i = 0; i < conf.model().inputs().size(); i++) {
            size(conf, i, mistakes);
        }
    }

    /** Rows make the steps that they missed in closed form, which momentum alone has. */
    private static void deferred(TrainingConf training, Mistakes mistakes) {
        if (training.embeddingUpdates() != EmbeddingUpdates.DEFERRED) {
            return;
        }
        if (!(training.optimizer() instanceof OptimizerConf.Momentum momentum)) {
            mistakes.together(
                    "training.embeddingUpdates: expected lazy or dense with an optimiser other than"
                            + " momentum and nesterov, got deferred",
                    "training.embeddingUpdates",
                    "training.optimizer.name");
        } else if (momentum.weightDecay() > 0) {
            mistakes.together(
                    "training.embeddingUpdates: expected lazy or dense with"
                            + " training.optimizer.weightDecay "
                            + Range.show(momentum.weightDecay())
                            + ", which also moves rows that a batch does not use, got deferred",
                    "training.embeddingUpdates",
                    "training.optimizer.weightDecay");
        }
        if (!(training.averaging() instanceof AveragingConf.None)) {
            mistakes.together(
                    "training.embeddingUpdates: expected lazy or dense with training.averaging,"
                            + " which takes parameters step by step, got deferred",
                    "training.embeddingUpdates",
                    "training.averaging.name");
        }
    }

    /** A table of vectors must fit in one array. */
    private static void size(Configuration conf, int number, Mistakes mistakes) {
        var input = conf.model().inputs().get(number);
        var key = "model.inputs[" + number + "]";
        long words = (long) conf.text().vocabulary() + conf.text().unknownBuckets();
        long rows = words;
        long width;
        String remedy;
        if (input instanceof InputConf.Letters letters) {
            rows = letters.buckets() + (letters.words() ? words : 0);
            width = letters.width();
            remedy = key + ".buckets or " + key + ".width";
        } else if (input instanceof InputConf.Words table) {
            width = table.width();
            remedy = key + ".width, which model.embedding is short for";
        } else {
            // As many gates at most. Other layers are no place for one-hot words.
            width =
                    conf.model().layers().get(0) instanceof RecurrentConf layer
                            ? 4L * layer.size()
                            : 1;
            remedy = "model.layers[0].size";
        }
        if (rows * width > Integer.MAX_VALUE) {
            mistakes.together(
                    key
                            + ": expected at most "
                            + Integer.MAX_VALUE
                            + " parameters, got "
                            + rows
                            + " rows of "
                            + width
                            + "; lower text.vocabulary or "
                            + remedy,
                    "model.embedding",
                    key + ".width",
                    key + ".buckets",
                    key + ".kind",
                    "text.vocabulary",
                    "text.unknownBuckets");
        }
    }

    /** A layer that reads from the end has no state from the steps before a window. */
    private static void truncation(Configuration conf, Mistakes mistakes) {
        var layers = conf.model().layers();
        for (int i = 0; conf.bptt().truncated() && i < layers.size(); i++) {
            if (layers.get(i) instanceof EncoderLayer.TimeDelayConf) {
                mistakes.together(
                        "bptt.steps: expected full with a convolution (model.layers["
                                + i
                                + "]), which looks at steps on both sides, got "
                                + conf.bptt().steps()
                                + "; leave bptt.steps out, or take the layer out",
                        "bptt.steps",
                        "model.layers[" + i + "].layer");
            }
            if (layers.get(i) instanceof EncoderLayer.RecurrentConf layer
                    && layer.bidirectional()) {
                mistakes.together(
                        "bptt.steps: expected full with a bidirectional layer (model.layers["
                                + i
                                + "]), got "
                                + conf.bptt().steps()
                                + "; leave bptt.steps out, or set bidirectional: false",
                        "bptt.steps",
                        "model.layers[" + i + "].bidirectional");
            }
        }
    }

    /** The settings of averaging have no effect if the driver makes every step. */
    private static void gradient(SyncConf sync, Mistakes mistakes) {
        if (sync.strategy() == SyncConf.Strategy.AVERAGE) {
            return;
        }
        if (sync.moments() == SyncConf.Moments.RESET) {
            mistakes.together(
                    "sync.moments: expected keep with sync.strategy gradient, got reset",
                    "sync.moments",
                    "sync.strategy");
        }
        if (!sync.outer().plain()) {
            mistakes.together(
                    "sync.outer: expected rate 1 and momentum 0 with sync.strategy gradient, got rate "
                            + Range.show(sync.outer().rate())
                            + " and momentum "
                            + Range.show(sync.outer().momentum()),
                    "sync.outer.rate",
                    "sync.outer.momentum",
                    "sync.strategy");
        }
    }
}
