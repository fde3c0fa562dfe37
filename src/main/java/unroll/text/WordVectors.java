package unroll.text;

import java.util.BitSet;

/** Vectors for some of the words of a vocabulary, by id. */
public final class WordVectors {
    private final int width;
    private final float[] values; // [ids, width]
    private final BitSet covered = new BitSet();

    /**
     * Creates an empty table.
     *
     * @param ids of the vocabulary
     */
    public WordVectors(int ids, int width) {
        this.width = width;
        values = new float[Math.multiplyExact(ids, width)];
    }

    /** Sets the vector of a word. */
    public void put(int id, float[] vector) {
        System.arraycopy(vector, 0, values, id * width, width);
        covered.set(id);
    }

    public boolean has(int id) {
        return covered.get(id);
    }

    /** Returns the number of words that have a vector. */
    public int count() {
        return covered.cardinality();
    }

    /**
     * Overwrites the rows of a table for which there are vectors; other rows stay.
     *
     * @param table [ids, width] from {@code at}
     */
    public void copyTo(float[] table, int at) {
        covered.stream()
                .forEach(id -> System.arraycopy(values, id * width, table, at + id * width, width));
    }
}
