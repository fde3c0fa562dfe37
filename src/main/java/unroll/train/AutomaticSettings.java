package unroll.train;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import unroll.conf.Configuration;
import unroll.conf.DataConf;
import unroll.conf.SyncConf;
import unroll.io.run.RunDirectory;
import unroll.message.Plural;
import unroll.task.registry.Tasks;

/** Settings that are {@code auto} until the training examples are known. */
public final class AutomaticSettings {
    private AutomaticSettings() {}

    /**
     * Completes a configuration. A resumed run keeps the numbers that it began with.
     *
     * @param begun the run to resume
     * @param batches that the training examples make in an epoch
     * @param notes receives a line about each choice and its reason
     */
    public static Configuration complete(
            Configuration conf,
            Optional<RunDirectory.Run> begun,
            long batches,
            Consumer<String> notes) {
        if (!conf.open()) {
            return conf;
        }
        var plan = RoundPlan.of(batches);
        var kept = begun.map(run -> Tasks.reader().ofTree(run.configuration()));
        var complete =
                kept.map(was -> conf.chosen(was.data().shards(), was.sync().every()))
                        .orElse(conf)
                        .chosen(plan.shards(), plan.every());
        var chosen = new ArrayList<String>();
        if (conf.data().shards() == DataConf.AUTO) {
            chosen.add("data.shards " + complete.data().shards());
        }
        if (conf.sync().every() == SyncConf.AUTO) {
            int every = complete.sync().every();
            chosen.add("sync.every " + (every == SyncConf.EPOCH ? "epoch" : every));
        }
        notes.accept(
                "%s: %s"
                        .formatted(
                                String.join(", ", chosen),
                                kept.isPresent()
                                        ? "as this run began"
                                        : String.format(
                                                Locale.ROOT,
                                                "chosen for %s of training.batch %d in an epoch",
                                                Plural.of(batches, "batch"),
                                                conf.training().batch())));
        return complete;
    }
}
