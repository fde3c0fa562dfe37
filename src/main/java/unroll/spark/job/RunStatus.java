package unroll.spark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.OptionalInt;
import unroll.io.run.RunDirectory;
import unroll.io.run.Status;

/**
 * Keeps {@code status.json} up to date; for several threads. A command that is refused must leave
 * the status of the run that it found: before {@link #claim} nothing is written, or, where a
 * launcher waits for it, beside that run.
 */
final class RunStatus {
    /** Time between two writings that tell of nothing but progress: object stores are slow. */
    private static final long NANOS = 5_000_000_000L;

    private final RunDirectory directory;
    private final String submission;
    private Status.State state = Status.State.PREPARING;
    private int epoch;
    private int round;
    private boolean claimed;
    private boolean ended;
    private long written;

    RunStatus(RunDirectory directory, String submission) {
        this.directory = directory;
        this.submission = submission;
    }

    /** The directory's run is this one: from now on its status is. */
    synchronized void claim() {
        claimed = true;
        write(OptionalInt.empty(), "");
        if (!submission.isEmpty()) {
            deleteUnclaimed();
        }
    }

    private void deleteUnclaimed() {
        try {
            directory.settle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file was lost. */
    synchronized void repeat() {
        write(OptionalInt.empty(), "");
    }

    /** The run has come to its next stage. */
    synchronized void stage(Status.State next) {
        state = next;
        write(OptionalInt.empty(), "");
    }

    /**
     * The run has come so far.
     *
     * @param epoch from 1
     * @param round rounds done in it
     */
    synchronized void at(int epoch, int round) {
        this.epoch = epoch;
        this.round = round;
        if (System.nanoTime() - written > NANOS) {
            write(OptionalInt.empty(), "");
        }
    }

    /** The run has ended; what is said later is not heard. */
    synchronized void end(Status.State last, int exitCode, String message) {
        if (!ended) {
            state = last;
            write(OptionalInt.of(exitCode), message);
            ended = true;
        }
    }

    private void write(OptionalInt exitCode, String message) {
        if (ended || (!claimed && submission.isEmpty())) {
            return;
        }
        try {
            (claimed ? directory : directory.replacement())
                    .writeStatus(
                            new Status(
                                    state,
                                    exitCode,
                                    message,
                                    submission,
                                    epoch,
                                    round,
                                    Instant.now()));
            written = System.nanoTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
