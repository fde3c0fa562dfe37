package unroll.spark.job;

/**
 * How a run ended.
 *
 * @param message one line for {@code status.json}
 * @param text the summary for a terminal; empty where there was nothing to do
 */
public record TrainResult(String message, String text) {}
