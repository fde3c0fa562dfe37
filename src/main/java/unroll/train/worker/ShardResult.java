package unroll.train.worker;

/**
 * The result of a shard's round, part by part. It reads the worker's memory, so it is valid until
 * the worker is closed.
 */
@FunctionalInterface
public interface ShardResult {
    /** Returns a copy of a part. Metrics and sums are in the first. */
    Update of(Part part);
}
