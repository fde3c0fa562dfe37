package unroll.nn;

import java.util.Arrays;

/**
 * Sequences with their targets, packed: what stands at a step is a word or a vector, a target is a
 * class or a vector, one a sequence or one a step, or a sequence has labels, as the {@link Form}
 * says. Filled anew for every step of training.
 */
public final class Batch {
    private final Packing packing;
    private final Form form;
    private final int[] ids; // [rows], packed; none where steps are vectors
    private final float[] vectors; // [rows, inputs], packed; none where steps are words
    private final int[] targets; // [sequences or rows], in packed order; -1 where there is none
    private final float[] values; // [sequences or rows, values], in packed order; NaN where none is
    private final int[] order; // [sequences], the caller's number of each packed sequence
    private int[] labels = new int[0]; // of all sequences, in packed order
    private final int[] labelStarts; // [sequences + 1], in labels
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
        int goals =
                switch (form.targets()) {
                    case ONE -> sequences;
                    case EACH_STEP -> rows;
                    case LABELS -> 0;
                };
        ids = new int[form.words() ? rows : 0];
        vectors = new float[Math.multiplyExact(rows, form.inputs())];
        targets = new int[form.classes() ? goals : 0];
        values = new float[Math.multiplyExact(goals, form.values())];
        order = new int[sequences];
        labelStarts = new int[sequences + 1];
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

    /** Labels of all sequences, one after the other in packed order. */
    public int[] labels() {
        return labels;
    }

    /** Where each packed sequence's labels begin, and the last one's end: [sequences + 1]. */
    public int[] labelStarts() {
        return labelStarts;
    }

    /**
     * Gives a sequence its labels; those before it have theirs. Allocates where a batch has more
     * than ever before.
     *
     * @param from holds them, from {@code start} to before {@code end}
     */
    public void setLabels(int sequence, int[] from, int start, int end) {
        int at = labelStarts[sequence];
        int after = Math.addExact(at, end - start);
        if (after > labels.length) {
            labels = Arrays.copyOf(labels, Math.max(after, 2 * labels.length));
        }
        System.arraycopy(from, start, labels, at, end - start);
        labelStarts[sequence + 1] = after;
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
