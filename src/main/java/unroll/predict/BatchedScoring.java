package unroll.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import unroll.task.ModelInput;

/**
 * Scores the items of a partition, some thousands at a time so that similar lengths share a batch,
 * and returns them in their order.
 */
public final class BatchedScoring<T, S> implements Iterator<BatchedScoring.Scored<T, S>> {
    private final Iterator<T> items;
    private final Function<T, ModelInput> inputs;
    private final Function<List<ModelInput>, List<S>> scoring;
    private final int kept;
    private final Queue<Scored<T, S>> ready = new ArrayDeque<>();

    /**
     * @param scores the item's scores; null if it could not be scored
     */
    public record Scored<T, S>(T item, S scores) {}

    /**
     * @param inputs converts an item to an input; null if it cannot be scored
     */
    public BatchedScoring(
            Iterator<T> items,
            Function<T, ModelInput> inputs,
            Function<List<ModelInput>, List<S>> scoring) {
        this(items, inputs, scoring, 0);
    }

    /**
     * @param kept how many numbers of each item's scores are kept, if there may be many
     */
    public BatchedScoring(
            Iterator<T> items,
            Function<T, ModelInput> inputs,
            Function<List<ModelInput>, List<S>> scoring,
            int kept) {
        this.kept = kept;
        this.items = items;
        this.inputs = inputs;
        this.scoring = scoring;
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || items.hasNext();
    }

    @Override
    public Scored<T, S> next() {
        if (ready.isEmpty()) {
            fill();
        }
        return ready.remove();
    }

    private void fill() {
        if (!items.hasNext()) {
            throw new NoSuchElementException();
        }
        var window = new ScoringWindow<T>();
        var asked = new ArrayList<ModelInput>();
        var places = new ArrayList<Integer>(); // in asked, or -1
        while (items.hasNext() && !window.full()) {
            var item = items.next();
            var input = inputs.apply(item);
            places.add(input != null ? asked.size() : -1);
            if (input == null) {
                window.add(item);
            } else {
                window.add(item, input.example(), kept);
                asked.add(input);
            }
        }
        var scores = scoring.apply(asked);
        for (int i = 0; i < places.size(); i++) {
            int place = places.get(i);
            ready.add(new Scored<>(window.items().get(i), place < 0 ? null : scores.get(place)));
        }
    }
}
