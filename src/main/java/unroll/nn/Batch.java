package unroll.nn;

/** Sequences of word ids with one class each, packed. Filled anew for every step of training. */
public final class Batch {
    private final Packing packing;
    private final int[] ids; // [rows], packed
    private final int[] targets; // [sequences], in packed order; -1 where there is none
    private final int[] order; // [sequences], the caller's number of each packed sequence
    private boolean continues;
    private int window;

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

    /**
     * Whether the sequences go on from where the workspace's previous batch ended, packed place by
     * packed place: recurrent layers then start from the state of that place.
     */
    public boolean continues() {
        return continues;
    }

    public void setContinues(boolean continues) {
        this.continues = continues;
    }

    /**
     * Steps between two places, counted from the first step of the batch, where backpropagation
     * through time is cut; 0 where it is not.
     */
    public int window() {
        return window;
    }

    public void setWindow(int steps) {
        window = steps;
    }
}
