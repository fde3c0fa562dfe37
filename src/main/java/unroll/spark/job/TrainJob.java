package unroll.spark.job;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.ConfigurationWriter;
import unroll.data.DataException;
import unroll.io.run.Rerun;
import unroll.io.run.RunDirectory;
import unroll.io.run.RunLock;
import unroll.io.run.Status;
import unroll.report.Figures;
import unroll.report.Progress;
import unroll.spark.Causes;
import unroll.spark.JobName;
import unroll.spark.Sessions;
import unroll.spark.SparkFailure;
import unroll.text.Words;
import unroll.train.InterruptedRunException;

/**
 * The main job: prepares, trains, tests, and keeps the run directory, so that the same command
 * given again goes on where this one stopped.
 */
public final class TrainJob {
    private TrainJob() {}

    /**
     * Runs to the end.
     *
     * @param fresh whether an earlier run in the same directory is replaced
     * @param submission id that {@code status.json} carries; empty without a launcher that follows
     * @throws unroll.conf.ConfigurationException when the directory holds another run, or memory
     *     cannot suffice
     * @throws DataException when the data are missing or wrong, or not those of the run so far
     * @throws unroll.io.run.DirectoryInUseException when another run has the directory
     * @throws unroll.train.DivergedException when training diverged again and again
     * @throws InterruptedRunException when the JVM was told to end; what was trained is kept
     */
    public static void run(Configuration conf, boolean fresh, String submission, PrintStream out)
            throws IOException {
        long began = System.nanoTime();
        var path = conf.run().dir();
        var session = Sessions.open("unroll train " + path);
        var started = Duration.ofNanos(System.nanoTime() - began);
        try {
            var hadoop = session.sparkContext().hadoopConfiguration();
            var directory = RunPlace.open(path, hadoop);
            new Overlap(hadoop).with(conf).check(RunPlace.KEY, path);
            try (var lock = lock(conf, fresh, directory, session, out);
                    var progress = progress(out)) {
                progress.message(
                        "Spark %s on %s: started in %s"
                                .formatted(
                                        session.version(),
                                        session.sparkContext().master(),
                                        Figures.duration(started)));
                var status = new RunStatus(directory, submission);
                run(fresh, new Run(conf, session, directory, lock, status, progress, out, began));
            }
        } finally {
            session.stop();
        }
    }

    private static RunLock lock(
            Configuration conf,
            boolean fresh,
            RunDirectory directory,
            SparkSession session,
            PrintStream out)
            throws IOException {
        var application = session.sparkContext().applicationId();
        try {
            return RunLock.acquire(directory.store(), directory.path(), application, out::println);
        } catch (ConfigurationException e) {
            // That a run is finished can be told where nothing can be written.
            if (!directory.exists()
                    || directory.compare(ConfigurationWriter.tree(conf), fresh) != Rerun.FINISHED) {
                throw e;
            }
            return RunLock.none(directory.store(), directory.path());
        }
    }

    private static void run(boolean fresh, Run run) throws IOException {
        var status = run.status();
        try (var interruption = new Interruption(new Ends(status));
                var threads = new ThreadDeaths(run.session())) {
            try {
                run.directory().settle();
                var rerun = run.directory().compare(ConfigurationWriter.tree(run.conf()), fresh);
                if (rerun == Rerun.FRESH) {
                    run.directory().begin(run.described(run.conf(), "", Map.of()));
                    status.claim();
                }
                var message = new Training(run, interruption, rerun).run();
                status.end(Status.State.FINISHED, 0, message);
            } catch (Throwable e) { // Spark's own exceptions are checked, but nowhere declared
                throw ended(threads.cause(e), status, interruption);
            }
        }
    }

    /**
     * Writes down why a run has failed. What Spark throws once it is stopped is but the
     * interruption.
     */
    private static RuntimeException ended(
            Throwable thrown, RunStatus status, Interruption interruption) throws IOException {
        var cause = ExitCode.known(thrown);
        int code = ExitCode.of(cause);
        if (interruption.told() && code == 1) {
            cause =
                    new InterruptedRunException(
                            "interrupted; the same command goes on from the last checkpoint");
            code = ExitCode.INTERRUPTED;
        }
        var state = code == ExitCode.INTERRUPTED ? Status.State.INTERRUPTED : Status.State.FAILED;
        try {
            status.end(state, code, Causes.firstLine(cause));
        } catch (RuntimeException e) {
            cause.addSuppressed(e); // the status could not be written either
        }
        if (cause instanceof IOException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof RuntimeException e ? e : new SparkFailure(cause);
    }

    /** Writes down that the JVM ends in the middle of the run. */
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

    /** The launcher says how wide the terminal is, if the output goes to one. */
    private static Progress progress(PrintStream out) {
        var columns = System.getenv("UNROLL_COLUMNS");
        return columns != null && columns.matches("[1-9]\\d{0,3}")
                ? Progress.on(out, true, Integer.parseInt(columns))
                : Progress.on(out, false, 0);
    }

    /** What the steps of a run share. */
    record Run(
            Configuration conf,
            SparkSession session,
            RunDirectory directory,
            RunLock lock,
            RunStatus status,
            Progress progress,
            PrintStream out,
            long began) {

        /**
         * Does the work of a stage.
         *
         * @param where its data are; may be empty
         */
        <T, E extends Exception> T stage(String what, String where, JobName.Work<T, E> work)
                throws E {
            return Stage.run(session.sparkContext(), progress, what, where, work);
        }

        double seconds() {
            return (System.nanoTime() - began) / 1e9;
        }

        /** What {@code run.json} says of this run. */
        RunDirectory.Run described(
                Configuration complete, String fingerprint, Map<String, Object> vectors) {
            return new RunDirectory.Run(
                    ConfigurationWriter.tree(complete),
                    complete.run().seed(),
                    fingerprint,
                    versions(),
                    vectors);
        }

        Map<String, String> versions() {
            var versions = new TreeMap<String, String>();
            versions.put("unroll", unroll());
            versions.put("spark", session.version());
            versions.put("java", System.getProperty("java.version"));
            versions.put("tokenizer", Integer.toString(Words.VERSION));
            return versions;
        }

        private static String unroll() {
            var version = TrainJob.class.getPackage().getImplementationVersion();
            return version == null ? "unpackaged" : version;
        }
    }
}
