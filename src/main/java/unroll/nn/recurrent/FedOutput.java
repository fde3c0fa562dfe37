package unroll.nn.recurrent;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.batch.Packing;

/** A {@link StepOutput} as the output of a direction, and as an input of each next step. */
final class FedOutput implements StepInput.Run {
    private final Kernels kernels;
    private final StepOutput.Run run;
    private final int columns;
    private final Activations output;
    private final float[] before; // [kept rows, columns], the output of the step before
    private final float[] last; // [sequences, columns], zero before the first step
    private final float[] dLast; // [sequences, columns]

    /**
     * @param output of the direction, as wide
     */
    FedOutput(
            StepOutput of,
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            Activations output) {
        this.kernels = kernels;
        this.output = output;
        run = of.open(capacity, kernels, allocator);
        columns = of.columns();
        before = allocator.floats(capacity.keptRows(), columns);
        last = allocator.floats(capacity.sequences(), columns);
        dLast = allocator.floats(capacity.training() ? capacity.sequences() : 0, columns);
    }

    @Override
    public float[] value() {
        return before;
    }

    @Override
    public void packForward(Context context) {
        run.packForward(context);
    }

    @Override
    public void start(Context context, Packing packing) {
        if (!context.batch.continues()) {
            Arrays.fill(last, 0, packing.sequences() * columns, 0);
        }
        run.start(context, packing);
    }

    /** Takes the output of the step before as the input. */
    @Override
    public void forward(Context context, int active, int row) {
        System.arraycopy(last, 0, before, row * columns, active * columns);
    }

    /**
     * Computes the output of a step.
     *
     * @param row where the step's rows are kept
     * @param first packed row of the first of them
     * @param state after the step, [active, width]
     */
    void output(Context context, int active, int row, int first, float[] state) {
        run.forward(context, active, row, state, last);
        System.arraycopy(last, 0, output.value, first * columns, active * columns);
    }

    @Override
    public void startBackward(Context context) {
        run.startBackward(context);
    }

    /** Adds the gradient that the output of a step has, there and in the next step. */
    void backwardOutput(Context context, int active, int row, int first, float[] dState) {
        kernels.add(output.gradient, first * columns, dLast, 0, active * columns);
        run.backward(context, active, row, dLast, dState);
    }

    @Override
    public void backward(Context context, int active, int row, StepProduct product) {
        product.backward(dLast, false);
    }

    @Override
    public void clearGradient(int sequences) {
        Arrays.fill(dLast, 0, sequences * columns, 0);
    }

    @Override
    public void finish(Context context) {
        run.finish(context);
    }

    @Override
    public void reorder(int[] parents, int sequences) {
        StateHistory.gather(last, parents, sequences, columns, before);
    }
}
