package unroll.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.OptionalInt;
import unroll.io.run.RunDirectory;
import unroll.io.run.Status;

/**
 * Keeps {@code status.json} up to date. Thread-safe. A command that is refused must not change the
 * status of the run that it found: before {@link #claim} nothing is written, or, if a launcher
 * waits for it, only next to that run.
 */
public final class RunStatus {
    /** Least time between two writes that report only progress, since object stores are slow. */
    private static final long NANOS = 5_000_000_000L;

    private final RunDirectory directory;
    private final String submission;
    private Status.State state = Status.State.PREPARING;
    private int epoch;
    private int round;
    private boolean claimed;
    private boolean ended;
    private long written;

    public RunStatus(RunDirectory directory, String submission) {
        this.directory = directory;
        this.submission = submission;
    }

    /** Makes the status of the directory that of this run. */
    public synchronized void claim() {
        claimed = true;
        write(OptionalInt.empty(), "");
        if (!submission.isEmpty()) {
            deleteUnclaimed();
        }
    }

    private void deleteUnclaimed() {
        try {
            directory.finishReplacement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rewrites the file after it was lost. */
    public synchronized void repeat() {
        write(OptionalInt.empty(), "");
    }

    /** Reports that the run has reached its next stage. */
    public synchronized void stage(Status.State next) {
        state = next;
        write(OptionalInt.empty(), "");
    }

    /**
     * Reports the progress of training.
     *
     * @param epoch from 1
     * @param round rounds done in it
     */
    public synchronized void at(int epoch, int round) {
        this.epoch = epoch;
        this.round = round;
        if (System.nanoTime() - written > NANOS) {
            write(OptionalInt.empty(), "");
        }
    }

    /** Reports the end of the run; nothing is written afterwards. */
    public synchronized void end(Status.State last, int exitCode, String message) {
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
