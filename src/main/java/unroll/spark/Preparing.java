package unroll.spark;

import unroll.task.Codec;

/** From a task's sources to cached shards, in two stages: opened, they have been read once. */
interface Preparing extends AutoCloseable {
    /** Stands for the training and validation examples, whatever their order and files. */
    String fingerprint();

    /** What the training part says of other rows: labels, widths and scales, but no words. */
    Codec known();

    /** Batches that the training part makes in an epoch if it is one shard, about. */
    long batches();

    /** Learns the codec, then encodes and caches so many shards. */
    Prepared shards(int number);

    @Override
    void close();
}
