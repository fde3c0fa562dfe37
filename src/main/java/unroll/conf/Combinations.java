package unroll.conf;

/** What single settings cannot tell: combinations that make no sense together. */
final class Combinations {
    private Combinations() {}

    static void check(Configuration conf, Reading reading) {
        gradient(conf.sync(), reading);
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
        for (var input : conf.model().inputs()) {
            size(conf.text(), input, reading);
        }
    }

    /** A table of vectors must fit in one array. */
    private static void size(TextConf text, InputConf input, Reading reading) {
        long words = (long) text.vocabulary() + text.unknownBuckets();
        if (input instanceof InputConf.Words table && words * table.width() > Integer.MAX_VALUE) {
            reading.wrongTogether(
                    "model.embedding: expected at most "
                            + Integer.MAX_VALUE
                            + " parameters, got ("
                            + words
                            + " words) x "
                            + table.width()
                            + "; lower model.embedding or text.vocabulary",
                    "model.embedding",
                    "model.inputs[0].width",
                    "text.vocabulary",
                    "text.unknownBuckets");
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
