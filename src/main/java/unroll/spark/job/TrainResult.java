package unroll.spark.job;

/**
 * The result of a run.
 *
 * @param message one line for {@code status.json}
 * @param text the summary for a terminal; empty if there was nothing to do
 */
public record TrainResult(String message, String text) {}
