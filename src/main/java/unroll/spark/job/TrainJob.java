package unroll.spark.job;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.DataConf;
import unroll.conf.SourceConf;
import unroll.conf.read.ConfigurationWriter;
import unroll.data.DataException;
import unroll.io.run.Rerun;
import unroll.io.run.RunDirectory;
import unroll.io.run.RunLock;
import unroll.io.run.Status;
import unroll.report.Progress;
import unroll.report.RunStatus;
import unroll.spark.SparkErrors;
import unroll.spark.sink.Overlap;
import unroll.spark.sink.RunPlace;
import unroll.train.ExitCode;
import unroll.train.InterruptedRunException;

/**
 * The main job: prepares, trains and tests, and maintains the run directory, so that repeating a
 * request resumes where it stopped.
 */
public final class TrainJob {
    private TrainJob() {}

    /**
     * A request for a run.
     *
     * @param train the source that the run's files name as {@code data.train}
     * @param fresh whether an earlier run in the same directory is replaced
     * @param submission id written to {@code status.json}; empty without a launcher that waits for
     *     it
     * @param began {@link System#nanoTime} at which the command began
     * @param ownsSession whether the session was opened for this run, so that it may be stopped if
     *     one of its threads dies
     */
    public record Request(
            Configuration conf,
            SourceConf train,
            boolean fresh,
            String submission,
            long began,
            boolean ownsSession) {

        /**
         * Creates the request of a program that has a session.
         *
         * @param source read in place of the configuration's {@code data.train}
         */
        static Request ofProgram(Configuration conf, SourceConf source) {
            var data = conf.data().with(DataConf.TRAIN, source);
            return new Request(
                    conf.with(Configuration.DATA, data),
                    conf.data().train(),
                    false,
                    "",
                    System.nanoTime(),
                    false);
        }

        /** Returns a configuration of this run for the run's files. */
        Configuration inFiles(Configuration complete) {
            var data = complete.data().with(DataConf.TRAIN, train);
            return complete.with(Configuration.DATA, data);
        }

        /** Returns the same as a tree. */
        Map<String, Object> tree(Configuration complete) {
            return ConfigurationWriter.tree(inFiles(complete));
        }
    }

    /**
     * The result of a run.
     *
     * @param message one line for {@code status.json}
     * @param text the summary for a terminal; empty if there was nothing to do
     */
    public record Result(String message, String text) {}

    /**
     * Runs to the end. The session is not stopped.
     *
     * @throws unroll.conf.ConfigurationException if the directory holds another run, or memory
     *     cannot suffice
     * @throws DataException if the data are missing or wrong, or not those of the run so far
     * @throws unroll.io.run.DirectoryInUseException if another run uses the directory
     * @throws unroll.train.worker.DivergedException if training diverged more often than it may be
     *     repeated
     * @throws InterruptedRunException if the JVM was told to end; the checkpoints are kept
     */
    public static Result run(SparkSession session, Request request, Progress progress)
            throws IOException {
        var conf = request.conf();
        var path = conf.run().dir();
        var hadoop = session.sparkContext().hadoopConfiguration();
        var directory = RunPlace.open(path, hadoop);
        new Overlap(hadoop).with(conf).withModels(conf).check(RunPlace.KEY, path);
        try (var lock = lock(request, directory, session, progress)) {
            var status = new RunStatus(directory, request.submission());
            var run = new TrainingRun(request, session, directory, lock, status, progress);
            return run(request, run);
        }
    }

    private static RunLock lock(
            Request request, RunDirectory directory, SparkSession session, Progress progress)
            throws IOException {
        var application = session.sparkContext().applicationId();
        try {
            return RunLock.acquire(
                    directory.store(), directory.path(), application, progress::message);
        } catch (ConfigurationException e) {
            // A finished run can be reported even from a directory that is read-only.
            var tree = request.tree(request.conf());
            if (!directory.exists() || directory.compare(tree, request.fresh()) != Rerun.FINISHED) {
                throw e;
            }
            return RunLock.none(directory.store(), directory.path());
        }
    }

    private static Result run(Request request, TrainingRun run) throws IOException {
        var status = run.status();
        try (var interruption = new Interruption(new Ends(status));
                var threads = new ThreadDeaths(run.session(), request.ownsSession())) {
            try {
                run.directory().finishReplacement();
                var tree = request.tree(request.conf());
                var rerun = run.directory().compare(tree, request.fresh());
                if (rerun == Rerun.FRESH) {
                    run.directory().begin(run.described(run.conf(), "", RunDirectory.Start.RANDOM));
                    status.claim();
                }
                var result = new Training(run, interruption, rerun).run();
                status.end(Status.State.FINISHED, 0, result.message());
                return result;
            } catch (Throwable e) { // Spark throws checked exceptions without declaring them
                throw ended(threads.cause(e), status, interruption);
            }
        }
    }

    /**
     * Writes why a run failed. Exceptions that Spark throws after it was stopped are only the
     * interruption.
     */
    private static RuntimeException ended(
            Throwable thrown, RunStatus status, Interruption interruption) throws IOException {
        var cause =
                interruption.requested() ? SparkErrors.known(thrown) : SparkErrors.reported(thrown);
        int code = ExitCode.of(cause);
        if (interruption.requested() && code == 1) {
            cause =
                    new InterruptedRunException(
                            "interrupted; the same command resumes from the last checkpoint");
            code = ExitCode.INTERRUPTED;
        }
        var state = code == ExitCode.INTERRUPTED ? Status.State.INTERRUPTED : Status.State.FAILED;
        try {
            status.end(state, code, SparkErrors.firstLine(cause));
        } catch (RuntimeException e) {
            cause.addSuppressed(e); // writing the status failed too
        }
        if (cause instanceof IOException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return SparkErrors.unchecked(cause);
    }

    /** Records that the JVM ends in the middle of the run. */
    private record Ends(RunStatus status) implements Interruption.Ends {
        @Override
        public void interrupted() {
            status.end(Status.State.INTERRUPTED, ExitCode.INTERRUPTED, "interrupted");
        }

        @Override
        public void exited() {
            status.end(
                    Status.State.FAILED,
                    ExitCode.UNEXPECTED,
                    "the process ended itself in the middle of the run, without a signal; its log says why");
        }
    }
}
