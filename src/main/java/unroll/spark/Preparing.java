package unroll.spark;

/** From a task's sources to cached shards, in two stages: opened, they have been read once. */
interface Preparing extends AutoCloseable {
    /** Stands for the training and validation examples, whatever their order and files. */
    String fingerprint();

    /** Learns the codec, then encodes and caches the shards. */
    Prepared shards();

    @Override
    void close();
}
