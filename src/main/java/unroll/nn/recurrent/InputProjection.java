package unroll.nn.recurrent;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;
import unroll.nn.Activations;
import unroll.nn.Context;
import unroll.nn.Step;

/**
 * The projection of the input to the blocks of a direction, with the biases. Input rows that are
 * used more than once (words) are projected once, before the time loop; others one step or the
 * whole batch at a time. The projection of a one-hot input is a row of the weights: nothing is
 * multiplied.
 */
final class InputProjection {
    /** Distinct rows projected at a time: they are in the cache when the product comes. */
    private static final int ROWS = 64;

    private final Recurrent of;
    private final Kernels kernels;
    private final Activations input;
    private final int width; // gates * units
    private final int gates;
    private final int inputs;
    private final int units;
    private final int panelOfX;
    private final int panelOfDx;
    // A gate: [inputs, units], in backward [units, inputs]. Over distinct rows, where gates lie
    // side by side, all of them at once: [inputs, width], in backward [width, inputs].
    private final float[] packed;
    // [input rows, gates * units], empty where rows are packed rows themselves
    private final float[] projection;
    private final float[] dProjection;
    private final boolean[] met; // whether a row of dProjection is of this batch already
    private final WeightGradient dWx;

    InputProjection(
            Recurrent of,
            boolean training,
            Kernels kernels,
            Allocator allocator,
            Activations input) {
        this.of = of;
        this.kernels = kernels;
        this.input = input;
        gates = of.cell.gates();
        inputs = of.inputs;
        units = of.units;
        width = gates * units;
        panelOfX = Panels.size(inputs, units);
        panelOfDx = Panels.size(units, inputs);
        packed = allocator.floats(of.lookup ? 0 : gates, Math.max(panelOfX, panelOfDx));
        int distinct = input.index == null ? 0 : input.maxRows;
        projection = allocator.floats(distinct, width);
        dProjection = allocator.floats(training ? distinct : 0, width);
        met = allocator.booleans(training ? distinct : 0);
        dWx =
                training && !of.lookup
                        ? new WeightGradient(kernels, allocator, gates, units, inputs)
                        : null;
    }

    void packForward(float[] theta) {
        if (of.lookup) {
            return;
        }
        if (input.index != null) {
            Panels.packTransposed(inputs, width, theta, of.wx.offset(), inputs, packed, 0);
            return;
        }
        for (int g = 0; g < gates; g++) {
            int from = of.wx.offset() + g * units * inputs;
            Panels.packTransposed(inputs, units, theta, from, inputs, packed, g * panelOfX);
        }
    }

    /** Projects the distinct rows that are new since the last call, and adds the biases. */
    void project(float[] theta) {
        if (input.index == null) {
            return;
        }
        if (of.lookup) {
            for (int row = input.unchanged; row < input.rows; row++) {
                System.arraycopy(theta, of.b.offset(), projection, row * width, width);
                kernels.add(theta, weights(row), projection, row * width, width);
            }
            return;
        }
        for (int row = input.unchanged; row < input.rows; row += ROWS) {
            int rows = Math.min(ROWS, input.rows - row);
            int at = row * width;
            kernels.copyRows(rows, width, theta, of.b.offset(), 0, projection, at, width);
            kernels.multiply(
                    rows,
                    width,
                    inputs,
                    input.value,
                    row * inputs,
                    inputs,
                    packed,
                    0,
                    projection,
                    at,
                    width,
                    true);
        }
    }

    /** Returns the offset of the weights of a one-hot row. */
    private int weights(int row) {
        return of.wx.offset() + input.ones.row(row) * width;
    }

    /**
     * Starts the blocks with the projected input and the bias.
     *
     * @param first packed row of the blocks' first row
     */
    void forward(float[] theta, Step step, int first, int count) {
        int biased = input.index == null ? 0 : gates; // blocks from here on lack their bias
        for (int g = biased; g < of.cell.blocks(); g++) {
            int bias = of.b.offset() + g * units;
            kernels.copyRows(count, units, theta, bias, 0, step.gates, step.gate(g), units);
        }
        if (input.index == null) {
            for (int g = 0; g < gates; g++) {
                kernels.multiply(
                        count,
                        units,
                        inputs,
                        input.value,
                        first * inputs,
                        inputs,
                        packed,
                        g * panelOfX,
                        step.gates,
                        step.gate(g),
                        units,
                        true);
            }
            return;
        }
        for (int row = 0; row < count; row++) {
            int from = input.index[first + row] * width;
            for (int g = 0; g < gates; g++) {
                System.arraycopy(
                        projection,
                        from + g * units,
                        step.gates,
                        step.gate(g) + row * units,
                        units);
            }
        }
    }

    /** Prepares for {@link #backward}. */
    void startBackward(Context context) {
        Arrays.fill(context.gradient, of.b.offset(), of.b.end(), 0);
        if (input.index != null) {
            if (!of.lookup) {
                Panels.pack(width, inputs, context.theta, of.wx.offset(), inputs, packed, 0);
            }
            Arrays.fill(met, 0, input.rows, false);
            return;
        }
        for (int g = 0; g < gates; g++) {
            int from = of.wx.offset() + g * units * inputs;
            Panels.pack(units, inputs, context.theta, from, inputs, packed, g * panelOfDx);
        }
    }

    /** Adds the blocks' gradient to those of the biases, the weights and the input. */
    void backward(Context context, Step step, int first, int count, boolean accumulate) {
        for (int g = input.index == null ? 0 : gates; g < of.cell.blocks(); g++) {
            kernels.addRows(
                    count,
                    units,
                    step.gates,
                    step.gate(g),
                    units,
                    context.gradient,
                    of.b.offset() + g * units);
        }
        if (input.index == null) {
            dWx.add(
                    count,
                    step.gates,
                    step.gate(0),
                    step.plane,
                    units,
                    input.value,
                    first * inputs,
                    inputs);
            for (int g = 0; g < gates; g++) {
                int w = g * panelOfDx;
                toInput(
                        count,
                        units,
                        step.gates,
                        step.gate(g),
                        units,
                        w,
                        first,
                        accumulate || g > 0);
            }
            return;
        }
        for (int row = 0; row < count; row++) {
            int distinct = input.index[first + row];
            for (int g = 0; g < gates; g++) {
                int from = step.gate(g) + row * units;
                int to = distinct * width + g * units;
                if (met[distinct]) {
                    kernels.add(step.gates, from, dProjection, to, units);
                } else {
                    System.arraycopy(step.gates, from, dProjection, to, units);
                }
            }
            met[distinct] = true;
        }
    }

    /** Completes the gradients after all steps. */
    void finish(Context context, boolean accumulate) {
        if (input.index != null) {
            int rows = input.rows;
            kernels.addRows(rows, width, dProjection, 0, width, context.gradient, of.b.offset());
            if (of.lookup) {
                for (int row = 0; row < rows; row++) {
                    int from = row * width;
                    System.arraycopy(dProjection, from, context.gradient, weights(row), width);
                }
                return;
            }
            dWx.add(rows, dProjection, 0, units, width, input.value, 0, inputs);
            toInput(rows, width, dProjection, 0, width, 0, 0, accumulate);
        }
        dWx.finish(context.gradient, of.wx.offset());
    }

    /** Adds {@code d} [rows, k] times packed weights to the input's gradient, or assigns it. */
    private void toInput(
            int rows, int k, float[] d, int dAt, int ldd, int w, int first, boolean accumulate) {
        kernels.multiply(
                rows,
                inputs,
                k,
                d,
                dAt,
                ldd,
                packed,
                w,
                input.gradient,
                first * inputs,
                inputs,
                accumulate);
    }
}
