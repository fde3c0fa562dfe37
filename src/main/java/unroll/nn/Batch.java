package unroll.nn;

/** Sequences of word ids with one class each, packed. Filled anew for every step of training. */
public final class Batch {
    private final Packing packing;
    private final int[] ids; // [rows], packed
    private final int[] targets; // [sequences], in packed order; -1 where there is none
    private final int[] order; // [sequences], the caller's number of each packed sequence

    /**
     * @param sequences most sequences
     * @param rows most tokens
     */
    public Batch(int sequences, int rows) {
        packing = new Packing(sequences);
        ids = new int[rows];
        targets = new int[sequences];
        order = new int[sequences];
    }

    public Packing packing() {
        return packing;
    }

    public int[] ids() {
        return ids;
    }

    public int[] targets() {
        return targets;
    }

    public int[] order() {
        return order;
    }
}
