package unroll.spark;

import java.io.Serializable;

/** How much a shard holds. */
public record ShardSize(int examples, long tokens) implements Serializable {}
