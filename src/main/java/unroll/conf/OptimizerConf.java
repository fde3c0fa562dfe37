package unroll.conf;

import java.io.Serializable;

/** The optimiser's rule and its settings. */
public sealed interface OptimizerConf extends Serializable {
    double rate();

    record Sgd(double rate) implements OptimizerConf {}

    record Adam(double rate, double beta1, double beta2, double epsilon) implements OptimizerConf {}
}
