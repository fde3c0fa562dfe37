package unroll.data;

import unroll.nn.batch.Batch;

/** The batches of one pass over a shard, in their order. Not for two threads. */
public interface Plan {
    int batches();

    /** Writes a batch. */
    void fill(int batch, Batch into);

    /**
     * Batches to be read, without learning, before one that goes on from the batch before it is the
     * first that a worker sees.
     */
    default int leads(int batch) {
        return 0;
    }

    /** Writes one of the {@link #leads} of a batch, counted from 0. */
    default void fillLead(int batch, int lead, Batch into) {
        throw new IllegalArgumentException("batch " + batch + " needs nothing before it");
    }
}
