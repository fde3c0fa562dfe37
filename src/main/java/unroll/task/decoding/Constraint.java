package unroll.task.decoding;

import java.util.function.IntPredicate;

/** The words that may be written. */
@FunctionalInterface
public interface Constraint {
    /** Allows every word. */
    Constraint NONE = (example, before) -> word -> true;

    /**
     * Returns the words that may follow, as ids or the mark that ends the text; at least one.
     *
     * @param example number of the source in its shard
     * @param before what has been written
     */
    IntPredicate after(int example, Hypothesis before);
}
