package unroll.encode;

import java.util.Iterator;
import java.util.function.Function;

/** An iterator that applies a function to the items of another, one at a time. */
public record MappedIterator<A, B>(Iterator<A> items, Function<A, B> function)
        implements Iterator<B> {
    @Override
    public boolean hasNext() {
        return items.hasNext();
    }

    @Override
    public B next() {
        return function.apply(items.next());
    }
}
