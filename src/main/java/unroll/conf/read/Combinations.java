package unroll.conf.read;

import unroll.conf.AveragingConf;
import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.LayerConf;
import unroll.conf.SyncConf;
import unroll.conf.TrainingConf.ScheduleConf;
import unroll.conf.ValidationConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Reading;

/** What single settings cannot tell: combinations that make no sense together. */
final class Combinations {
    private Combinations() {}

    static void check(Configuration conf, Reading reading) {
        gradient(conf.sync(), reading);
        truncation(conf, reading);
        ModelCombinations.check(conf, reading);
        TaskCombinations.check(conf, reading);
        boolean validated =
                !(conf.data().validation() instanceof ValidationConf.Share share)
                        || share.share() > 0;
        if (conf.training().earlyStopping().patience() > 0 && !validated) {
            reading.wrongTogether(
                    "training.earlyStopping.patience: expected 0 without a validation part, got "
                            + conf.training().earlyStopping().patience()
                            + "; give data.validation a share such as 0.1",
                    "training.earlyStopping.patience",
                    "data.validation");
        }
        if (!validated && conf.training().schedule() instanceof ScheduleConf.Plateau) {
            reading.wrongTogether(
                    "training.schedule.name: expected no plateau without a validation part; give data.validation a share such as 0.1",
                    "training.schedule.name",
                    "data.validation");
        }
        if (!validated && conf.training().averaging() instanceof AveragingConf.Triggered) {
            reading.wrongTogether(
                    "training.averaging.name: expected no asgd without a validation part; give data.validation a share such as 0.1",
                    "training.averaging.name",
                    "data.validation");
        }
        if (conf.training().schedule() instanceof ScheduleConf.OneCycle cycle
                && cycle.cycleMomentum()
                && !conf.training().optimizer().hasMomentum()) {
            reading.wrongTogether(
                    "training.schedule.cycleMomentum: expected false with an optimiser without momentum, got true",
                    "training.schedule.cycleMomentum",
                    "training.optimizer.name");
        }
        for (int i = 0; i < conf.model().inputs().size(); i++) {
            size(conf, conf.model().inputs().get(i), "model.inputs[" + i + "].", reading);
        }
    }

    /** A table of vectors must fit in one array. */
    private static void size(Configuration conf, InputConf input, String key, Reading reading) {
        long words = (long) conf.text().vocabulary() + conf.text().unknownBuckets();
        long rows = words;
        long width;
        if (input instanceof InputConf.Letters letters) {
            rows = letters.buckets() + (letters.words() ? words : 0);
            width = letters.width();
        } else if (input instanceof InputConf.Words table) {
            width = table.width();
        } else {
            // As many gates at most. Other layers are no place for one-hot words.
            width = conf.model().layers().get(0) instanceof LayerConf layer ? 4L * layer.size() : 1;
        }
        if (rows * width > Integer.MAX_VALUE) {
            reading.wrongTogether(
                    "model.embedding: expected at most "
                            + Integer.MAX_VALUE
                            + " parameters, got ("
                            + rows
                            + " words) x "
                            + width
                            + "; lower model.embedding or text.vocabulary",
                    "model.embedding",
                    key + "width",
                    key + "buckets",
                    key + "kind",
                    "text.vocabulary",
                    "text.unknownBuckets");
        }
    }

    /** What reads from the end knows nothing of the steps before a window. */
    private static void truncation(Configuration conf, Reading reading) {
        var layers = conf.model().layers();
        for (int i = 0; conf.bptt().truncated() && i < layers.size(); i++) {
            if (layers.get(i) instanceof ModelConf.TimeDelayConf) {
                reading.wrongTogether(
                        "bptt.steps: expected full with a convolution (model.layers["
                                + i
                                + "]), which looks at steps on both sides, got "
                                + conf.bptt().steps()
                                + "; leave bptt.steps out, or take the layer out",
                        "bptt.steps",
                        "model.layers[" + i + "].layer");
            }
            if (layers.get(i) instanceof ModelConf.LayerConf layer && layer.bidirectional()) {
                reading.wrongTogether(
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

    /** Averaging's own settings say nothing where the driver makes every step. */
    private static void gradient(SyncConf sync, Reading reading) {
        if (sync.strategy() == SyncConf.Strategy.AVERAGE) {
            return;
        }
        if (sync.moments() == SyncConf.Moments.RESET) {
            reading.wrongTogether(
                    "sync.moments: expected keep with sync.strategy gradient, got reset",
                    "sync.moments",
                    "sync.strategy");
        }
        if (!sync.outer().plain()) {
            reading.wrongTogether(
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
