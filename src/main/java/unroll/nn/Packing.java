package unroll.nn;

/**
 * How the sequences of a batch lie in packed, time-major rows: longest sequence first, the rows of
 * one step contiguous, so that the sequences still active at a step are a prefix of it. Reused from
 * batch to batch.
 */
public final class Packing {
    private final int[] lengths; // [sequences], falling
    private int[] offsets = new int[65]; // [steps + 1]
    private int sequences;
    private int steps;

    /**
     * @param mostSequences sequences of the largest batch
     */
    public Packing(int mostSequences) {
        lengths = new int[mostSequences];
    }

    /**
     * Takes on the lengths of a new batch.
     *
     * @param lengths falling, each at least 1
     * @throws IllegalArgumentException when they rise, or are empty
     */
    public void set(int[] lengths, int sequences) {
        this.sequences = sequences;
        steps = lengths[0];
        if (offsets.length <= steps) {
            offsets = new int[Math.max(steps + 1, 2 * offsets.length)];
        }
        for (int b = 0; b < sequences; b++) {
            if (lengths[b] < 1 || (b > 0 && lengths[b] > lengths[b - 1])) {
                throw new IllegalArgumentException(
                        "lengths of a packed batch must fall and be at least 1, got "
                                + lengths[b]
                                + " at "
                                + b);
            }
            this.lengths[b] = lengths[b];
        }
        int active = sequences;
        for (int t = 0; t < steps; t++) {
            while (lengths[active - 1] <= t) {
                active--;
            }
            offsets[t + 1] = offsets[t] + active;
        }
    }

    /** Takes on another's sequences, of which every {@code stride}-th step stays, the first too. */
    void setStrided(Packing other, int stride) {
        for (int b = 0; b < other.sequences; b++) {
            lengths[b] = (other.lengths[b] - 1) / stride + 1;
        }
        set(lengths, other.sequences);
    }

    public int sequences() {
        return sequences;
    }

    /** Length of the longest sequence. */
    public int steps() {
        return steps;
    }

    /** Rows in all: the tokens of the batch. */
    public int rows() {
        return offsets[steps];
    }

    /** First row of step {@code t}. */
    public int offset(int t) {
        return offsets[t];
    }

    /** Sequences that are still running at step {@code t}. */
    public int active(int t) {
        return offsets[t + 1] - offsets[t];
    }

    public int length(int sequence) {
        return lengths[sequence];
    }

    /** The rows of one sequence in the order of its steps, as a new array [steps, columns]. */
    public float[] rows(float[] packed, int columns, int sequence) {
        var rows = new float[lengths[sequence] * columns];
        for (int t = 0; t < lengths[sequence]; t++) {
            System.arraycopy(packed, row(t, sequence) * columns, rows, t * columns, columns);
        }
        return rows;
    }

    /** Row of a sequence at a step. */
    public int row(int t, int sequence) {
        return offsets[t] + sequence;
    }
}
