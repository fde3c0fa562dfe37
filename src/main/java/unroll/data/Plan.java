package unroll.data;

import unroll.nn.batch.Batch;

/** The batches of one pass over a shard, in order. Not thread-safe. */
public interface Plan {
    int batches();

    /** Writes a batch. */
    void fill(int batch, Batch into);

    /**
     * Returns the number of batches that a worker reads without learning if it begins with a batch
     * that continues another: they rebuild the state before it.
     */
    default int warmUps(int batch) {
        return 0;
    }

    /** Writes one of the {@link #warmUps} of a batch, numbered from 0. */
    default void fillWarmUp(int batch, int warmUp, Batch into) {
        throw new IllegalArgumentException("batch " + batch + " has no warm-up");
    }
}
