package unroll.spark.prepare;

import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import unroll.encode.Entry;

/** Sends each {@link Entry} to the partition of its shard. */
public final class ShardPartitioner extends Partitioner {
    private final int shards;

    /** Returns the entries of each shard in their order, shard i in partition i. */
    public static JavaRDD<Entry> sorted(JavaRDD<Entry> entries, int shards) {
        return entries.mapToPair(entry -> new Tuple2<>(entry, true))
                .repartitionAndSortWithinPartitions(new ShardPartitioner(shards))
                .keys();
    }

    private ShardPartitioner(int shards) {
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
