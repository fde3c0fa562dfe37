package unroll.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationWriter;
import unroll.conf.KernelChoice;
import unroll.conf.SyncConf;
import unroll.data.DataException;
import unroll.io.ModelDirectory;
import unroll.io.Rerun;
import unroll.io.RunDirectory;
import unroll.io.Status;
import unroll.math.Kernels;
import unroll.nn.Network;
import unroll.report.Summary;
import unroll.task.TrainedClassifier;
import unroll.text.Words;
import unroll.train.ClassifierFactory;
import unroll.train.EpochReport;
import unroll.train.State;
import unroll.train.Trainer;
import unroll.train.WorkerSpec;

/** The stages of a run: prepare, train, evaluate. */
final class Training {
    private final TrainJob.Run run;
    private final Configuration conf;
    private final Interruption interruption;
    private final Rejections rejections;

    Training(TrainJob.Run run, Interruption interruption) {
        this.run = run;
        this.interruption = interruption;
        conf = run.conf();
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
            new Sources(run.session()).examples(conf.data().test(), "data.test", true);
        }
        var vectors = new StartVectors(run.session(), conf, run.progress()::message);
        if (rerun == Rerun.FRESH) {
            vectors.requireFiles();
        }
        try (var preparation =
                new Preparation(run.session(), conf, rejections, run.progress()::message)) {
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

    private void writeRun(Preparation preparation, Map<String, Object> vectors) throws IOException {
        run.directory()
                .writeRun(
                        new RunDirectory.Run(
                                ConfigurationWriter.tree(conf),
                                conf.run().seed(),
                                preparation.fingerprint(),
                                run.versions(),
                                vectors));
    }

    private void requireSameData(String fingerprint) throws IOException {
        var other = run.directory().otherData(fingerprint);
        if (other.isPresent()) {
            throw new DataException(other.get());
        }
    }

    private String finished() throws IOException {
        var summary = run.directory().summary().orElse(Map.of());
        var accuracy = summary.get("test.accuracy");
        var message =
                run.directory().path()
                        + " holds this run, finished"
                        + (accuracy instanceof Double share
                                ? String.format(
                                        Locale.ROOT, " (test accuracy %.2f %%)", 100 * share)
                                : "")
                        + ". Nothing to do; --fresh trains anew, more training.epochs go on";
        run.progress().message(message);
        return message;
    }

    private String train(Preparation preparation, StartVectors vectors) throws IOException {
        var prepared = preparation.shards();
        var weights =
                Weights.of(
                        conf.training().classWeights(), prepared.labels(), prepared.classCounts());
        var spec =
                new WorkerSpec(
                        conf,
                        new ClassifierFactory(
                                conf.model(),
                                prepared.vocabulary().size(),
                                weights,
                                conf.training().labelSmoothing(),
                                conf.kernels()));
        warnOfScalarKernels();
        var network = spec.networks().network();
        var theta = network.layout().start(conf.run().seed());
        var start = State.start(theta, conf);
        checkMemory(network, spec, start, prepared);
        run.progress()
                .message(
                        String.format(
                                Locale.ROOT,
                                "%,d parameters, %,d words, %d classes; %,d examples to train on, %,d to validate",
                                network.layout().size(),
                                prepared.vocabulary().size(),
                                prepared.labels().size(),
                                prepared.trainExamples(),
                                prepared.validationExamples()));
        if (vectors.any()
                && run.directory().checkpoints().newest(network.layout(), e -> {}).isEmpty()) {
            writeRun(preparation, vectors.fill(theta, network.layout(), prepared));
        }
        run.status().stage(Status.State.TRAINING);
        var listener = new RunListener(run.directory(), run.progress(), run.status());
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
        writeModel(preparation, prepared, network, outcome);
        run.status().stage(Status.State.EVALUATING);
        var measured = measure(prepared, outcome.theta());
        var baseline =
                conf.baseline()
                        ? new Baseline(run.session(), conf, prepared.labels())
                                .run(run.progress()::message)
                        : null;
        prepared.validation().unpersist(false);
        return summarise(listener, outcome, measured, baseline);
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
    private Optional<Measured> measure(Prepared prepared, float[] theta) {
        var model =
                TrainedClassifier.of(
                        conf, prepared.labels(), prepared.vocabulary().words(), network -> theta);
        if (conf.data().test() != null) {
            return Optional.of(
                    Evaluator.of(
                            run.session(),
                            model,
                            conf.data().test(),
                            "data.test",
                            "test",
                            rejections));
        }
        if (prepared.validationExamples() == 0) {
            return Optional.empty();
        }
        var spark = JavaSparkContext.fromSparkContext(run.session().sparkContext());
        var shipped = spark.broadcast(model);
        var judged =
                prepared.validation()
                        .flatMap(shard -> Judged.judge(shard, shipped.value()))
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return Optional.of(Evaluator.of(judged, prepared.labels()));
        } finally {
            judged.unpersist(false);
            shipped.destroy();
        }
    }

    private String summarise(
            RunListener listener,
            Trainer.Outcome outcome,
            Optional<Measured> measured,
            Baseline.Result baseline)
            throws IOException {
        var tree = new LinkedHashMap<String, Object>();
        var rows = new ArrayList<Summary.Row>();
        measured.ifPresent(
                figures -> {
                    put(tree, part(), figures);
                    rows.add(new Summary.Row("network", figures.accuracy(), figures.macroF1()));
                });
        tree.putAll(validation(outcome));
        if (baseline != null) {
            put(tree, "baseline", baseline.measured());
            tree.put("baseline.regularisation", baseline.regularisation());
            tree.put("baseline.validation.accuracy", baseline.validationAccuracy());
            rows.add(
                    new Summary.Row(
                            "bag of words",
                            baseline.measured().accuracy(),
                            baseline.measured().macroF1()));
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
                        "./submit/unroll predict " + run.directory().path() + " --text \"...\"");
        run.progress().close();
        run.out().print(summary.text());
        return measured.map(
                        figures ->
                                String.format(
                                        Locale.ROOT,
                                        "%s accuracy %.2f %%",
                                        part(),
                                        100 * figures.accuracy()))
                .orElse("trained");
    }

    private static void put(Map<String, Object> tree, String name, Measured figures) {
        tree.put(name + ".accuracy", figures.accuracy());
        tree.put(name + ".macroF1", figures.macroF1());
        tree.put(name + ".logLoss", figures.logLoss());
        if (!Double.isNaN(figures.auc())) {
            tree.put(name + ".auc", figures.auc());
        }
    }

    /** Asked between steps. */
    private boolean stop() {
        run.lock().check();
        return interruption.told();
    }

    private void checkMemory(Network network, WorkerSpec spec, State start, Prepared prepared) {
        boolean gradient = conf.sync().strategy() == SyncConf.Strategy.GRADIENT;
        long most = prepared.trainSizes().stream().mapToLong(ShardSize::tokens).max().orElse(0);
        int lastEpoch = conf.training().epochs() - 1;
        long inRows = network.layout().byRow().stream().mapToLong(slice -> slice.size()).sum();
        long usedRows =
                network.layout().byRow().stream()
                        .filter(slice -> !slice.frozen(lastEpoch))
                        .mapToLong(slice -> Math.min(most, slice.shape().get(0)) * slice.rowSize())
                        .sum();
        long size = network.layout().size();
        Memory.check(
                new Memory.Need(
                        size,
                        gradient ? 1 : 1 + start.moments().length,
                        start.vectors().size(),
                        // Rows that are frequent in all shards: what is certain to travel is less.
                        size - inRows + (gradient ? 0 : usedRows / 2),
                        network.workspaceBytes(spec.capacity()),
                        4 * most,
                        conf.data().shards()),
                Sessions.room(run.session()));
    }

    private void writeModel(
            Preparation preparation, Prepared prepared, Network network, Trainer.Outcome outcome)
            throws IOException {
        var versions = run.versions();
        ModelDirectory.write(
                run.directory().store(),
                run.directory().model(),
                new ModelDirectory.Model(
                        conf.task(),
                        ConfigurationWriter.tree(conf),
                        prepared.labels(),
                        Words.VERSION,
                        prepared.vocabulary().words(),
                        new ModelDirectory.Provenance(
                                conf.run().seed(),
                                preparation.fingerprint(),
                                versions.get("unroll"),
                                versions.get("spark"),
                                versions.get("java"),
                                outcome.bestEpoch(),
                                0),
                        validation(outcome)),
                network.layout(),
                outcome.theta());
    }

    /** The best epoch's figures on the validation part; none without one. */
    private static Map<String, Object> validation(Trainer.Outcome outcome) {
        var figures = new LinkedHashMap<String, Object>();
        outcome.history().stream()
                .filter(
                        epoch ->
                                epoch.epoch() == outcome.bestEpoch()
                                        && epoch.validationExamples() > 0)
                .forEach(epoch -> add(figures, epoch));
        return figures;
    }

    private static void add(Map<String, Object> figures, EpochReport epoch) {
        figures.put("validation.accuracy", epoch.validationAccuracy());
        figures.put("validation.loss", epoch.validationLoss());
    }
}
