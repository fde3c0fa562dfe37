package unroll.conf.task;

/** The loss of a forecast's errors, in standard deviations of the target. */
public enum LossConf {
    SQUARED,
    ABSOLUTE,
    /** Squared up to one deviation, absolute beyond (Huber 1964). */
    HUBER,
    /** Cross-entropy of a yes or no: targets lie in [0, 1], and a probability is forecast. */
    BINARY,
    /** The pinball loss of several quantiles (Koenker and Bassett 1978). */
    QUANTILE
}
