package unroll.data;

import java.io.Serializable;

/**
 * The size of a shard.
 *
 * @param words distinct ones
 * @param spelling bytes that tell how its words are spelt
 * @param grams letter n-grams of its distinct words
 * @param alignments most steps times labels of an example, with the blanks around them
 */
public record ShardSize(
        int examples, long tokens, int words, long spelling, long grams, long alignments)
        implements Serializable {
    public static ShardSize of(Shard shard) {
        var spelling = shard.spelling();
        long alignments = 0;
        for (int i = 0; i < shard.examples(); i++) {
            int labels = shard.labels(i).length;
            alignments =
                    Math.max(alignments, labels == 0 ? 0 : shard.length(i) * (2L * labels + 1));
        }
        return new ShardSize(
                shard.examples(),
                shard.tokens(),
                shard.distinctWords(),
                spelling.bytes(),
                spelling.grams(),
                alignments);
    }
}
