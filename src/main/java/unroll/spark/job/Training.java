package unroll.spark.job;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import unroll.conf.Configuration;
import unroll.conf.DataConf;
import unroll.conf.SyncConf;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.io.model.ModelDirectory;
import unroll.io.run.Rerun;
import unroll.io.run.Status;
import unroll.measure.Metric;
import unroll.message.Printable;
import unroll.predict.SavedModel;
import unroll.report.RunFiles;
import unroll.report.Summary;
import unroll.spark.SparkErrors;
import unroll.spark.prepare.KnownWords;
import unroll.spark.prepare.Preparation;
import unroll.spark.prepare.PreparedData;
import unroll.spark.prepare.RejectedRows;
import unroll.spark.prepare.Rejections;
import unroll.spark.score.Measurement;
import unroll.spark.source.SourceColumns;
import unroll.task.Task;
import unroll.task.TaskKind;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.train.AutomaticSettings;
import unroll.train.ExitCode;
import unroll.train.Outcome;

/** The stages of a run: prepare, train, measure. */
final class Training {
    private final TrainingRun run;
    private Configuration conf; // complete once the data are known
    private PreparedData prepared; // null until then
    private final Interruption interruption;
    private final Rejections rejections;
    private final TaskKind kind;
    private final FinalMeasures measures;
    private final Rerun rerun;
    private final RunFiles files;
    private final InitialValues initial;

    Training(TrainingRun run, Interruption interruption, Rerun rerun) {
        this.run = run;
        this.interruption = interruption;
        this.rerun = rerun;
        files = new RunFiles(run.directory(), run.status(), run.progress(), rerun == Rerun.REPLACE);
        conf = run.conf();
        kind = Tasks.kind(conf.task());
        rejections =
                new Rejections(
                        rerun == Rerun.FINISHED
                                ? RejectedRows.COUNTED
                                : RejectedRows.to(files::directory, run.session()),
                        conf.data().maxRejected(),
                        run.progress()::message);
        measures = new FinalMeasures(run, rejections);
        initial = new InitialValues(run.session(), conf, run.progress());
    }

    /** Runs all stages. */
    TrainJob.Result run() throws IOException {
        if (isNew()) {
            initial.begin();
        } else {
            initial.resume(files.start(), rerun.trains());
        }
        try (var preparation = prepare()) {
            if (rerun != Rerun.REPLACE) {
                requireSameData(preparation.fingerprint());
            }
            if (rerun == Rerun.FINISHED) {
                return finished();
            }
            boolean chosen = conf.data().shards() == DataConf.AUTO;
            conf = complete(preparation.batches());
            if (rerun == Rerun.RETEST) {
                return retest(preparation);
            }
            measures.checkTest(preparation.known());
            if (rerun != Rerun.REPLACE) {
                run.status().claim();
            }
            return train(preparation, chosen);
        } finally {
            release();
        }
    }

    private Preparation prepare() {
        var sources = new LinkedHashSet<>(conf.data().sources().keySet());
        sources.remove("data.test"); // read at the end
        return run.stage(
                "reading " + String.join(" and ", sources),
                SourceColumns.describe(conf.data().train()),
                () -> Preparation.open(run.session(), conf, rejections, run.progress()::message));
    }

    private PreparedData shards(Preparation preparation) {
        var words =
                conf.data().train().words()
                        ? run.stage("counting words", "", () -> preparation.words(initial.words()))
                        : KnownWords.NONE;
        int number = conf.data().shards();
        prepared = run.stage("preparing shards", "", () -> preparation.shards(number, words));
        return prepared;
    }

    /** Removes cached data. */
    private void release() {
        if (prepared != null) {
            prepared.train().unpersist(false);
            prepared.validation().unpersist(false);
        }
    }

    /** Returns whether the run does not continue an earlier one. */
    private boolean isNew() {
        return rerun == Rerun.FRESH || rerun == Rerun.REPLACE;
    }

    /** Returns the configuration completed by the settings that depend on the data. */
    private Configuration complete(long batches) throws IOException {
        return AutomaticSettings.complete(
                conf,
                isNew() ? Optional.empty() : run.directory().run(),
                batches,
                run.progress()::message);
    }

    private void requireSameData(String fingerprint) throws IOException {
        var other = run.directory().otherData(fingerprint);
        if (other.isPresent()) {
            throw new DataException(other.get());
        }
    }

    /**
     * Returns advice on how to change the limit of rejected rows, since the model keeps its own.
     */
    private String keptLimit() throws IOException {
        var limit = conf.data().maxRejected();
        return run.directory()
                .run()
                .map(was -> Tasks.reader().ofTree(was.configuration()).data().maxRejected())
                .filter(was -> was != limit)
                .map(
                        was ->
                                "; the model keeps data.maxRejected %s: evaluate and predict take --set data.maxRejected=%s"
                                        .formatted(was, limit))
                .orElse("");
    }

    private TrainJob.Result finished() throws IOException {
        var summary = run.directory().summary().orElse(Map.of());
        var message =
                run.directory().path()
                        + " holds this run, finished"
                        + summary.keySet().stream()
                                .filter(name -> name.startsWith("test."))
                                .findFirst()
                                .map(name -> figure(name.substring(5), summary.get(name)))
                                .orElse("")
                        + ". Nothing to do; --fresh trains again, more training.epochs continue it"
                        + keptLimit();
        run.progress().message(message);
        return new TrainJob.Result(message, "");
    }

    private static String figure(String name, Object value) {
        return name.equals(Metric.ACCURACY.key()) && value instanceof Double share
                ? " (test accuracy " + Metric.ACCURACY.show(share) + ")"
                : " (test " + name + " " + value + ")";
    }

    /** Measures the model of a finished run again; the run stays finished if that fails. */
    private TrainJob.Result retest(Preparation preparation) throws IOException {
        var model =
                Models.open(
                        run.directory().path(), run.session().sparkContext().hadoopConfiguration());
        var result = measures.measure(model.trained(), () -> shards(preparation));
        run.status().claim();
        files.directory().writeRun(run.described(conf, preparation.fingerprint(), initial.start()));
        var summary = new LinkedHashMap<>(run.directory().summary().orElse(Map.of()));
        result.putInto(summary);
        rejections.putInto(summary);
        run.directory().writeSummary(summary);
        return new TrainJob.Result(
                result.headline().orElse("measured again"),
                text(result, "The finished model was measured again; nothing was trained."));
    }

    /**
     * @param chosen whether the number of shards was chosen automatically, so that no other is
     *     suggested
     */
    private TrainJob.Result train(Preparation preparation, boolean chosen) throws IOException {
        shards(preparation);
        var known = kind.task(conf, prepared.codec(), prepared.labelCounts());
        var task = initial.asking(known, prepared.codec());
        var training = new NetworkTraining(run, conf, files, interruption, prepared, task);
        var layout = training.network().layout();
        training.check();
        describe(task, layout.size(), chosen);
        training.begin(preparation.fingerprint(), initial, rerun == Rerun.REPLACE);
        var outcome = training.train();
        prepared.train().unpersist(false);
        training.keepDirectory();
        var codec = calibrated(task, outcome.theta());
        writeModel(preparation, training, codec, outcome);
        run.status().stage(Status.State.EVALUATING);
        var summary = summary(training, outcome);
        run.directory().writeSummary(summary);
        var result = measure(codec, outcome.theta());
        if (training.keepDirectory()) {
            writeModel(preparation, training, codec, outcome);
        }
        result.putInto(summary);
        summary.put("seconds", run.seconds());
        rejections.putInto(summary);
        run.directory().writeSummary(summary);
        var heading =
                Summary.trained(
                        training.listener().epochs(),
                        outcome.epochs(),
                        Duration.ofMillis((long) (1000 * run.seconds())),
                        training.listener().tokensPerSecond());
        return new TrainJob.Result(result.headline().orElse("trained"), text(result, heading));
    }

    private TrainedModel model(Configuration conf, Codec codec, float[] theta) {
        return initial.asking(Tasks.trained(conf, codec, network -> theta));
    }

    /** Returns the codec calibrated on the validation set. */
    private Codec calibrated(Task task, float[] theta) {
        var codec = prepared.codec();
        if (!conf.training().calibrate()
                || task.calibrationSearch().isEmpty()
                || prepared.validationExamples() == 0) {
            return codec;
        }
        var model = model(conf, codec, theta);
        return run.stage(
                "calibrating", "", () -> Measurement.calibrated(prepared.validation(), model));
    }

    private void writeModel(
            Preparation preparation, NetworkTraining training, Codec codec, Outcome outcome)
            throws IOException {
        var versions = run.versions();
        SavedModel.write(
                files.directory().store(),
                files.directory().model(),
                model(run.request().inFiles(conf), codec, outcome.theta()),
                new ModelDirectory.Provenance(
                        conf.run().seed(),
                        preparation.fingerprint(),
                        versions.get("unroll"),
                        versions.get("spark"),
                        versions.get("java"),
                        outcome.bestEpoch(),
                        0,
                        initial.start().model()),
                outcome.validation(training.metric()),
                initial.languageModel());
    }

    /**
     * Measures the trained model. If the test source fails now, the message says that training is
     * not lost.
     */
    private FinalMeasures.Result measure(Codec codec, float[] theta) {
        var model = model(conf, codec, theta);
        try {
            return measures.measure(model, () -> prepared);
        } catch (Exception e) { // Spark throws checked exceptions without declaring them
            var cause = SparkErrors.known(e);
            if (ExitCode.of(cause) != ExitCode.DATA) {
                throw e;
            }
            throw new DataException(
                    "%s. Training is done and kept: the model is in %s, its validation figures are in %s. The same command measures it again"
                            .formatted(
                                    SparkErrors.firstLine(cause),
                                    run.directory().model(),
                                    run.directory().summaryPath()));
        }
    }

    private void describe(Task task, int parameters, boolean chosen) {
        var contents = task.describe(prepared.codec(), prepared.steps());
        prepared.findings(contents, parameters).forEach(run.progress()::message);
        if (!chosen) {
            int cores = run.session().sparkContext().defaultParallelism();
            prepared.idleCores(cores).ifPresent(run.progress()::message);
        }
    }

    private static void putUnlessEmpty(
            Map<String, Object> tree, String key, Map<String, Object> value) {
        if (!value.isEmpty()) {
            tree.put(key, value);
        }
    }

    /** Returns the content of {@code summary.json} before the model is measured. */
    private Map<String, Object> summary(NetworkTraining training, Outcome outcome) {
        var tree = new LinkedHashMap<>(outcome.validation(training.metric()));
        tree.put("data.shards", conf.data().shards());
        int every = conf.sync().every();
        tree.put("sync.every", every == SyncConf.EPOCH ? "epoch" : every);
        tree.put("epochs", outcome.epochs());
        tree.put("bestEpoch", outcome.bestEpoch());
        tree.put("stoppedEarly", outcome.stoppedEarly());
        tree.put("seconds", run.seconds());
        tree.put("tokensPerSecond", training.listener().tokensPerSecond());
        rejections.putInto(tree);
        putUnlessEmpty(tree, "vectors", initial.start().vectors());
        putUnlessEmpty(tree, "from", initial.start().model());
        return tree;
    }

    /** Returns the summary for a terminal. */
    private String text(FinalMeasures.Result result, String heading) {
        return new Summary(
                        heading,
                        result.part(),
                        result.rows(),
                        result.notes(),
                        rejections.total(),
                        run.directory().model(),
                        run.directory().summaryPath(),
                        run.directory().rejected(),
                        "./submit/unroll predict "
                                + Printable.argument(run.directory().path())
                                + " "
                                + kind.predictExample(conf.data().train()))
                .text();
    }
}
