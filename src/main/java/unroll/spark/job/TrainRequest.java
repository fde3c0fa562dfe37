package unroll.spark.job;

import unroll.conf.Configuration;

/**
 * A request for a run.
 *
 * @param fresh whether an earlier run in the same directory is replaced
 * @param submission id written to {@code status.json}; empty without a launcher that waits for it
 * @param began {@link System#nanoTime} at which the command began
 * @param ownsSession whether the session was opened for this run, so that it may be stopped if one
 *     of its threads dies
 */
public record TrainRequest(
        Configuration conf, boolean fresh, String submission, long began, boolean ownsSession) {
    /** Creates the request of a program that has a session. */
    public static TrainRequest ofProgram(Configuration conf) {
        return new TrainRequest(conf, false, "", System.nanoTime(), false);
    }
}
