package unroll.encode;

import java.util.Iterator;
import java.util.function.Function;

/** What a function makes of items, one at a time as they are asked for. */
public record Mapped<A, B>(Iterator<A> items, Function<A, B> function) implements Iterator<B> {
    @Override
    public boolean hasNext() {
        return items.hasNext();
    }

    @Override
    public B next() {
        return function.apply(items.next());
    }
}
