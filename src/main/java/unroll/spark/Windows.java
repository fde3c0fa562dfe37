package unroll.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import unroll.task.Scorer;

/**
 * Scores what a partition holds, some thousands of items at a time so that like lengths meet in a
 * batch, and gives them back in their order.
 */
final class Windows<T> implements Iterator<Windows.Scored<T>> {
    private static final int ITEMS = 4096;
    private static final int TOKENS = 1_000_000;
    private static final float[] NONE = {};

    private final Iterator<T> items;
    private final Function<T, int[]> ids;
    private final Scorer scorer;
    private final Queue<Scored<T>> ready = new ArrayDeque<>();

    /**
     * @param probabilities of the classes; none where the item has no ids
     */
    record Scored<T>(T item, float[] probabilities) {}

    /**
     * @param ids of an item; none where it cannot be scored
     */
    Windows(Iterator<T> items, Function<T, int[]> ids, Scorer scorer) {
        this.items = items;
        this.ids = ids;
        this.scorer = scorer;
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || items.hasNext();
    }

    @Override
    public Scored<T> next() {
        if (ready.isEmpty()) {
            fill();
        }
        return ready.remove();
    }

    private void fill() {
        if (!items.hasNext()) {
            throw new NoSuchElementException();
        }
        var window = new ArrayList<T>();
        var sequences = new ArrayList<int[]>();
        var places = new ArrayList<Integer>(); // in sequences, or -1
        for (int tokens = 0; items.hasNext() && window.size() < ITEMS && tokens < TOKENS; ) {
            var item = items.next();
            var sequence = ids.apply(item);
            window.add(item);
            places.add(sequence.length > 0 ? sequences.size() : -1);
            if (sequence.length > 0) {
                sequences.add(sequence);
                tokens += sequence.length;
            }
        }
        var scores = scorer.score(sequences);
        for (int i = 0; i < window.size(); i++) {
            ready.add(
                    new Scored<>(
                            window.get(i), places.get(i) < 0 ? NONE : scores.get(places.get(i))));
        }
    }
}
