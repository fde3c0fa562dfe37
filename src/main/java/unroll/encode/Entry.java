package unroll.encode;

import java.io.Serializable;
import java.util.Arrays;
import unroll.data.ContentHash;
import unroll.data.Example;
import unroll.data.Speller;

/** An encoded example before it is in its shard, ordered by its hash, then by its content. */
public final class Entry implements Comparable<Entry>, Serializable {
    private final long high;
    private final long low;
    private final int[] ids; // -1, -2, … for the first, second, … unseen word
    private final String[] unseen;
    private final float[] vectors;
    private final int[] classes;
    private final float[] values;
    private final int[] second;

    public Entry(ContentHash hash, Example example) {
        this(hash, example, new String[0]);
    }

    /**
     * @param example with ids -1, -2, … for the first, second, … unseen word
     * @param unseen words that are sent as text, since their letters are needed
     */
    public Entry(ContentHash hash, Example example, String[] unseen) {
        high = hash.high();
        low = hash.low();
        ids = example.ids();
        this.unseen = unseen;
        vectors = example.vectors();
        classes = example.classes();
        values = example.values();
        second = example.second();
    }

    public int shard(int shards) {
        return new ContentHash(high, low).shard(shards);
    }

    /** Returns the example of an entry without unseen words. */
    public Example example() {
        return new Example(ids, vectors, classes, values, second);
    }

    /** Returns the example with the ids that its words have in a shard. */
    public Example example(Speller speller) {
        var numbers =
                Arrays.stream(ids).map(id -> id < 0 ? speller.id(unseen[-1 - id]) : speller.id(id));
        return new Example(numbers.toArray(), vectors, classes, values, second);
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
            order = Arrays.compare(unseen, other.unseen);
        }
        if (order == 0) {
            order = Arrays.compare(vectors, other.vectors);
        }
        if (order == 0) {
            order = Arrays.compare(classes, other.classes);
        }
        if (order == 0) {
            order = Arrays.compare(values, other.values);
        }
        return order == 0 ? Arrays.compare(second, other.second) : order;
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
