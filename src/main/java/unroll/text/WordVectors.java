package unroll.text;

import java.util.BitSet;

/** Vectors for some of the words of a vocabulary, by id. */
public final class WordVectors {
    private final int width;
    private final float[] values; // [ids, width]
    private final BitSet covered = new BitSet();

    /**
     * None yet.
     *
     * @param ids of the vocabulary
     */
    public WordVectors(int ids, int width) {
        this.width = width;
        values = new float[Math.multiplyExact(ids, width)];
    }

    /** Gives a word its vector. */
    public void put(int id, float[] vector) {
        System.arraycopy(vector, 0, values, id * width, width);
        covered.set(id);
    }

    public boolean has(int id) {
        return covered.get(id);
    }

    /** Words that have a vector. */
    public int count() {
        return covered.cardinality();
    }

    /**
     * Writes the vectors there are over a table's rows; others stay.
     *
     * @param table [ids, width] from {@code at}
     */
    public void copyTo(float[] table, int at) {
        covered.stream()
                .forEach(id -> System.arraycopy(values, id * width, table, at + id * width, width));
    }
}
