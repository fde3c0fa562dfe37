package unroll.conf;

import java.io.Serializable;

/**
 * @param maxSkipped largest share of a round's batches with a loss or gradient that is not finite
 * @param retries rounds that are thrown away, with half the rate, before the run gives up
 */
public record DivergenceConf(double maxSkipped, int retries) implements Serializable {}
