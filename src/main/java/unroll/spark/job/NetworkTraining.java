package unroll.spark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.api.java.JavaSparkContext;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.conf.SyncConf;
import unroll.io.run.Status;
import unroll.math.Kernels;
import unroll.measure.Metric;
import unroll.nn.Network;
import unroll.optim.Groups;
import unroll.report.DirectoryKeeper;
import unroll.report.RunFiles;
import unroll.report.RunListener;
import unroll.spark.Sessions;
import unroll.spark.prepare.PreparedData;
import unroll.spark.rounds.SparkRounds;
import unroll.task.Task;
import unroll.train.Memory;
import unroll.train.Outcome;
import unroll.train.Trainer;
import unroll.train.WorkerSpec;
import unroll.train.worker.State;

/** Trains the network on prepared shards: initial state, memory check, rounds. */
final class NetworkTraining {
    private final TrainingRun run;
    private final Configuration conf; // complete
    private final RunFiles files;
    private final Interruption interruption;
    private final PreparedData prepared;
    private final WorkerSpec spec;
    private final Network network;
    private final RunListener listener;
    private float[] theta; // initial parameters, which exist once memory was found to suffice
    private int parts; // in which updates are merged
    private DirectoryKeeper keeper;

    NetworkTraining(
            TrainingRun run,
            Configuration conf,
            RunFiles files,
            Interruption interruption,
            PreparedData prepared,
            Task task) {
        this.run = run;
        this.conf = conf;
        this.files = files;
        this.interruption = interruption;
        this.prepared = prepared;
        spec = new WorkerSpec(conf, task);
        network = task.network();
        listener =
                new RunListener(
                        run.directory(), run.progress(), run.status(), task.metric(), agrees());
    }

    /** Returns whether several shards synchronise more often than once an epoch. */
    private boolean agrees() {
        return conf.data().shards() > 1
                && conf.sync().every() != SyncConf.EPOCH
                && network.closedForm().isEmpty();
    }

    Network network() {
        return network;
    }

    Metric metric() {
        return spec.task().metric();
    }

    /** Returns the listener of the training. */
    RunListener listener() {
        return listener;
    }

    /**
     * Checks what can be checked before the first round.
     *
     * @throws unroll.conf.ConfigurationException if memory cannot suffice, or settings name
     *     parameters that the network does not have
     */
    void check() {
        if (conf.kernels() == KernelChoice.AUTO && !Kernels.simdAvailable()) {
            run.progress()
                    .message(
                            "warning: this JVM lacks the vector module, so the scalar kernels run: the same result, much slower."
                                    + " Add --add-modules=jdk.incubator.vector to spark.driver.extraJavaOptions and"
                                    + " spark.executor.extraJavaOptions");
        }
        Groups.check(conf, network.layout());
        var columns = prepared.codec().inputs().columns();
        var need = Memory.need(spec, prepared.trainSizes(), columns);
        Memory.check(need, Sessions.memory(run.session()));
        parts = need.parts();
        theta = network.layout().initialParameters(conf.run().seed());
    }

    /** Returns the initial state. */
    private State start() {
        return State.initial(theta, conf);
    }

    /**
     * Writes the run's description and its initial state.
     *
     * @param initial values that are not random
     * @param replaces whether the run replaces another
     */
    void begin(String fingerprint, InitialValues initial, boolean replaces) throws IOException {
        var layout = network.layout();
        if (initial.any() && files.directory().checkpoints().newest(layout, e -> {}).isEmpty()) {
            run.stage(
                    "initial values",
                    "",
                    () -> {
                        initial.fill(theta, layout, prepared, spec.task());
                        return theta;
                    });
        }
        var described = run.described(conf, fingerprint, initial.start());
        files.directory().writeRun(described);
        if (replaces) {
            files.replace(layout, start());
        }
        keeper =
                new DirectoryKeeper(
                        run.directory(), run.lock(), run.status(), described, run.progress());
    }

    /** Trains to the end. */
    Outcome train() throws IOException {
        run.status().stage(Status.State.TRAINING);
        var spark = JavaSparkContext.fromSparkContext(run.session().sparkContext());
        try (var rounds =
                new SparkRounds(spark, spec, prepared.train(), prepared.validation(), parts)) {
            interruption.orderly(true);
            var outcome =
                    new Trainer(
                                    spec,
                                    this::start,
                                    rounds,
                                    run.directory().checkpoints(),
                                    listener,
                                    this::stop)
                            .run();
            interruption.orderly(false);
            return outcome;
        }
    }

    /** Returns whether to stop; called between steps. */
    private boolean stop() {
        try {
            run.lock().check();
            keeper.keep();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return interruption.requested();
    }

    /** Writes the files of a directory that was deleted again; returns whether it was. */
    boolean keepDirectory() throws IOException {
        return keeper.keep();
    }
}
