package unroll.predict;

import java.util.ArrayList;
import java.util.List;
import unroll.data.Example;

/**
 * Items that are scored together: some thousands, so that similar lengths share a batch, but fewer
 * if they are large.
 */
public final class ScoringWindow<T> {
    private static final int ITEMS = 4096;
    private static final int NUMBERS = 1_000_000; // words, or numbers of vectors

    private final List<T> items = new ArrayList<>();
    private long numbers;

    /** Adds an item that is not scored. */
    void add(T item) {
        items.add(item);
    }

    /**
     * Adds an item.
     *
     * @param example what is scored
     * @param more numbers or words that are kept of the item beside the example
     */
    public void add(T item, Example example, int more) {
        items.add(item);
        numbers += (long) example.ids().length + example.vectors().length + more;
    }

    /** Returns whether the items are to be scored before others are added. */
    public boolean full() {
        return items.size() >= ITEMS || numbers >= NUMBERS;
    }

    /** Returns the items in their order. */
    public List<T> items() {
        return items;
    }

    /** Begins another window. */
    public void clear() {
        items.clear();
        numbers = 0;
    }
}
