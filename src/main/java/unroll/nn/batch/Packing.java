package unroll.nn.batch;

import java.util.Arrays;

/**
 * The places of a batch's sequences in packed, time-major rows: longest sequence first, the rows of
 * one step contiguous, so that the sequences still active at a step are a prefix of it. Sequences
 * of other streams lie in other orders; a look-up from one stream in another goes through {@link
 * #example} and {@link #place}. Reused from batch to batch.
 */
public final class Packing {
    private final int[] lengths; // [places], falling
    private final int[] examples; // [places], the example at each place
    private final int[] places; // [examples], the place of each example
    private final long[] keys; // [examples], for sorting
    private int[] offsets = new int[65]; // [steps + 1]
    private int sequences;
    private int steps;

    /**
     * @param mostSequences sequences of the largest batch
     */
    public Packing(int mostSequences) {
        lengths = new int[mostSequences];
        examples = new int[mostSequences];
        places = new int[mostSequences];
        keys = new long[mostSequences];
    }

    /**
     * Places the sequences of a new batch by their lengths; equally long ones keep their order.
     *
     * @param lengths steps of each example's sequence, in any order
     * @throws IllegalArgumentException if one is negative
     */
    public void set(int[] lengths, int sequences) {
        for (int i = 0; i < sequences; i++) {
            if (lengths[i] < 0) {
                throw new IllegalArgumentException(
                        "lengths of a packed batch must not be negative, got %s at %s"
                                .formatted(lengths[i], i));
            }
            keys[i] = ((long) -lengths[i] << 32) | i;
        }
        Arrays.sort(keys, 0, sequences);
        for (int place = 0; place < sequences; place++) {
            int example = (int) keys[place];
            examples[place] = example;
            places[example] = place;
            this.lengths[place] = lengths[example];
        }
        countRows(sequences);
    }

    /**
     * Places sequences like another packing, with every {@code stride}-th of their steps, beginning
     * with the first.
     */
    public void setStrided(Packing other, int stride) {
        for (int b = 0; b < other.sequences; b++) {
            lengths[b] = (other.lengths[b] + stride - 1) / stride;
        }
        placeLike(other);
    }

    /**
     * Places sequences like another packing, with other lengths.
     *
     * @param lengths [places], steps of each sequence, falling
     */
    public void setLengths(Packing other, int[] lengths) {
        System.arraycopy(lengths, 0, this.lengths, 0, other.sequences);
        placeLike(other);
    }

    /** Places sequences like another packing, with one step each. */
    public void setSingle(Packing other) {
        Arrays.fill(lengths, 0, other.sequences, 1);
        placeLike(other);
    }

    private void placeLike(Packing other) {
        System.arraycopy(other.examples, 0, examples, 0, other.sequences);
        System.arraycopy(other.places, 0, places, 0, other.sequences);
        countRows(other.sequences);
    }

    private void countRows(int sequences) {
        this.sequences = sequences;
        steps = lengths[0];
        if (offsets.length <= steps) {
            offsets = new int[Math.max(steps + 1, 2 * offsets.length)];
        }
        int active = sequences;
        for (int t = 0; t < steps; t++) {
            while (lengths[active - 1] <= t) {
                active--;
            }
            offsets[t + 1] = offsets[t] + active;
        }
    }

    public int sequences() {
        return sequences;
    }

    /** Returns the length of the longest sequence. */
    public int steps() {
        return steps;
    }

    /** Returns the number of rows: the tokens of the batch. */
    public int rows() {
        return offsets[steps];
    }

    /** Returns the first row of step {@code t}. */
    public int offset(int t) {
        return offsets[t];
    }

    /** Returns the number of sequences that are active at step {@code t}. */
    public int active(int t) {
        return offsets[t + 1] - offsets[t];
    }

    /** Returns the length of the sequence at a place. */
    public int length(int place) {
        return lengths[place];
    }

    /** Returns the example whose sequence lies at a place. */
    public int example(int place) {
        return examples[place];
    }

    /** Returns the place of an example's sequence. */
    public int place(int example) {
        return places[example];
    }

    /**
     * Returns the rows of one sequence in the order of its steps, as a new array [steps, columns].
     */
    public float[] rows(float[] packed, int columns, int place) {
        var rows = new float[lengths[place] * columns];
        for (int t = 0; t < lengths[place]; t++) {
            System.arraycopy(packed, row(t, place) * columns, rows, t * columns, columns);
        }
        return rows;
    }

    /** Returns the elements of one sequence in the order of its steps, as a new array. */
    public int[] rows(int[] packed, int place) {
        var rows = new int[lengths[place]];
        for (int t = 0; t < rows.length; t++) {
            rows[t] = packed[row(t, place)];
        }
        return rows;
    }

    /** Returns the row of the sequence at a place at a step. */
    public int row(int t, int place) {
        return offsets[t] + place;
    }
}
