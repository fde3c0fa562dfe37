package unroll.conf;

import java.io.Serializable;

/** Which average of the parameters of all steps is evaluated and exported in their place. */
public sealed interface AveragingConf extends Serializable {
    record None() implements AveragingConf {}

    /** Exponential moving average; a step counts {@code 1 - decay}. */
    record Ema(double decay) implements AveragingConf {}

    /**
     * Plain mean over all steps from the epoch on whose validation loss is no better than the best
     * one before the last {@code patience} epochs (NT-ASGD, Merity et al. 2018).
     */
    record Triggered(int patience) implements AveragingConf {}
}
