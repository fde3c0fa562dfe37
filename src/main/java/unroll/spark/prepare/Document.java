package unroll.spark.prepare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.encode.row.RawBlock;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.encode.survey.Fingerprint;
import unroll.encode.survey.WordCount;
import unroll.spark.source.RowRecords;
import unroll.spark.source.Sources;
import unroll.text.BytePairMerges;
import unroll.text.Limit;
import unroll.text.Vocabulary;

/**
 * A long text whose rows have an order, read once. Each row ends with the word {@link
 * Vocabulary#END}. Nothing depends on the division of the rows into partitions.
 */
public final class Document implements AutoCloseable {
    /** The base of the polynomial hash of a sequence of rows; odd. */
    private static final long BASE = 0x9E3779B97F4A7C15L;

    private final JavaRDD<RawBlock> cached; // in order
    private final JavaRDD<RawBlock> blocks; // the same, checked
    private final List<Extent> extents; // of the blocks, in order
    private final String source;

    /**
     * The size and the hash of a block.
     *
     * @param hash of its rows in their order
     * @param power {@link #BASE} to the number of its rows
     * @param ends number of words up to each row's end, [rows]
     */
    private record Extent(
            int partition, long hash, long power, int[] ends, TreeMap<Reason, Long> rejected)
            implements Serializable {
        long rows() {
            return ends.length;
        }

        long words() {
            return ends.length == 0 ? 0 : ends[ends.length - 1];
        }
    }

    private Document(JavaRDD<RawBlock> cached, String source) {
        this.cached = cached;
        this.source = source;
        extents =
                cached.mapPartitionsWithIndex(
                                (partition, some) -> {
                                    var found = new ArrayList<Extent>();
                                    some.forEachRemaining(
                                            block -> found.add(extent(partition, block)));
                                    return found.iterator();
                                },
                                true)
                        .collect();
        blocks = UnchangedBlocks.check(cached, source, Ordered::new, fingerprints());
    }

    /** A fingerprint of rows in their order and of their division into blocks. */
    private static final class Ordered implements Fingerprint {
        private long hash;

        @Override
        public void add(RawBlock block) {
            add(extent(0, block));
        }

        void add(Extent extent) {
            hash = hash * BASE + extent.hash();
            hash = hash * BASE + extent.rows();
            hash = hash * BASE + extent.words();
        }

        @Override
        public String value() {
            return Long.toHexString(hash);
        }
    }

    /** Returns the fingerprints by partition. */
    private List<String> fingerprints() {
        var partitions = new ArrayList<Ordered>();
        for (int p = 0; p < cached.getNumPartitions(); p++) {
            partitions.add(new Ordered());
        }
        extents.forEach(extent -> partitions.get(extent.partition()).add(extent));
        return partitions.stream().map(Ordered::value).toList();
    }

    /**
     * Reads rows of {@link Sources#document}.
     *
     * @param rows in their order
     * @param source for messages, such as {@code data.train: novel.txt}
     */
    public static Document read(JavaRDD<Row> rows, Configuration conf, String source) {
        var columns = new RecordReader.Columns(conf.text().whole(), true, RowTarget.NONE, 0);
        long seed = conf.run().seed();
        return new Document(
                rows.mapPartitions(some -> RawBlock.read(RowRecords.of(some), columns, seed))
                        .setName("blocks")
                        .persist(StorageLevel.MEMORY_AND_DISK()),
                source);
    }

    /** Returns the same rows with their words cut into pieces. */
    public Document split(BytePairMerges merges) {
        if (!merges.splits()) {
            return this;
        }
        var pieces = blocks.map(block -> block.split(merges::split, Limit.NONE));
        return new Document(pieces, source);
    }

    private static Extent extent(int partition, RawBlock block) {
        long hash = 0;
        long power = 1;
        var ends = new int[block.examples()];
        for (int i = 0; i < block.examples(); i++) {
            hash = hash * BASE + block.hash(i).high();
            power *= BASE;
            ends[i] = (i == 0 ? 0 : ends[i - 1]) + block.length(i) + 1;
        }
        var rejected = new TreeMap<Reason, Long>();
        block.rejected().forEach(bad -> rejected.merge(bad.reason(), 1L, Long::sum));
        return new Extent(partition, hash, power, ends, rejected);
    }

    /** Returns the number of good rows. */
    public long rows() {
        return extents.stream().mapToLong(extent -> extent.ends().length).sum();
    }

    /** Returns a fingerprint of the rows in their order. */
    String fingerprint() {
        long hash = 0;
        for (var extent : extents) {
            hash = hash * extent.power() + extent.hash();
        }
        return String.format(Locale.ROOT, "%d-%016x", rows(), hash);
    }

    public void reject(String part, Rejections rejections) {
        var counts = new TreeMap<Reason, Long>();
        extents.forEach(
                extent ->
                        extent.rejected()
                                .forEach((reason, n) -> counts.merge(reason, n, Long::sum)));
        rejections.add(part, counts, rows(), blocks.flatMap(block -> block.rejected().iterator()));
    }

    /**
     * Counts the words of the rows before one.
     *
     * @param to row after the last
     */
    JavaRDD<WordCount> counts(long to) {
        var from = firsts(Extent::rows);
        return blocks.mapPartitionsWithIndex(
                (partition, some) -> {
                    var counts = new ArrayList<WordCount>();
                    for (int i = 0; some.hasNext(); i++) {
                        int rows =
                                (int)
                                        Math.max(
                                                0,
                                                Math.min(
                                                        Integer.MAX_VALUE,
                                                        to - from[partition][i]));
                        count(some.next(), rows, counts);
                    }
                    return counts.iterator();
                },
                false);
    }

    private static void count(RawBlock block, int rows, List<WordCount> into) {
        into.addAll(WordCount.of(block, i -> i < rows));
        int ends = Math.min(rows, block.examples());
        if (ends > 0) {
            into.add(new WordCount(Vocabulary.END, ends));
        }
    }

    /** Returns for each block the sum of a number over the blocks before it, by partition. */
    private long[][] firsts(ToLongFunction<Extent> number) {
        var firsts = new long[blocks.getNumPartitions()][];
        var lists = new ArrayList<List<Long>>();
        for (int p = 0; p < firsts.length; p++) {
            lists.add(new ArrayList<>());
        }
        long sum = 0;
        for (var extent : extents) {
            lists.get(extent.partition()).add(sum);
            sum += number.applyAsLong(extent);
        }
        for (int p = 0; p < firsts.length; p++) {
            firsts[p] = lists.get(p).stream().mapToLong(Long::longValue).toArray();
        }
        return firsts;
    }

    /** Returns the number of words before a row. */
    long wordsBefore(long row) {
        long rows = 0;
        long words = 0;
        for (var extent : extents) {
            if (row <= rows + extent.ends().length) {
                return words + (row == rows ? 0 : extent.ends()[(int) (row - rows) - 1]);
            }
            rows += extent.ends().length;
            words += extent.words();
        }
        return words;
    }

    /**
     * Returns rows as contiguous pieces of equal length, one for each shard.
     *
     * @param from first row
     * @param to row after the last
     * @throws IllegalArgumentException if the number of shards has not been chosen yet
     */
    public JavaRDD<Shard> pieces(long from, long to, Vocabulary vocabulary, int shards) {
        if (shards < 1) {
            throw new IllegalArgumentException("expected one shard or more, got " + shards);
        }
        long first = wordsBefore(from);
        return new DocumentSplitter(firsts(Extent::words), first, wordsBefore(to) - first, shards)
                .of(blocks, vocabulary);
    }

    @Override
    public void close() {
        cached.unpersist(false);
    }
}
