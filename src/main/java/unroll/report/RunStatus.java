package unroll.report;

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
public final class RunStatus {
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

    public RunStatus(RunDirectory directory, String submission) {
        this.directory = directory;
        this.submission = submission;
    }

    /** Makes the directory's status that of this run. */
    public synchronized void claim() {
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

    /** Writes the file again, which was lost. */
    public synchronized void repeat() {
        write(OptionalInt.empty(), "");
    }

    /** Tells that the run has come to its next stage. */
    public synchronized void stage(Status.State next) {
        state = next;
        write(OptionalInt.empty(), "");
    }

    /**
     * Tells how far training is.
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

    /** Tells that the run has ended; nothing is written later. */
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
