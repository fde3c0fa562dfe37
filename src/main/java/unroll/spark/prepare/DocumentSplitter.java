package unroll.spark.prepare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.row.RawBlock;
import unroll.text.Vocabulary;

/**
 * Splits a part of a document into contiguous pieces of equal length, one for each shard. Each
 * includes the first word of the next, so that every word except the very first is predicted once.
 */
final class DocumentSplitter implements Serializable {
    private final long[][] starts; // words before each block, by partition
    private final long first;
    private final long length;
    private final int shards;

    /**
     * @param starts words before each block, by partition
     * @param first word of the part
     * @param length of the part, in words
     */
    DocumentSplitter(long[][] starts, long first, long length, int shards) {
        this.starts = starts;
        this.first = first;
        this.length = length;
        this.shards = shards;
    }

    JavaRDD<Shard> of(JavaRDD<RawBlock> blocks, Vocabulary vocabulary) {
        var shipped = JavaSparkContext.fromSparkContext(blocks.context()).broadcast(vocabulary);
        return blocks.mapPartitionsWithIndex(
                        (partition, some) -> {
                            var chunks = new ArrayList<Tuple2<Chunk, Boolean>>();
                            for (int i = 0; some.hasNext(); i++) {
                                var words = words(some.next(), shipped.value());
                                cut(words, starts[partition][i] - first, chunks);
                            }
                            return chunks.iterator();
                        },
                        false)
                .mapToPair(chunk -> chunk)
                .repartitionAndSortWithinPartitions(new ByPiece(shards))
                .mapPartitionsWithIndex(
                        (number, chunks) -> List.of(shard(number, chunks)).iterator(), true);
    }

    /** Returns all words of a block, each row with its end. */
    private static int[] words(RawBlock block, Vocabulary vocabulary) {
        var ids = block.words().stream().mapToInt(vocabulary::id).toArray();
        int end = vocabulary.id(Vocabulary.END);
        var words = new int[block.tokens() + block.examples()];
        int at = 0;
        for (int i = 0; i < block.examples(); i++) {
            for (int place : block.places(i)) {
                words[at++] = ids[place];
            }
            words[at++] = end;
        }
        return words;
    }

    /**
     * @param at position of the first word in the part; negative if it is before the part
     */
    private void cut(int[] words, long at, List<Tuple2<Chunk, Boolean>> into) {
        for (int s = 0; s < shards; s++) {
            long from = Math.max(at, length * s / shards);
            long to = Math.min(at + words.length, Math.min(length, length * (s + 1) / shards + 1));
            if (from < to) {
                var some = Arrays.copyOfRange(words, (int) (from - at), (int) (to - at));
                into.add(new Tuple2<>(new Chunk(s, from, some), true));
            }
        }
    }

    private static Shard shard(int number, Iterator<Tuple2<Chunk, Boolean>> chunks) {
        var words = new int[1024];
        int count = 0;
        while (chunks.hasNext()) {
            int[] more = chunks.next()._1().words;
            if (count + more.length > words.length) {
                words = Arrays.copyOf(words, Math.max(count + more.length, 2 * words.length));
            }
            System.arraycopy(more, 0, words, count, more.length);
            count += more.length;
        }
        if (count < 2) {
            return new Shard(number, List.of());
        }
        var blocks = new BlockBuilder(Schema.next(Field.words()));
        blocks.add(Example.words(Arrays.copyOf(words, count)));
        return new Shard(number, List.of(blocks.build()));
    }

    /** Words of a piece, sent to its shard. */
    private static final class Chunk implements Comparable<Chunk>, Serializable {
        private final int shard;
        private final long at;
        private final int[] words;

        Chunk(int shard, long at, int[] words) {
            this.shard = shard;
            this.at = at;
            this.words = words;
        }

        @Override
        public int compareTo(Chunk other) {
            return Long.compare(at, other.at);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Chunk chunk && at == chunk.at && shard == chunk.shard;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(at);
        }
    }

    private static final class ByPiece extends Partitioner {
        private final int shards;

        ByPiece(int shards) {
            this.shards = shards;
        }

        @Override
        public int numPartitions() {
            return shards;
        }

        @Override
        public int getPartition(Object key) {
            return ((Chunk) key).shard;
        }
    }
}
