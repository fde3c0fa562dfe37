package unroll.spark;

import java.io.Serializable;
import unroll.data.Shard;

/**
 * How much a shard holds.
 *
 * @param spelling bytes that tell how its words are spelt
 * @param grams letter n-grams of its distinct words
 */
public record ShardSize(int examples, long tokens, long spelling, long grams)
        implements Serializable {
    static ShardSize of(Shard shard) {
        var spelling = shard.spelling();
        return new ShardSize(shard.examples(), shard.tokens(), spelling.bytes(), spelling.grams());
    }
}
