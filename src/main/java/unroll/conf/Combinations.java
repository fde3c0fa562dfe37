package unroll.conf;

/** What single settings cannot tell: combinations that make no sense together. */
final class Combinations {
    private Combinations() {}

    static void check(Configuration conf, Reading reading) {
        gradient(conf.sync(), reading);
        truncation(conf, reading);
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
        var inputs = conf.model().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            size(conf, inputs.get(i), "model.inputs[" + i + "].", reading);
        }
        if (inputs.get(0) instanceof InputConf.OneHot && conf.model().dropout().embedding() > 0) {
            reading.wrongTogether(
                    "model.dropout.embedding: expected 0 with an input of kind onehot, which has no"
                            + " vectors; model.dropout.words drops words",
                    "model.dropout.embedding",
                    "model.inputs[0].kind");
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
            width = 4L * conf.model().layers().get(0).size(); // gates, at most
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
            if (layers.get(i).bidirectional()) {
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
