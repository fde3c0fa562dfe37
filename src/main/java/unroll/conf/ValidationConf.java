package unroll.conf;

import java.io.Serializable;

/** Where the validation examples come from. */
public sealed interface ValidationConf extends Serializable {
    /** A share of the training source in [0, 1), chosen by a hash of the content. */
    record Share(double share) implements ValidationConf {}

    /** A source of its own. */
    record Source(SourceConf source) implements ValidationConf {}
}
