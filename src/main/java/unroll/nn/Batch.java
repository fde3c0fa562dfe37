package unroll.nn;

import java.util.Arrays;

/**
 * Sequences with their targets, packed: what stands at a step is a word or a vector, a target is a
 * class or a vector, one a sequence or one a step, as the {@link Form} says. Filled anew for every
 * step of training.
 */
public final class Batch {
    private final Packing packing;
    private final Form form;
    private final int[] ids; // [rows], packed; none where steps are vectors
    private final float[] vectors; // [rows, inputs], packed; none where steps are words
    private final int[] targets; // [sequences or rows], in packed order; -1 where there is none
    private final float[] values; // [sequences or rows, values], in packed order; NaN where none is
    private final int[] order; // [sequences], the caller's number of each packed sequence
    private Spelling spelling = Spelling.NONE;
    private boolean continues;
    private int window;

    /**
     * @param sequences most sequences
     * @param rows most tokens
     */
    public Batch(int sequences, int rows, Form form) {
        packing = new Packing(sequences);
        this.form = form;
        int goals = form.steps() ? rows : sequences;
        ids = new int[form.words() ? rows : 0];
        vectors = new float[Math.multiplyExact(rows, form.inputs())];
        targets = new int[form.classes() ? goals : 0];
        values = new float[Math.multiplyExact(goals, form.values())];
        order = new int[sequences];
    }

    /** Of word ids, with one class a sequence. */
    public Batch(int sequences, int rows) {
        this(sequences, rows, Form.WORDS_TO_CLASS);
    }

    /** Most rows. */
    public int rows() {
        return form.words() ? ids.length : vectors.length / form.inputs();
    }

    public Packing packing() {
        return packing;
    }

    public Form form() {
        return form;
    }

    public int[] ids() {
        return ids;
    }

    /** How the words of the ids are spelt. */
    public Spelling spelling() {
        return spelling;
    }

    public void setSpelling(Spelling spelling) {
        this.spelling = spelling;
    }

    public float[] vectors() {
        return vectors;
    }

    public int[] targets() {
        return targets;
    }

    public float[] values() {
        return values;
    }

    public int[] order() {
        return order;
    }

    /** Rows of the targets in use: the sequences, or the packed rows. */
    public int goals() {
        return form.steps() ? packing.rows() : packing.sequences();
    }

    /** Leaves a target, where every step has one, at the last step of each sequence only. */
    public void keepLastGoals() {
        for (int t = 0; form.steps() && t < packing.steps(); t++) {
            for (int b = 0; b < packing.active(t); b++) {
                if (t + 1 < packing.length(b)) {
                    int row = packing.row(t, b);
                    if (form.classes()) {
                        targets[row] = -1;
                    }
                    Arrays.fill(values, row * form.values(), (row + 1) * form.values(), Float.NaN);
                }
            }
        }
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
