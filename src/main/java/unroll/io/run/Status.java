package unroll.io.run;

import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How a run stands: what {@code status.json} holds. Whoever follows a run that it did not start (a
 * launcher in cluster mode, a scheduler) reads it.
 *
 * @param exitCode present once the run has ended
 * @param message one line for the user
 * @param submission id that the launcher gave this submission, so that an earlier run's status is
 *     not taken for this one's; empty without a launcher
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

        /** As in the file. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
