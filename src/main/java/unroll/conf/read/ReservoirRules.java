package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.EncoderLayer;
import unroll.conf.SyncConf;
import unroll.conf.setting.Mistakes;

/**
 * The rules of a reservoir: its readout is fitted in closed form, so gradients have no settings.
 */
final class ReservoirRules {
    private final Configuration conf;
    private final Configuration standard = Configuration.STANDARD;
    private final Mistakes mistakes;

    private ReservoirRules(Configuration conf, Mistakes mistakes) {
        this.conf = conf;
        this.mistakes = mistakes;
    }

    static void check(Configuration conf, Mistakes mistakes) {
        var check = new ReservoirRules(conf, mistakes);
        boolean found = false;
        for (int i = 0; i < conf.model().layers().size(); i++) {
            if (conf.model().layers().get(i) instanceof EncoderLayer.ReservoirConf) {
                check.place(i);
                found = true;
            }
        }
        if (found) {
            check.defaults();
        } else if (!conf.training().ridge().equals(check.standard.training().ridge())) {
            check.wrong("training.ridge", "nothing without a reservoir");
        }
    }

    private void place(int layer) {
        var cell = "model.layers[" + layer + "].cell";
        if (conf.model().layers().size() > 1) {
            wrong(cell, "a reservoir to be the only layer");
        }
    }

    /** All settings of gradients must have their defaults. */
    private void defaults() {
        var training = conf.training();
        var usual = standard.training();
        unchanged("training.optimizer", training.optimizer(), usual.optimizer());
        unchanged("training.optimizer.groups", training.groups(), usual.groups());
        var decay = training.byLayer().decay();
        unchanged("training.optimizer.layerDecay", decay, usual.byLayer().decay());
        var unfreeze = training.byLayer().unfreeze();
        unchanged("training.optimizer.unfreeze", unfreeze, usual.byLayer().unfreeze());
        unchanged("training.schedule", training.schedule(), usual.schedule());
        unchanged("training.averaging", training.averaging(), usual.averaging());
        unchanged("training.clip", training.clip(), usual.clip());
        unchanged("training.loss", training.loss(), usual.loss());
        unchanged("training.earlyStopping", training.earlyStopping(), usual.earlyStopping());
        unchanged("bptt", conf.bptt(), standard.bptt());
        // The length of its only round has no effect, and is chosen like any other's.
        var sync = conf.sync().with(SyncConf.EVERY, standard.sync().every());
        unchanged("sync", sync, standard.sync());
        unchanged("model.dropout", conf.model().dropout(), standard.model().dropout());
        unchanged("model.penalties", conf.model().penalties(), standard.model().penalties());
        unchanged("model.initializer", conf.model().initializer(), standard.model().initializer());
        unchanged("model.from", conf.model().from(), standard.model().from());
        unchanged("model.pooling", conf.model().pooling(), standard.model().pooling());
    }

    private void unchanged(String key, Object got, Object standard) {
        if (!got.equals(standard)) {
            wrong(
                    key,
                    "nothing with cell reservoir, whose readout is solved for in one round without"
                            + " gradients");
        }
    }

    private void wrong(String key, String expected) {
        mistakes.together(
                key + ": expected " + expected + "; leave the setting out",
                key,
                "model.layers[0].cell");
    }
}
