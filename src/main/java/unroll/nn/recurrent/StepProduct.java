package unroll.nn.recurrent;

import java.util.ArrayList;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
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
    private final Kernels kernels;
    private final Activations output; // where the input is shown; null where it is not
    private final int column; // of the output, where the input's begin
    private int active; // sequences of the step at work
    private int row; // kept row of the first of them

    private StepProduct(
            StepInput.Run input,
            RecurrentWeights product,
            int columns,
            Step step,
            Kernels kernels,
            Activations output,
            int column) {
        this.input = input;
        this.product = product;
        this.columns = columns;
        this.step = step;
        this.kernels = kernels;
        this.output = output;
        this.column = column;
    }

    /**
     * Returns the products of a direction: those of the lags first, then those of its inputs, and
     * that of the output of the step before.
     *
     * @param own output of the direction
     * @param output where the inputs are shown after the state; null where they are not
     */
    static List<StepProduct> of(
            Recurrent of,
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            StateHistory history,
            DirectionOutput own,
            Step step,
            Activations output) {
        boolean training = capacity.training();
        var cell = of.cell;
        int first = cell.blocks() - cell.recurrents();
        var products = new ArrayList<StepProduct>();
        for (int l = 0; l < of.wh.size(); l++) {
            var w = of.wh.get(l);
            double drop = of.feedback.weightDrop();
            var product =
                    new RecurrentWeights(
                            kernels, allocator, training, w, first, of.units, of.width(), drop);
            var state = history.input(l, cell.passesHidden());
            products.add(new StepProduct(state, product, of.width(), step, kernels, null, 0));
        }
        var state = new StepInput.State(history.before(), own.dState());
        int column = of.width();
        var runs = new ArrayList<StepInput.Run>();
        for (var input : of.conditioning.inputs()) {
            runs.add(input.open(capacity, kernels, allocator, state));
        }
        if (own.fed() != null) {
            runs.add(own.fed());
        }
        for (int i = 0; i < of.wc.size(); i++) {
            var w = of.wc.get(i);
            int columns = w.rowSize();
            var product =
                    new RecurrentWeights(kernels, allocator, training, w, 0, of.units, columns, 0);
            var run = runs.get(i);
            products.add(new StepProduct(run, product, columns, step, kernels, output, column));
            column += columns;
        }
        return products;
    }

    /** Whether the product is zero where the state before the step is zero. */
    boolean isFeedback() {
        return input.isFeedback();
    }

    void packForward(Context context) {
        product.packForward(context);
        input.packForward(context);
    }

    void start(Context context, Packing packing) {
        input.start(context, packing);
    }

    /**
     * @param row where the step's rows are kept
     * @param first packed row of the first of them
     */
    void forward(Context context, int active, int row, int first) {
        input.forward(context, active, row);
        int at = row * columns;
        product.forward(active, input.value(), at, step);
        if (output != null) {
            int to = first * output.columns + column;
            kernels.copyRows(
                    active, columns, input.value(), at, columns, output.value, to, output.columns);
        }
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
     * Passes the gradient of the step at work to its input: that of the blocks, and where the input
     * is output too that of the output.
     *
     * @param dInput [active, columns], from 0
     * @param accumulate whether it is added to, not assigned
     */
    public void backward(float[] dInput, boolean accumulate) {
        product.backward(active, input.value(), row * columns, step, dInput, accumulate);
        for (int i = 0; output != null && i < active; i++) {
            int from = (row + i) * output.columns + column;
            kernels.add(output.gradient, from, dInput, i * columns, columns);
        }
    }

    void clearGradient(int sequences) {
        input.clearGradient(sequences);
    }

    void finish(Context context) {
        product.finish(context.gradient);
        input.finish(context);
    }

    void reorder(int[] parents, int sequences) {
        input.reorder(parents, sequences);
    }
}
