package unroll.nn.recurrent;

import java.util.Arrays;
import unroll.nn.Activations;
import unroll.nn.Step;
import unroll.nn.batch.Packing;

/** One step of a batch in one direction of a recurrent layer, as an {@link Observer} sees it. */
public final class Moment {
    private final Recurrent recurrent;
    private final Packing packing;
    private final int t;
    private final Step step;
    private final Activations input;
    private final float[] state; // [active, width]
    private final int row; // of what the step keeps

    Moment(
            Recurrent recurrent,
            Packing packing,
            int t,
            Step step,
            Activations input,
            float[] state,
            int row) {
        this.recurrent = recurrent;
        this.packing = packing;
        this.t = t;
        this.step = step;
        this.input = input;
        this.state = state;
        this.row = row;
    }

    public Recurrent recurrent() {
        return recurrent;
    }

    public Packing packing() {
        return packing;
    }

    /** The step's place in its sequences, from 0. */
    public int t() {
        return t;
    }

    /** The blocks, after the cell's forward. */
    public Step step() {
        return step;
    }

    /** What is handed on and fed back, [active, width]. */
    public float[] state() {
        return state;
    }

    /** Row of the input that a packed sequence's step reads. */
    private int inputRow(int sequence) {
        int packed = packing.row(t, sequence);
        return input.index == null ? packed : input.index[packed];
    }

    /** What a packed sequence's step reads, [inputs]; of a one-hot input there are no values. */
    public float[] inputOf(int sequence) {
        return row(input.value, inputRow(sequence), input.columns);
    }

    /** Place of the one in the one-hot row that a packed sequence's step reads. */
    int oneOf(int sequence) {
        return input.ones.row(inputRow(sequence));
    }

    /** A packed sequence's state before the step, [width]. */
    public float[] stateBefore(int sequence) {
        return row(step.previousHidden, row + sequence, recurrent.width());
    }

    /** A packed sequence's memory before the step, [memories][units]. */
    public float[][] memoryBefore(int sequence) {
        return Arrays.stream(step.previousMemory)
                .map(memory -> row(memory, row + sequence, recurrent.units()))
                .toArray(float[][]::new);
    }

    private static float[] row(float[] matrix, int row, int columns) {
        return Arrays.copyOfRange(matrix, row * columns, (row + 1) * columns);
    }
}
