package unroll.io.run;

import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The state of a run, as in {@code status.json}. It is read by whoever follows a run that it did
 * not start, such as a launcher in cluster mode or a scheduler.
 *
 * @param exitCode present once the run has ended
 * @param message one line for the user
 * @param submission id given by the launcher, which distinguishes this run's status from an earlier
 *     one's; empty without a launcher
 * @param epoch being trained, from 1; 0 before the first
 * @param round rounds done
 * @param heartbeat when this was written
 */
public record Status(
        State state,
        OptionalInt exitCode,
        String message,
        String submission,
        int epoch,
        int round,
        Instant heartbeat) {

    /** The stages of a run; the last three are final. */
    public enum State {
        PREPARING,
        TRAINING,
        EVALUATING,
        FINISHED,
        FAILED,
        INTERRUPTED;

        /** Returns the name used in the file. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
