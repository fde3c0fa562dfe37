package unroll.nn.recurrent;

import java.util.Arrays;
import unroll.nn.Activations;
import unroll.nn.DirectionView;
import unroll.nn.Step;
import unroll.nn.StepView;
import unroll.nn.batch.Packing;

/** A step as an observer sees it, with the state before it for its Jacobian. */
final class ObservedStep implements StepView {
    private final Direction run;
    private final Recurrent recurrent;
    private final Packing packing;
    private final int t;
    private final Step step;
    private final Activations input;
    private final float[] state; // [active, width]
    private final int row; // of what the step keeps

    ObservedStep(
            Direction run,
            Recurrent recurrent,
            Packing packing,
            int t,
            Step step,
            Activations input,
            float[] state,
            int row) {
        this.run = run;
        this.recurrent = recurrent;
        this.packing = packing;
        this.t = t;
        this.step = step;
        this.input = input;
        this.state = state;
        this.row = row;
    }

    @Override
    public DirectionView direction() {
        return recurrent;
    }

    @Override
    public Packing packing() {
        return packing;
    }

    @Override
    public int t() {
        return t;
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public float[] state() {
        return state;
    }

    @Override
    public float[] jacobian(int place) {
        return run.jacobian().of(step.theta, this, place);
    }

    /** Returns the row of the input that the step of a packed sequence reads. */
    private int inputRow(int sequence) {
        int packed = packing.row(t, sequence);
        return input.index == null ? packed : input.index[packed];
    }

    /** Returns the step's input, [inputs], of a packed sequence; not where it is one-hot. */
    float[] inputOf(int sequence) {
        return row(input.value, inputRow(sequence), input.columns);
    }

    /** Returns the place of the one in the step's one-hot input. */
    int oneOf(int sequence) {
        return input.ones.row(inputRow(sequence));
    }

    /** Returns a packed sequence's state before the step, [width]. */
    float[] stateBefore(int sequence) {
        return row(step.previousHidden, row + sequence, recurrent.width());
    }

    /** Returns a packed sequence's cell state before the step, [cell states][units]. */
    float[][] cellStateBefore(int sequence) {
        return Arrays.stream(step.previousCellState)
                .map(cellState -> row(cellState, row + sequence, recurrent.units()))
                .toArray(float[][]::new);
    }

    private static float[] row(float[] matrix, int row, int columns) {
        return Arrays.copyOfRange(matrix, row * columns, (row + 1) * columns);
    }
}
