package unroll.nn.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packed sequences of a batch, one an example: elements are ids (of words, of labels) or vectors.
 * Streams that depend on another are placed with it: those with an element for each of its steps,
 * and those with one for each of its sequences.
 */
public final class Stream {
    private enum Lengths {
        OWN,
        ONE,
        PER_STEP,
        PER_SEQUENCE
    }

    private final Packing packing;
    private final Lengths lengths;
    private final int width;
    private final List<Stream> dependents = new ArrayList<>();
    private int[] ids; // [rows], packed; -1 for a missing target
    private float[] values; // [rows, width], packed; NaN for a missing target
    private Spelling spelling = Spelling.NONE;

    private Stream(Packing packing, Lengths lengths, int rows, int width) {
        this.packing = packing;
        this.lengths = lengths;
        this.width = width;
        ids = new int[width == 0 ? rows : 0];
        values = new float[Math.multiplyExact(rows, width)];
    }

    /**
     * Creates a stream of sequences with lengths of their own.
     *
     * @param sequences most sequences
     * @param rows elements for which there is room from the start
     * @param width of a vector; 0 for ids
     */
    public static Stream of(int sequences, int rows, int width) {
        return new Stream(new Packing(sequences), Lengths.OWN, rows, width);
    }

    /** Creates a stream of sequences of one vector each. */
    public static Stream single(int sequences, int width) {
        return new Stream(new Packing(sequences), Lengths.ONE, sequences, width);
    }

    /** Creates a stream of sequences of ids. */
    public static Stream of(int[]... sequences) {
        var stream = of(sequences.length, 0, 0);
        stream.pack(
                Arrays.stream(sequences).mapToInt(ids -> ids.length).toArray(), sequences.length);
        for (int i = 0; i < sequences.length; i++) {
            int place = stream.packing.place(i);
            for (int t = 0; t < sequences[i].length; t++) {
                stream.ids[stream.packing.row(t, place)] = sequences[i][t];
            }
        }
        return stream;
    }

    /** Creates a stream with an element for each step of this one. */
    public Stream perStep(int width) {
        return depend(new Stream(packing, Lengths.PER_STEP, rows(), width));
    }

    /** Creates a stream with an element for each sequence of this one. */
    public Stream perSequence(int sequences, int width) {
        return depend(new Stream(new Packing(sequences), Lengths.PER_SEQUENCE, sequences, width));
    }

    private Stream depend(Stream dependent) {
        dependents.add(dependent);
        return dependent;
    }

    /**
     * Returns whether the lengths of the sequences are the stream's own, not those of another
     * stream.
     */
    public boolean hasOwnLengths() {
        return lengths == Lengths.OWN;
    }

    /**
     * Places the sequences of a new batch, and those of dependent streams. Allocates only if there
     * are more rows than ever before.
     *
     * @param lengths steps of each example's sequence, in any order
     */
    public void pack(int[] lengths, int sequences) {
        packing.set(lengths, sequences);
        reserve();
        for (int i = 0; i < dependents.size(); i++) { // an iterator would be allocated
            var dependent = dependents.get(i);
            if (dependent.lengths == Lengths.PER_SEQUENCE) {
                dependent.packing.setSingle(packing);
            }
            dependent.reserve();
        }
    }

    private void reserve() {
        if (rows() < packing.rows()) {
            int rows = Math.max(packing.rows(), 2 * rows());
            ids = new int[width == 0 ? rows : 0];
            values = new float[Math.multiplyExact(rows, width)];
        }
    }

    /** Returns the number of elements that there is room for. */
    public int rows() {
        return width == 0 ? ids.length : values.length / width;
    }

    /** Returns whether there is room for the elements of a batch of so many rows. */
    public boolean holds(int batchRows) {
        return lengths == Lengths.ONE || rows() >= batchRows;
    }

    public Packing packing() {
        return packing;
    }

    /** Returns the width of a vector; 0 for ids. */
    public int width() {
        return width;
    }

    /**
     * Returns the ids in packed order, valid until sequences are next placed; -1 for a missing
     * target.
     */
    public int[] ids() {
        return ids;
    }

    /**
     * Returns the vectors in packed order, [rows, width], valid until sequences are next placed.
     */
    public float[] values() {
        return values;
    }

    /** Returns the spelling of the words. */
    public Spelling spelling() {
        return spelling;
    }

    public void setSpelling(Spelling spelling) {
        this.spelling = spelling;
    }

    /**
     * Returns whether the target in a packed row is missing: no id, or a vector with missing
     * numbers.
     */
    public boolean isMissing(int row) {
        if (width == 0) {
            return ids[row] < 0;
        }
        for (int i = row * width; i < (row + 1) * width; i++) {
            if (Float.isNaN(values[i])) {
                return true;
            }
        }
        return false;
    }

    /** Removes the targets of all steps but the last of each sequence. */
    public void keepLast() {
        for (int t = 0; t < packing.steps(); t++) {
            for (int b = 0; b < packing.active(t); b++) {
                if (t + 1 < packing.length(b)) {
                    remove(packing.row(t, b));
                }
            }
        }
    }

    private void remove(int row) {
        if (width == 0) {
            ids[row] = -1;
        } else {
            Arrays.fill(values, row * width, (row + 1) * width, Float.NaN);
        }
    }
}
