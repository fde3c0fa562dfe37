package unroll.task.decoding;

/** The words that may be written. */
@FunctionalInterface
public interface Constraint {
    /** Allows every word. */
    Constraint NONE = (example, before, word) -> true;

    /**
     * Returns whether a word may follow. At least one may.
     *
     * @param example number of the source in its shard
     * @param before what has been written
     * @param word id, or the mark that ends the text
     */
    boolean allows(int example, Hypothesis before, int word);
}
