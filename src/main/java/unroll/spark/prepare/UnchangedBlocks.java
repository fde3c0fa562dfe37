package unroll.spark.prepare;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import unroll.data.DataException;
import unroll.encode.Fingerprint;
import unroll.encode.RawBlock;

/**
 * Compares drafts with what their partitions held when they were first read. Spark reads a source
 * again when it loses what it has cached; if the source has changed in between, training would go
 * on with other data.
 */
public final class UnchangedBlocks implements Serializable {
    private final String source;
    private final Empty empty;
    private final String[] first; // by partition

    /** A fingerprint before any draft. */
    interface Empty extends Supplier<Fingerprint>, Serializable {}

    private UnchangedBlocks(String source, Empty empty, List<String> first) {
        this.source = source;
        this.empty = empty;
        this.first = first.toArray(new String[0]);
    }

    /**
     * Returns the drafts, checked each time they are used.
     *
     * @param source for messages, such as {@code data.train: reviews.json}
     * @param first fingerprints by partition, from when they were first read
     */
    static JavaRDD<RawBlock> check(
            JavaRDD<RawBlock> drafts, String source, Empty empty, List<String> first) {
        var unchanged = new UnchangedBlocks(source, empty, first);
        return drafts.mapPartitionsWithIndex(unchanged::check, true);
    }

    private Iterator<RawBlock> check(int partition, Iterator<RawBlock> drafts) {
        var found = empty.get();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (drafts.hasNext()) {
                    return true;
                }
                if (!found.value().equals(first[partition])) {
                    throw new DataException(
                            source
                                    + " has changed since this run read it: expected the same rows when reading again after cached data were lost, got others."
                                    + " Put the rows back and give the same command again, or start anew with --fresh");
                }
                return false;
            }

            @Override
            public RawBlock next() {
                var draft = drafts.next();
                found.add(draft);
                return draft;
            }
        };
    }
}
