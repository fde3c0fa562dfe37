package unroll.conf;

import java.io.Serializable;

/** What the network is given of a word. Several stand side by side. */
public sealed interface InputConf extends Serializable {

    /**
     * A vector for each known word and each bucket of unknown ones.
     *
     * @param width of a vector
     */
    record Words(int width, VectorsConf vectors) implements InputConf {
        /** Vectors that start at random and learn from the first step. */
        public static Words random(int width) {
            return new Words(width, new VectorsConf.Random());
        }
    }

    /** A one at the word's place: the first layer's input matrix is looked up. Stands alone. */
    record OneHot() implements InputConf {}

    /**
     * The sum of the vectors of a word's letter n-grams, which are hashed to buckets.
     *
     * @param width of a vector
     * @param shortest letters of an n-gram, the marks of a word's start and end included
     * @param longest letters of an n-gram
     * @param words whether each known word adds a vector of its own
     */
    record Letters(int width, int shortest, int longest, int buckets, boolean words)
            implements InputConf {}
}
