package unroll.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import unroll.task.Question;

/**
 * Scores the items of a partition, some thousands at a time so that similar lengths share a batch,
 * and returns them in their order.
 */
public final class Windows<T, S> implements Iterator<Windows.Scored<T, S>> {
    private static final int ITEMS = 4096;
    private static final int NUMBERS = 1_000_000; // words, or numbers of vectors and scores

    private final Iterator<T> items;
    private final Function<T, Question> questions;
    private final Function<List<Question>, List<S>> scoring;
    private final int kept;
    private final Queue<Scored<T, S>> ready = new ArrayDeque<>();

    /**
     * @param scores the item's scores; null if it could not be scored
     */
    public record Scored<T, S>(T item, S scores) {}

    /**
     * @param questions converts an item to a question; null if it cannot be scored
     */
    public Windows(
            Iterator<T> items,
            Function<T, Question> questions,
            Function<List<Question>, List<S>> scoring) {
        this(items, questions, scoring, 0);
    }

    /**
     * @param kept how many numbers of each item's scores are kept, if there may be many
     */
    public Windows(
            Iterator<T> items,
            Function<T, Question> questions,
            Function<List<Question>, List<S>> scoring,
            int kept) {
        this.kept = kept;
        this.items = items;
        this.questions = questions;
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
        var window = new ArrayList<T>();
        var asked = new ArrayList<Question>();
        var places = new ArrayList<Integer>(); // in asked, or -1
        for (int numbers = 0; items.hasNext() && window.size() < ITEMS && numbers < NUMBERS; ) {
            var item = items.next();
            var question = questions.apply(item);
            window.add(item);
            places.add(question != null ? asked.size() : -1);
            if (question != null) {
                asked.add(question);
                var example = question.example();
                numbers += example.ids().length + example.vectors().length + kept;
            }
        }
        var scores = scoring.apply(asked);
        for (int i = 0; i < window.size(); i++) {
            ready.add(
                    new Scored<>(
                            window.get(i), places.get(i) < 0 ? null : scores.get(places.get(i))));
        }
    }
}
