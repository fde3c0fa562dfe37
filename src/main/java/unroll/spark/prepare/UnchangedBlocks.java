package unroll.spark.prepare;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import unroll.data.DataException;
import unroll.encode.row.RawBlock;
import unroll.encode.survey.Fingerprint;

/**
 * Compares blocks with the contents of their partitions when they were first read. Spark reads a
 * source again if it loses cached blocks; if the source has changed since, training would continue
 * with other data.
 */
public final class UnchangedBlocks implements Serializable {
    private final String source;
    private final Empty empty;
    private final String[] first; // by partition

    /** Creates an empty fingerprint. */
    interface Empty extends Supplier<Fingerprint>, Serializable {}

    private UnchangedBlocks(String source, Empty empty, List<String> first) {
        this.source = source;
        this.empty = empty;
        this.first = first.toArray(new String[0]);
    }

    /**
     * Returns the blocks, checked each time they are used.
     *
     * @param source for messages, such as {@code data.train: reviews.json}
     * @param first fingerprints by partition, of the first reading
     */
    static JavaRDD<RawBlock> check(
            JavaRDD<RawBlock> blocks, String source, Empty empty, List<String> first) {
        var unchanged = new UnchangedBlocks(source, empty, first);
        return blocks.mapPartitionsWithIndex(unchanged::check, true);
    }

    private Iterator<RawBlock> check(int partition, Iterator<RawBlock> blocks) {
        var found = empty.get();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (blocks.hasNext()) {
                    return true;
                }
                if (!found.value().equals(first[partition])) {
                    throw new DataException(
                            source
                                    + " has changed since this run read it: expected the same rows when reading again after cached data were lost, got others."
                                    + " Put the rows back and give the same command again, or start over with --fresh");
                }
                return false;
            }

            @Override
            public RawBlock next() {
                var block = blocks.next();
                found.add(block);
                return block;
            }
        };
    }
}
