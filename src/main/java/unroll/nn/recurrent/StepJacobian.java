package unroll.nn.recurrent;

import java.util.Arrays;
import java.util.Map;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.batch.Batch;
import unroll.nn.batch.RowSet;
import unroll.nn.batch.Stream;

/**
 * The Jacobian dh'/dh of the state after a step by the state before it, from the layer's own
 * forward and backward pass: of a batch of one step, in which every sequence is the same and
 * sequence i has the gradient of unit i alone. Its backward pass gives the matrix, row by row.
 *
 * <p>A cell state before the step is held fixed. Not for two threads.
 */
final class StepJacobian {
    private static final String BEFORE = "before";

    private final int width;
    private final int units;
    private final boolean lookup;
    private final RowSet ones = new RowSet(); // the word that all sequences read, where one-hot
    private final Activations input;
    private final Activations output;
    private final Activations before; // [width, width + cell states * units], the initial state
    private final Direction direction;
    private final Context context = new Context();

    /**
     * @param parameters elements of theta
     * @throws IllegalArgumentException when the state has other ways back than to the step before
     */
    StepJacobian(Recurrent of, int parameters, Kernels kernels) {
        if (!of.feedsBackOneStep()) {
            throw new IllegalArgumentException(
                    of.name() + ": expected a connection to the step before only, got lags");
        }
        var heap = Allocator.heap();
        width = of.width();
        units = of.units;
        lookup = of.lookup;
        input =
                lookup
                        ? new Activations(1, of.inputs, ones)
                        : new Activations(heap, width, of.inputs, true);
        input.index = lookup ? new int[width] : null;
        output = new Activations(heap, width, width, true);
        before = new Activations(heap, width, width + of.cell.cellStates() * units, true);
        var capacity = new Capacity(width, width, true);
        direction = of.openForwards(BEFORE, capacity, kernels, heap, input, output);
        var lengths = new int[width];
        Arrays.fill(lengths, 1);
        var steps = Stream.of(width, 0, 0);
        steps.pack(lengths, width);
        context.batch = new Batch(width, Map.of(Batch.SOURCE, steps, Batch.TARGET, steps));
        context.chains = Map.of(BEFORE, before);
        context.gradient = new float[parameters];
        context.training = true;
        input.packing = context.batch.packing();
        input.rows = lookup ? 1 : width;
        before.packing = input.packing;
    }

    /**
     * Returns the Jacobian of a step that is observed.
     *
     * @param sequence packed
     * @return as {@link #of(float[], float[], float[], float[][])}
     */
    float[] of(float[] theta, ObservedStep at, int sequence) {
        float[] before = at.stateBefore(sequence);
        float[][] cellState = at.cellStateBefore(sequence);
        if (!lookup) {
            return of(theta, at.inputOf(sequence), before, cellState);
        }
        ones.clear();
        ones.add(at.oneOf(sequence));
        return of(theta, before, cellState);
    }

    /**
     * @param x what the step reads, [inputs]; not of a one-hot input
     * @param before the state before it, [width]
     * @param cellState the cell state before it, [cell states][units]
     * @return [width, width]: a row for each unit after the step, a column for each before it
     */
    float[] of(float[] theta, float[] x, float[] before, float[][] cellState) {
        for (int i = 0; i < width; i++) {
            System.arraycopy(x, 0, input.value, i * x.length, x.length);
        }
        return of(theta, before, cellState);
    }

    private float[] of(float[] theta, float[] state, float[][] cellState) {
        Arrays.fill(output.gradient, 0);
        Arrays.fill(before.gradient, 0);
        for (int i = 0; i < width; i++) {
            output.gradient[i * width + i] = 1;
            int at = i * before.columns;
            System.arraycopy(state, 0, before.value, at, width);
            for (int m = 0; m < cellState.length; m++) {
                System.arraycopy(cellState[m], 0, before.value, at + width + m * units, units);
            }
        }
        context.theta = theta;
        direction.forward(context);
        direction.backward(context, false);
        var jacobian = new float[width * width];
        for (int i = 0; i < width; i++) {
            System.arraycopy(before.gradient, i * before.columns, jacobian, i * width, width);
        }
        return jacobian;
    }
}
