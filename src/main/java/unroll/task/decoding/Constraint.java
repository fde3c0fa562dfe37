package unroll.task.decoding;

/** The words that may be written. */
@FunctionalInterface
public interface Constraint {
    /** Allows every word. */
    Constraint NONE = (example, before) -> word -> true;

    /**
     * Returns the words that may follow; at least one.
     *
     * @param example number of the source in its shard
     * @param before what has been written
     */
    Choice after(int example, Hypothesis before);

    /** The words that may follow a text. */
    @FunctionalInterface
    interface Choice {
        /**
         * @param word its id, or the mark that ends the text
         */
        boolean allows(int word);

        /**
         * Returns by what the log-probability of a word is multiplied, at least 1: more makes the
         * word rarer.
         */
        default double penalty(int word) {
            return 1;
        }
    }
}
