package unroll.nn.input;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.batch.RowSet;
import unroll.nn.batch.Spelling;

/** Some columns of the vectors of words: immutable. */
public interface EmbeddingPart {
    int columns();

    /**
     * Returns the number of words whose vectors can differ from each other; {@code
     * Integer.MAX_VALUE} without limit.
     */
    int words();

    /** Opens the part with its buffers. */
    Rows open(Kernels kernels, Allocator allocator);

    /** A part with its buffers. One without by-row parameters has no rows in use. */
    interface Rows {
        /** Returns the rows in use since the last {@link #clear}, one set a by-row parameter. */
        default List<RowSet> used() {
            return List.of();
        }

        /** Prepares for the rows of a batch. */
        default void clear() {}

        /** Adds the rows that a word's columns are read from to those in use. */
        default void use(Spelling spelling, int word) {}

        /** Prepares {@link #forward} for parameters. */
        default void prepare(float[] theta) {}

        /**
         * Assigns a word's columns.
         *
         * @param value from {@code at}
         */
        void forward(float[] theta, Spelling spelling, int word, float[] value, int at);

        /**
         * Prepares for {@link #backward}.
         *
         * @param gradient [parameters], changed where it is dense
         */
        default void startBackward(float[] gradient) {}

        /**
         * Adds the gradient of a word's columns to that of its parameters.
         *
         * @param dValue from {@code at}. Not modified
         */
        void backward(float[] gradient, Spelling spelling, int word, float[] dValue, int at);

        /** Completes the gradient after all words of a batch. */
        default void finish(float[] theta, float[] gradient) {}
    }
}
