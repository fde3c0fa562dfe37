package unroll.conf;

import java.io.Serializable;

/**
 * @param test the test part, null where there is none
 * @param shards number of shards that the training examples are hashed into, or {@link #AUTO}
 * @param maxRejected largest share of bad rows in a source, in [0, 1]
 * @param standardize whether vectors and target values, but for chances, are standardised
 */
public record DataConf(
        SourceConf train,
        SourceConf test,
        ValidationConf validation,
        int shards,
        double maxRejected,
        boolean standardize)
        implements Serializable {
    /** Chosen once the number of training examples is known. */
    public static final int AUTO = -1;

    DataConf withTrain(SourceConf source) {
        return new DataConf(source, test, validation, shards, maxRejected, standardize);
    }

    DataConf withShards(int number) {
        return new DataConf(train, test, validation, number, maxRejected, standardize);
    }
}
