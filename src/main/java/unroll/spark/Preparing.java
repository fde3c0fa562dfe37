package unroll.spark;

import unroll.task.Codec;

/** From a task's sources to cached shards, in two stages: opened, they have been read once. */
interface Preparing extends AutoCloseable {
    /** Stands for the training and validation examples, whatever their order and files. */
    String fingerprint();

    /** What the training part says of other rows: labels, widths and scales, but no words. */
    Codec known();

    /** Learns the codec, then encodes and caches the shards. */
    Prepared shards();

    @Override
    void close();
}
