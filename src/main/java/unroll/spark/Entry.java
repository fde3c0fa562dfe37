package unroll.spark;

import java.io.Serializable;
import java.util.Arrays;
import unroll.data.ContentHash;
import unroll.data.Example;
import unroll.data.Speller;

/** An encoded example on its way to its shard, ordered by its hash, then its content. */
final class Entry implements Comparable<Entry>, Serializable {
    private final long high;
    private final long low;
    private final int target;
    private final int[] ids; // -1, -2, … for the first, second, … unseen word
    private final String[] unseen;

    Entry(ContentHash hash, int[] ids, int target) {
        this(hash, ids, new String[0], target);
    }

    /**
     * @param unseen words that travel as they are, since their letters are needed
     */
    Entry(ContentHash hash, int[] ids, String[] unseen, int target) {
        this.unseen = unseen;
        high = hash.high();
        low = hash.low();
        this.ids = ids;
        this.target = target;
    }

    int shard(int shards) {
        return new ContentHash(high, low).shard(shards);
    }

    Example example() {
        return new Example(ids, target);
    }

    /** With the ids that its words have among those of a shard. */
    Example example(Speller speller) {
        var numbers =
                Arrays.stream(ids).map(id -> id < 0 ? speller.id(unseen[-1 - id]) : speller.id(id));
        return new Example(numbers.toArray(), target);
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
        return order == 0 ? Integer.compare(target, other.target) : order;
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
