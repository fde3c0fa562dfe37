package unroll.spark;

import org.apache.spark.Partitioner;

/** Sends each {@link Entry} to the partition of its shard. */
final class ShardPartitioner extends Partitioner {
    private final int shards;

    ShardPartitioner(int shards) {
        this.shards = shards;
    }

    @Override
    public int numPartitions() {
        return shards;
    }

    @Override
    public int getPartition(Object entry) {
        return ((Entry) entry).shard(shards);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShardPartitioner partitioner && partitioner.shards == shards;
    }

    @Override
    public int hashCode() {
        return shards;
    }
}
