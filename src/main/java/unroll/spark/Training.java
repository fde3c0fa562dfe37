package unroll.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationWriter;
import unroll.conf.KernelChoice;
import unroll.data.DataException;
import unroll.io.ModelDirectory;
import unroll.io.Rerun;
import unroll.io.RunDirectory;
import unroll.io.Status;
import unroll.math.Kernels;
import unroll.nn.Network;
import unroll.optim.Groups;
import unroll.report.Summary;
import unroll.task.Metric;
import unroll.task.TrainedModel;
import unroll.text.Words;
import unroll.train.State;
import unroll.train.Trainer;
import unroll.train.WorkerSpec;

/** The stages of a run: prepare, train, evaluate. */
final class Training {
    private final TrainJob.Run run;
    private final Configuration conf;
    private final Interruption interruption;
    private final Rejections rejections;
    private final TaskJobs jobs;

    Training(TrainJob.Run run, Interruption interruption) {
        this.run = run;
        this.interruption = interruption;
        conf = run.conf();
        jobs = TaskJobs.of(conf.task());
        rejections =
                new Rejections(
                        run.session(),
                        run.directory().rejected(),
                        conf.data().maxRejected(),
                        run.progress()::message);
    }

    /** All stages; gives a line on how the run ended. */
    String run(Rerun rerun) throws IOException {
        if (conf.data().test() != null) {
            // A mistake in it shows before training, not after.
            jobs.rows(run.session(), conf, testRows());
        }
        var vectors = new StartVectors(run.session(), conf, run.progress()::message);
        if (rerun == Rerun.FRESH) {
            vectors.requireFiles();
        }
        try (var preparation =
                jobs.prepare(run.session(), conf, rejections, run.progress()::message)) {
            requireSameData(preparation.fingerprint());
            if (rerun == Rerun.FINISHED) {
                return finished();
            }
            run.status().claim();
            writeRun(
                    preparation,
                    run.directory().run().map(RunDirectory.Run::vectors).orElse(Map.of()));
            return train(preparation, vectors);
        }
    }

    private void writeRun(Preparing preparation, Map<String, Object> vectors) throws IOException {
        run.directory()
                .writeRun(
                        new RunDirectory.Run(
                                ConfigurationWriter.tree(conf),
                                conf.run().seed(),
                                preparation.fingerprint(),
                                run.versions(),
                                vectors));
    }

    private TaskJobs.Rows testRows() {
        return new TaskJobs.Rows(conf.data().test(), "data.test", "test", 0);
    }

    private void requireSameData(String fingerprint) throws IOException {
        var other = run.directory().otherData(fingerprint);
        if (other.isPresent()) {
            throw new DataException(other.get());
        }
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
                        + ". Nothing to do; --fresh trains anew, more training.epochs go on";
        run.progress().message(message);
        return message;
    }

    private static String figure(String name, Object value) {
        return name.equals(Metric.ACCURACY.key()) && value instanceof Double share
                ? " (test accuracy " + Metric.ACCURACY.show(share) + ")"
                : " (test " + name + " " + value + ")";
    }

    private String train(Preparing preparation, StartVectors vectors) throws IOException {
        var prepared = preparation.shards();
        var spec = new WorkerSpec(conf, jobs.task(conf, prepared));
        warnOfScalarKernels();
        var network = spec.task().network();
        var theta = network.layout().start(conf.run().seed());
        var start = State.start(theta, conf);
        Groups.check(conf.training(), network.layout());
        checkMemory(network, spec, start, prepared);
        run.progress()
                .message(
                        String.format(
                                Locale.ROOT,
                                "%,d parameters, %s; %,d examples to train on, %,d to validate",
                                network.layout().size(),
                                jobs.found(prepared),
                                prepared.trainExamples(),
                                prepared.validationExamples()));
        if (vectors.any()
                && run.directory().checkpoints().newest(network.layout(), e -> {}).isEmpty()) {
            writeRun(preparation, vectors.fill(theta, network.layout(), prepared));
            start = State.start(theta, conf); // an average begins with these values too
        }
        run.status().stage(Status.State.TRAINING);
        var listener =
                new RunListener(
                        run.directory(), run.progress(), run.status(), spec.task().metric());
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
        writeModel(preparation, prepared, network, outcome, spec.task().metric());
        run.status().stage(Status.State.EVALUATING);
        var measured = measure(prepared, outcome.theta());
        var baseline =
                conf.baseline()
                        ? new Baseline(run.session(), conf, prepared.codec().labels())
                                .run(run.progress()::message)
                        : null;
        prepared.validation().unpersist(false);
        return summarise(
                listener, outcome, validation(outcome, spec.task().metric()), measured, baseline);
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

    /** What the network's figures are of. */
    private String part() {
        return conf.data().test() != null ? "test" : "validation";
    }

    /** On the test part, or without one on the validation part. */
    private Optional<Measures> measure(Prepared prepared, float[] theta) {
        var model = TrainedModel.of(conf, prepared.codec(), network -> theta);
        if (conf.data().test() != null) {
            return Optional.of(jobs.measure(run.session(), model, testRows(), rejections));
        }
        if (prepared.validationExamples() == 0) {
            return Optional.empty();
        }
        return Optional.of(jobs.measure(prepared.validation(), model));
    }

    private String summarise(
            RunListener listener,
            Trainer.Outcome outcome,
            Map<String, Object> validation,
            Optional<Measures> measured,
            Baseline.Result baseline)
            throws IOException {
        var tree = new LinkedHashMap<String, Object>();
        var rows = new LinkedHashMap<String, Map<String, String>>();
        measured.ifPresent(
                figures -> {
                    put(tree, part(), figures);
                    rows.put("network", figures.shown());
                });
        tree.putAll(validation);
        if (baseline != null) {
            put(tree, "baseline", baseline.measured());
            tree.put("baseline.regularisation", baseline.regularisation());
            tree.put("baseline.validation.accuracy", baseline.validationAccuracy());
            rows.put("bag of words", baseline.measured().shown());
        }
        double seconds = run.seconds();
        tree.put("epochs", outcome.epochs());
        tree.put("bestEpoch", outcome.bestEpoch());
        tree.put("stoppedEarly", outcome.stoppedEarly());
        tree.put("seconds", seconds);
        tree.put("tokensPerSecond", listener.tokensPerSecond());
        tree.put("rejectedRows", rejections.total());
        run.directory()
                .run()
                .map(RunDirectory.Run::vectors)
                .filter(vectors -> !vectors.isEmpty())
                .ifPresent(vectors -> tree.put("vectors", vectors));
        measured.ifPresent(figures -> tree.put("figures", figures.tree()));
        run.directory().writeSummary(tree);
        var summary =
                new Summary(
                        part(),
                        rows,
                        outcome.epochs(),
                        Duration.ofMillis((long) (1000 * seconds)),
                        listener.tokensPerSecond(),
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
        return measured.map(figures -> part() + " " + first(figures)).orElse("trained");
    }

    /** The figure to go by, with its name. */
    private static String first(Measures figures) {
        var first = figures.shown().entrySet().iterator().next();
        return first.getKey() + " " + first.getValue();
    }

    private static void put(Map<String, Object> tree, String name, Measures figures) {
        figures.headline().forEach((figure, value) -> tree.put(name + "." + figure, value));
    }

    /** Asked between steps. */
    private boolean stop() {
        run.lock().check();
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
