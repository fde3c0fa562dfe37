package unroll.cli.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import unroll.io.run.RunDirectory;
import unroll.io.run.RunLock;
import unroll.io.run.Status;
import unroll.message.Printable;
import unroll.train.ExitCode;

/** Reports how a submitted run stands, from its {@code status.json}, until it ends. */
final class ClusterFollower {
    /** Polls for a final status after spark-submit has ended: object stores may show it late. */
    private static final int GRACE = 10;

    /** Polls for a first status after a spark-submit that does not wait for the application. */
    private static final int START = 60;

    private final RunDirectory run;
    private final String submission;
    private final Duration between;
    private final PrintStream out;
    private String printed = "";

    /**
     * @param submission id of this submission: an earlier run in the same directory has another
     * @param between polls
     */
    ClusterFollower(RunDirectory run, String submission, Duration between, PrintStream out) {
        this.run = run;
        this.submission = submission;
        this.between = between;
        this.out = out;
    }

    /**
     * Follows until the run's own final status, or the end of {@code submitted} without one.
     *
     * @param submitted spark-submit, which waits for the application, unless a standalone master's
     *     REST port took it: then the run's lock tells whether it is still running
     * @return the run's exit code; 1 if it wrote none
     */
    int follow(Process submitted) {
        try {
            return poll(submitted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("no longer following; the run continues");
            return ExitCode.INTERRUPTED;
        }
    }

    private int poll(Process submitted) throws InterruptedException {
        boolean ended = false;
        int silent = 0; // polls since spark-submit has ended
        boolean seen = false;
        while (silent < (seen ? GRACE : START)) {
            if (ended) {
                silent++;
                Thread.sleep(between.toMillis());
            } else {
                ended = submitted.waitFor(between.toMillis(), TimeUnit.MILLISECONDS);
            }
            var status = status();
            status.ifPresent(this::print);
            if (status.isPresent() && status.get().exitCode().isPresent()) {
                submitted.waitFor(GRACE * between.toMillis(), TimeUnit.MILLISECONDS);
                submitted.destroy();
                return status.get().exitCode().getAsInt();
            }
            if (ended && submitted.exitValue() != 0 && status.isEmpty()) {
                break; // refused: there never was a run
            }
            if (ended && status.isPresent() && (!seen || goesOn())) {
                silent = 0;
            }
            seen |= status.isPresent();
        }
        out.println(
                "spark-submit ended with "
                        + submitted.exitValue()
                        + " and the run left no final status in "
                        + run.path()
                        + "/status.json: look at the driver's log");
        return ExitCode.UNEXPECTED;
    }

    /**
     * Returns the status of this submission, which is beside the run's until the submission holds
     * the directory.
     */
    private Optional<Status> status() {
        try {
            var status = run.status().filter(this::isMine);
            return status.isPresent() ? status : run.replacement().status().filter(this::isMine);
        } catch (IOException e) {
            // A file system that does not answer now may do so at the next poll; spark-submit's end
            // bounds it.
            return Optional.empty();
        }
    }

    private boolean isMine(Status status) {
        return status.submission().equals(submission);
    }

    private boolean goesOn() {
        try {
            return RunLock.held(run.store(), run.path());
        } catch (IOException e) {
            return false; // as long as the file system does not answer
        }
    }

    private void print(Status status) {
        var line =
                status.state().name().toLowerCase(Locale.ROOT)
                        + (status.epoch() > 0
                                ? ", epoch " + status.epoch() + ", round " + status.round()
                                : "")
                        + (status.message().isEmpty() ? "" : ": " + status.message());
        if (!line.equals(printed)) {
            printed = line;
            out.println(Printable.message(line));
            out.flush();
        }
    }
}
