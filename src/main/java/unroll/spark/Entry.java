package unroll.spark;

import java.io.Serializable;
import java.util.Arrays;
import unroll.data.ContentHash;
import unroll.data.Example;

/** An encoded example on its way to its shard, ordered by its hash, then its content. */
final class Entry implements Comparable<Entry>, Serializable {
    private final long high;
    private final long low;
    private final int[] ids;
    private final float[] vectors;
    private final int[] classes;
    private final float[] values;

    Entry(ContentHash hash, Example example) {
        high = hash.high();
        low = hash.low();
        ids = example.ids();
        vectors = example.vectors();
        classes = example.classes();
        values = example.values();
    }

    int shard(int shards) {
        return new ContentHash(high, low).shard(shards);
    }

    Example example() {
        return new Example(ids, vectors, classes, values);
    }

    @Override
    public int compareTo(Entry other) {
        int order = Long.compare(high, other.high);
        if (order == 0) {
            order = Long.compare(low, other.low);
        }
        if (order == 0) {
            order = Arrays.compare(ids, other.ids);
        }
        if (order == 0) {
            order = Arrays.compare(vectors, other.vectors);
        }
        if (order == 0) {
            order = Arrays.compare(classes, other.classes);
        }
        return order == 0 ? Arrays.compare(values, other.values) : order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry && compareTo(entry) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ low);
    }
}
