package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.ModelConf;
import unroll.conf.TaskConf;
import unroll.conf.setting.Reading;

/** What a reservoir allows: its readout is solved for, so settings of training say nothing. */
final class ReservoirCombinations {
    private final Configuration conf;
    private final Configuration standard;
    private final Reading reading;

    private ReservoirCombinations(Configuration conf, Configuration standard, Reading reading) {
        this.conf = conf;
        this.standard = standard;
        this.reading = reading;
    }

    /**
     * @param standard the defaults
     */
    static void check(Configuration conf, Configuration standard, Reading reading) {
        var check = new ReservoirCombinations(conf, standard, reading);
        boolean found = false;
        for (int i = 0; i < conf.model().layers().size(); i++) {
            if (conf.model().layers().get(i) instanceof ModelConf.ReservoirConf) {
                check.place(i);
                found = true;
            }
        }
        if (found) {
            check.defaults();
        } else if (!conf.training().ridge().equals(standard.training().ridge())) {
            check.wrong("training.ridge", "nothing without a reservoir");
        }
    }

    private void place(int layer) {
        var cell = "model.layers[" + layer + "].cell";
        if (conf.model().layers().size() > 1) {
            wrong(cell, "a reservoir to be the only layer");
        }
        boolean next = conf.task() == TaskConf.FORECAST && conf.data().train().target().isEmpty();
        if (!next) {
            reading.wrongTogether(
                    cell
                            + ": expected a reservoir with a forecast of next steps only (task forecast"
                            + " without data.train.target), got task "
                            + conf.task().word(),
                    cell,
                    "task");
        }
    }

    /** All that concerns gradients must be left alone. */
    private void defaults() {
        var training = conf.training();
        var usual = standard.training();
        unchanged("training.optimizer", training.optimizer(), usual.optimizer());
        unchanged("training.optimizer.groups", training.groups(), usual.groups());
        unchanged("training.schedule", training.schedule(), usual.schedule());
        unchanged("training.averaging", training.averaging(), usual.averaging());
        unchanged("training.clip", training.clip(), usual.clip());
        unchanged("training.loss", training.loss(), usual.loss());
        unchanged("training.earlyStopping", training.earlyStopping(), usual.earlyStopping());
        unchanged("bptt", conf.bptt(), standard.bptt());
        // How long its only round is says nothing, and is chosen like any other's.
        var sync = conf.sync().withEvery(standard.sync().every());
        unchanged("sync", sync, standard.sync());
        unchanged("model.dropout", conf.model().dropout(), standard.model().dropout());
        unchanged("model.penalties", conf.model().penalties(), standard.model().penalties());
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
        reading.wrongTogether(
                key + ": expected " + expected + "; leave the setting out",
                key,
                "model.layers[0].cell");
    }
}
