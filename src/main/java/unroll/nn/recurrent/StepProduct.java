package unroll.nn.recurrent;

import unroll.nn.Context;
import unroll.nn.Step;
import unroll.nn.batch.Packing;

/**
 * The product of a {@link StepInput} with its matrix, which is added to the blocks of each step.
 */
public final class StepProduct {
    private final StepInput.Run input;
    private final RecurrentWeights product;
    private final int columns;
    private final Step step;
    private int active; // sequences of the step at work
    private int row; // kept row of the first of them

    StepProduct(StepInput.Run input, RecurrentWeights product, int columns, Step step) {
        this.input = input;
        this.product = product;
        this.columns = columns;
        this.step = step;
    }

    /** Whether the product is zero where the state before the step is zero. */
    boolean isFeedback() {
        return input.isFeedback();
    }

    void packForward(Context context) {
        product.packForward(context);
    }

    void start(Context context, Packing packing) {
        input.start(context, packing);
    }

    void forward(Context context, int active, int row) {
        input.forward(context, active, row);
        product.forward(active, input.value(), row * columns, step);
    }

    void startBackward(Context context) {
        product.packBackward(context.theta);
        input.startBackward(context);
    }

    /** Backward of one step: of the product and of its input. */
    void backward(Context context, int active, int row) {
        this.active = active;
        this.row = row;
        input.backward(context, active, row, this);
    }

    /**
     * Hands the gradient of the step at work to its input.
     *
     * @param dInput [active, columns], from 0
     * @param accumulate whether it is added to, not assigned
     */
    public void backward(float[] dInput, boolean accumulate) {
        product.backward(active, input.value(), row * columns, step, dInput, accumulate);
    }

    void finish(Context context) {
        product.finish(context.gradient);
        input.finish(context);
    }
}
