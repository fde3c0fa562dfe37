package unroll.nn.input;

import unroll.math.Allocator;

/** Finds the features of a sequence of words, such as its n-grams. Immutable. */
public interface FeatureFinder {
    /** Returns the number of all features. */
    int features();

    /** Returns the maximum number of features of a sequence for each of its words. */
    int perWord();

    /**
     * Opens a search.
     *
     * @param words maximum number of words of a sequence
     */
    Search open(Allocator allocator, int words);

    /** A search with its buffers. */
    interface Search {
        /**
         * Writes the distinct features of a sequence, each once.
         *
         * @param words ids of the sequence, the first {@code count} elements
         * @param features written from {@code at}
         * @return number of features
         */
        int find(int[] words, int count, int[] features, int at);
    }
}
