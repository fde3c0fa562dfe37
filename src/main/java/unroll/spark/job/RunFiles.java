package unroll.spark.job;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.encode.Codec;
import unroll.io.model.ModelDirectory;
import unroll.io.run.RunDirectory;
import unroll.measure.Metric;
import unroll.nn.Layout;
import unroll.text.Words;
import unroll.train.Trainer;
import unroll.train.worker.State;

/**
 * The files that a run writes. Those of a run that replaces another are beside it until the first
 * checkpoint is complete.
 */
final class RunFiles {
    private final TrainingRun run;
    private RunDirectory directory;

    /**
     * @param replaces whether the run replaces another
     */
    RunFiles(TrainingRun run, boolean replaces) {
        this.run = run;
        directory = replaces ? run.directory().replacement() : run.directory();
    }

    RunDirectory directory() {
        return directory;
    }

    /** Returns the sources of initial word vectors, if the run has recorded them. */
    Map<String, Object> vectors() throws IOException {
        return directory.run().map(RunDirectory.Run::vectors).orElse(Map.of());
    }

    /**
     * Removes the run that this one replaces, after writing the initial state as the first
     * checkpoint.
     */
    void replace(Layout layout, State start) throws IOException {
        Trainer.writeStart(directory.checkpoints(), layout, start);
        run.directory().replace();
        directory = run.directory();
        run.status().claim();
        run.progress()
                .message(
                        "%s holds this run now; the earlier one's model stays until this one has its own"
                                .formatted(directory.path()));
    }

    void writeModel(
            Configuration conf,
            Codec codec,
            String fingerprint,
            Layout layout,
            Trainer.Outcome outcome,
            Metric metric)
            throws IOException {
        var versions = run.versions();
        ModelDirectory.write(
                directory.store(),
                directory.model(),
                new ModelDirectory.Model(
                        conf.task().word(),
                        run.request().tree(conf),
                        codec.tree(),
                        Words.VERSION,
                        codec.vocabulary().words(),
                        new ModelDirectory.Provenance(
                                conf.run().seed(),
                                fingerprint,
                                versions.get("unroll"),
                                versions.get("spark"),
                                versions.get("java"),
                                outcome.bestEpoch(),
                                0),
                        validation(outcome, metric)),
                layout,
                outcome.theta());
    }

    /** Returns the best epoch's figures on the validation part; empty without one. */
    static Map<String, Object> validation(Trainer.Outcome outcome, Metric metric) {
        var figures = new LinkedHashMap<String, Object>();
        outcome.history().stream()
                .filter(
                        epoch ->
                                epoch.epoch() == outcome.bestEpoch() && epoch.validationTerms() > 0)
                .forEach(
                        epoch -> {
                            figures.put("validation." + metric.key(), epoch.validationScore());
                            figures.put("validation.loss", epoch.validationLoss());
                        });
        return figures;
    }
}
