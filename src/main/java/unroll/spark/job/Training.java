package unroll.spark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationReader;
import unroll.conf.ConfigurationWriter;
import unroll.conf.DataConf;
import unroll.conf.KernelChoice;
import unroll.conf.SyncConf;
import unroll.conf.ValidationConf;
import unroll.data.DataException;
import unroll.io.model.ModelDirectory;
import unroll.io.run.Rerun;
import unroll.io.run.RunDirectory;
import unroll.io.run.Status;
import unroll.math.Kernels;
import unroll.measure.Metric;
import unroll.nn.Network;
import unroll.optim.Groups;
import unroll.report.Summary;
import unroll.spark.Causes;
import unroll.spark.Memory;
import unroll.spark.Prepared;
import unroll.spark.Preparing;
import unroll.spark.RejectedRows;
import unroll.spark.Rejections;
import unroll.spark.Sessions;
import unroll.spark.SourceColumns;
import unroll.spark.StartVectors;
import unroll.spark.TaskJobs;
import unroll.spark.rounds.SparkRounds;
import unroll.task.TrainedModel;
import unroll.text.Words;
import unroll.train.State;
import unroll.train.Trainer;
import unroll.train.WorkerSpec;

/** The stages of a run: prepare, train, evaluate. */
final class Training {
    private final TrainJob.Run run;
    private Configuration conf; // complete once the data are known
    private final Interruption interruption;
    private final Rejections rejections;
    private final TaskJobs jobs;
    private final FinalMeasures measures;
    private final Rerun rerun;
    private RunDirectory directory; // of a run that replaces another, first beside that
    private DirectoryKeeper keeper;

    Training(TrainJob.Run run, Interruption interruption, Rerun rerun) {
        this.run = run;
        this.interruption = interruption;
        this.rerun = rerun;
        directory = rerun == Rerun.REPLACE ? run.directory().replacement() : run.directory();
        conf = run.conf();
        jobs = TaskJobs.of(conf.task());
        rejections =
                new Rejections(
                        rerun == Rerun.FINISHED
                                ? RejectedRows.COUNTED
                                : RejectedRows.to(() -> directory, run.session()),
                        conf.data().maxRejected(),
                        run.progress()::message);
        measures = new FinalMeasures(run, jobs, rejections);
    }

    /** All stages; gives a line on how the run ended. */
    String run() throws IOException {
        var vectors = new StartVectors(run.session(), conf, run.progress()::message);
        if (isNew()) {
            vectors.requireFiles();
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
            return train(preparation, vectors, chosen);
        }
    }

    private Preparing prepare() {
        var data = conf.data();
        var sources =
                data.validation() instanceof ValidationConf.Source
                        ? "data.train and data.validation"
                        : "data.train";
        return run.stage(
                "reading " + sources,
                SourceColumns.describe(data.train()),
                () -> jobs.prepare(run.session(), conf, rejections, run.progress()::message));
    }

    private Prepared shards(Preparing preparation) {
        List<Tuple2<String, Long>> words =
                conf.data().train().words()
                        ? run.stage("counting words", "", preparation::words)
                        : List.of();
        int number = conf.data().shards();
        return run.stage("preparing shards", "", () -> preparation.shards(number, words));
    }

    /** Whether nothing is gone on with. */
    private boolean isNew() {
        return rerun == Rerun.FRESH || rerun == Rerun.REPLACE;
    }

    /** The configuration with what it leaves open. */
    private Configuration complete(long batches) throws IOException {
        return OpenSettings.complete(
                conf,
                isNew() ? Optional.empty() : run.directory().run(),
                batches,
                run.progress()::message);
    }

    /** What word vectors started from, if the run has come so far. */
    private Map<String, Object> vectors() throws IOException {
        return directory.run().map(RunDirectory.Run::vectors).orElse(Map.of());
    }

    private void requireSameData(String fingerprint) throws IOException {
        var other = run.directory().otherData(fingerprint);
        if (other.isPresent()) {
            throw new DataException(other.get());
        }
    }

    /** Says where another limit of bad rows is to be given, since the model keeps its own. */
    private String keptLimit() throws IOException {
        var limit = conf.data().maxRejected();
        return run.directory()
                .run()
                .map(was -> ConfigurationReader.ofTree(was.configuration()).data().maxRejected())
                .filter(was -> was != limit)
                .map(
                        was ->
                                "; the model keeps data.maxRejected %s: evaluate and predict take --set data.maxRejected=%s"
                                        .formatted(was, limit))
                .orElse("");
    }

    private String finished() throws IOException {
        var summary = run.directory().summary().orElse(Map.of());
        var message =
                run.directory().path()
                        + " holds this run, finished"
                        + summary.keySet().stream()
                                .filter(name -> name.startsWith("test."))
                                .findFirst()
                                .map(name -> figure(name.substring(5), summary.get(name)))
                                .orElse("")
                        + ". Nothing to do; --fresh trains anew, more training.epochs go on"
                        + keptLimit();
        run.progress().message(message);
        return message;
    }

    /**
     * Measures the model of a finished run again. The run stays finished, whatever becomes of it.
     */
    private String retest(Preparing preparation) throws IOException {
        var model =
                Models.open(
                        run.directory().path(), run.session().sparkContext().hadoopConfiguration());
        var result = measures.measure(model.trained(), () -> shards(preparation));
        run.status().claim();
        directory.writeRun(run.described(conf, preparation.fingerprint(), vectors()));
        var summary = new LinkedHashMap<>(run.directory().summary().orElse(Map.of()));
        result.putInto(summary);
        summary.put("rejectedRows", rejections.total());
        run.directory().writeSummary(summary);
        print(result, "The finished model was measured again; nothing was trained.");
        return result.headline().orElse("measured again");
    }

    private static String figure(String name, Object value) {
        return name.equals(Metric.ACCURACY.key()) && value instanceof Double share
                ? " (test accuracy " + Metric.ACCURACY.show(share) + ")"
                : " (test " + name + " " + value + ")";
    }

    /**
     * @param chosen whether the number of shards was chosen here, so that no other is advised
     */
    private String train(Preparing preparation, StartVectors vectors, boolean chosen)
            throws IOException {
        var prepared = shards(preparation);
        var spec = new WorkerSpec(conf, jobs.task(conf, prepared));
        warnOfScalarKernels();
        var network = spec.task().network();
        var theta = network.layout().start(conf.run().seed());
        var start = State.start(theta, conf);
        Groups.check(conf.training(), network.layout());
        checkMemory(network, spec, start, prepared);
        tell(prepared, network.layout().size(), chosen);
        var known = vectors();
        if (vectors.any() && directory.checkpoints().newest(network.layout(), e -> {}).isEmpty()) {
            known =
                    run.stage(
                            "word vectors",
                            "",
                            () -> vectors.fill(theta, network.layout(), prepared));
            start = State.start(theta, conf); // an average begins with these values too
        }
        var described = run.described(conf, preparation.fingerprint(), known);
        directory.writeRun(described);
        if (rerun == Rerun.REPLACE) {
            replace(network, start);
        }
        keeper = new DirectoryKeeper(run, described);
        run.status().stage(Status.State.TRAINING);
        var listener =
                new RunListener(
                        run.directory(),
                        run.progress(),
                        run.status(),
                        spec.task().metric(),
                        agrees());
        var spark = JavaSparkContext.fromSparkContext(run.session().sparkContext());
        Trainer.Outcome outcome;
        try (var rounds = new SparkRounds(spark, spec, prepared.train(), prepared.validation())) {
            interruption.orderly(true);
            outcome =
                    new Trainer(
                                    spec,
                                    start,
                                    rounds,
                                    run.directory().checkpoints(),
                                    listener,
                                    this::stop)
                            .run();
            interruption.orderly(false);
        }
        prepared.train().unpersist(false);
        var metric = spec.task().metric();
        keeper.keep();
        writeModel(preparation, prepared, network, outcome, metric);
        run.status().stage(Status.State.EVALUATING);
        var summary = summary(listener, outcome, metric);
        run.directory().writeSummary(summary);
        var result = measure(outcome.theta(), prepared);
        prepared.validation().unpersist(false);
        if (keeper.keep()) {
            writeModel(preparation, prepared, network, outcome, metric);
        }
        result.putInto(summary);
        summary.put("seconds", run.seconds());
        summary.put("rejectedRows", rejections.total());
        run.directory().writeSummary(summary);
        print(
                result,
                Summary.trained(
                        listener.epochs(),
                        outcome.epochs(),
                        Duration.ofMillis((long) (1000 * run.seconds())),
                        listener.tokensPerSecond()));
        return result.headline().orElse("trained");
    }

    /** Lets the run that was here go, now that this one's first checkpoint is whole. */
    private void replace(Network network, State start) throws IOException {
        Trainer.writeStart(directory.checkpoints(), network.layout(), start);
        run.directory().replace();
        directory = run.directory();
        run.status().claim();
        run.progress()
                .message(
                        "%s holds this run now; the earlier one's model stays until this one has its own"
                                .formatted(directory.path()));
    }

    /** Measures the trained model. A test source that fails now says that training is not lost. */
    private FinalMeasures.Result measure(float[] theta, Prepared prepared) {
        var model = TrainedModel.of(conf, prepared.codec(), network -> theta);
        try {
            return measures.measure(model, () -> prepared);
        } catch (Exception e) { // Spark's own are checked, but nowhere declared
            var cause = ExitCode.known(e);
            if (ExitCode.of(cause) != ExitCode.DATA) {
                throw e;
            }
            throw new DataException(
                    "%s. Training is done and kept: the model is in %s, its validation figures are in %s. The same command measures it again"
                            .formatted(
                                    Causes.firstLine(cause),
                                    run.directory().model(),
                                    run.directory().summaryPath()));
        }
    }

    /** Whether several shards are meant to agree more often than once an epoch. */
    private boolean agrees() {
        return conf.data().shards() > 1
                && conf.sync().every() != SyncConf.EPOCH
                && conf.model().reservoir().isEmpty();
    }

    private void tell(Prepared prepared, int parameters, boolean chosen) {
        var found = Findings.of(prepared, jobs.found(prepared), parameters);
        found.forEach(run.progress()::message);
        int cores = run.session().sparkContext().defaultParallelism();
        if (!chosen && cores > prepared.trainSizes().size()) {
            run.progress().message(Findings.idle(cores, prepared.trainSizes().size()));
        }
    }

    private void warnOfScalarKernels() {
        if (conf.kernels() == KernelChoice.AUTO && !Kernels.simdAvailable()) {
            run.progress()
                    .message(
                            "warning: this JVM lacks the vector module, so the scalar kernels run: the same result, much slower."
                                    + " Add --add-modules=jdk.incubator.vector to spark.driver.extraJavaOptions and"
                                    + " spark.executor.extraJavaOptions");
        }
    }

    /** What there is to say of a run before its model is measured. */
    private Map<String, Object> summary(
            RunListener listener, Trainer.Outcome outcome, Metric metric) throws IOException {
        var tree = new LinkedHashMap<>(validation(outcome, metric));
        tree.put("data.shards", conf.data().shards());
        int every = conf.sync().every();
        tree.put("sync.every", every == SyncConf.EPOCH ? "epoch" : every);
        tree.put("epochs", outcome.epochs());
        tree.put("bestEpoch", outcome.bestEpoch());
        tree.put("stoppedEarly", outcome.stoppedEarly());
        tree.put("seconds", run.seconds());
        tree.put("tokensPerSecond", listener.tokensPerSecond());
        tree.put("rejectedRows", rejections.total());
        var vectors = vectors();
        if (!vectors.isEmpty()) {
            tree.put("vectors", vectors);
        }
        return tree;
    }

    private void print(FinalMeasures.Result result, String heading) {
        var summary =
                new Summary(
                        heading,
                        result.part(),
                        result.rows(),
                        result.notes(),
                        rejections.total(),
                        run.directory().model(),
                        run.directory().summaryPath(),
                        run.directory().rejected(),
                        "./submit/unroll predict "
                                + run.directory().path()
                                + " "
                                + jobs.predictExample(conf.data().train()));
        run.progress().close();
        run.out().print(summary.text());
    }

    /** Asked between steps. */
    private boolean stop() {
        try {
            run.lock().check();
            keeper.keep();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return interruption.told();
    }

    private void checkMemory(Network network, WorkerSpec spec, State start, Prepared prepared) {
        var need =
                Memory.need(
                        conf,
                        network,
                        spec.task().capacity(),
                        start,
                        prepared.trainSizes(),
                        prepared.codec().inputs().columns());
        Memory.check(need, Sessions.room(run.session()));
    }

    private void writeModel(
            Preparing preparation,
            Prepared prepared,
            Network network,
            Trainer.Outcome outcome,
            Metric metric)
            throws IOException {
        var versions = run.versions();
        ModelDirectory.write(
                run.directory().store(),
                run.directory().model(),
                new ModelDirectory.Model(
                        conf.task().word(),
                        ConfigurationWriter.tree(conf),
                        prepared.codec().tree(),
                        Words.VERSION,
                        prepared.codec().vocabulary().words(),
                        new ModelDirectory.Provenance(
                                conf.run().seed(),
                                preparation.fingerprint(),
                                versions.get("unroll"),
                                versions.get("spark"),
                                versions.get("java"),
                                outcome.bestEpoch(),
                                0),
                        validation(outcome, metric)),
                network.layout(),
                outcome.theta());
    }

    /** The best epoch's figures on the validation part; none without one. */
    private static Map<String, Object> validation(Trainer.Outcome outcome, Metric metric) {
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
