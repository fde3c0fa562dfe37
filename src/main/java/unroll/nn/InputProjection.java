package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;

/**
 * What the input and the biases give to the blocks of a direction. Input rows that are used more
 * than once (words) are projected once, before the time loop; others as they are entered, one step
 * or the whole batch at a time. Of a one-hot input the projection is a row of the weights: nothing
 * is multiplied.
 */
final class InputProjection {
    private final Recurrent of;
    private final Kernels kernels;
    private final Signal input;
    private final int gates;
    private final int inputs;
    private final int units;
    private final int panelOfX;
    private final int panelOfDx;
    // A gate: [inputs, units], in backward [units, inputs].
    private final float[] packed;
    // [input rows, gates * units], empty where rows are packed rows themselves
    private final float[] projection;
    private final float[] dProjection;
    private final WeightGradient dWx;

    InputProjection(Recurrent of, boolean training, Kernels kernels, Signal input) {
        this.of = of;
        this.kernels = kernels;
        this.input = input;
        gates = of.cell.gates();
        inputs = of.inputs;
        units = of.units;
        panelOfX = Panels.size(inputs, units);
        panelOfDx = Panels.size(units, inputs);
        packed = new float[of.lookup ? 0 : gates * Math.max(panelOfX, panelOfDx)];
        int distinct = input.index == null ? 0 : input.most;
        projection = new float[Math.multiplyExact(distinct, gates * units)];
        dProjection = new float[training ? projection.length : 0];
        dWx = training && !of.lookup ? new WeightGradient(kernels, gates, units, inputs) : null;
    }

    static long bytes(boolean training, int gates, int units, int inputs, int inputRows) {
        long projected = (training ? 2L : 1L) * inputRows * gates * units;
        long packed = Math.max(Panels.size(inputs, units), Panels.size(units, inputs));
        return 4 * (projected + gates * packed)
                + (training ? WeightGradient.bytes(gates, units, inputs) : 0);
    }

    void packForward(float[] theta) {
        for (int g = 0; g < gates && !of.lookup; g++) {
            int from = of.wx.offset() + g * units * inputs;
            Panels.packTransposed(inputs, units, theta, from, inputs, packed, g * panelOfX);
        }
    }

    /** Projections and biases of distinct rows, those that are new since the last call. */
    void project(float[] theta) {
        if (input.index == null) {
            return;
        }
        int width = gates * units;
        int first = input.unchanged;
        int rows = input.rows - first;
        for (int row = first; row < input.rows; row++) {
            System.arraycopy(theta, of.b.offset(), projection, row * width, width);
        }
        if (of.lookup) {
            for (int row = first; row < input.rows; row++) {
                kernels.add(theta, weights(row), projection, row * width, width);
            }
            return;
        }
        for (int g = 0; g < gates; g++) {
            kernels.multiply(
                    rows,
                    units,
                    inputs,
                    input.value,
                    first * inputs,
                    inputs,
                    packed,
                    g * panelOfX,
                    projection,
                    first * width + g * units,
                    width,
                    true);
        }
    }

    /** Where the weights of a one-hot row lie. */
    private int weights(int row) {
        return of.wx.offset() + input.ones.row(row) * gates * units;
    }

    /**
     * Starts the blocks with the projected input and the bias.
     *
     * @param first packed row of the blocks' first row
     */
    void enter(float[] theta, Step step, int first, int count) {
        int biased = input.index == null ? 0 : gates; // blocks from here on lack their bias
        for (int g = biased; g < of.cell.blocks(); g++) {
            int bias = of.b.offset() + g * units;
            for (int row = 0; row < count; row++) {
                System.arraycopy(theta, bias, step.gates, step.gate(g) + row * units, units);
            }
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
            int from = input.index[first + row] * gates * units;
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

    /** Makes ready for {@link #leave}. */
    void startBackward(Context context) {
        for (int g = 0; g < gates && !of.lookup; g++) {
            int from = of.wx.offset() + g * units * inputs;
            Panels.pack(units, inputs, context.theta, from, inputs, packed, g * panelOfDx);
        }
        if (input.index != null) {
            Arrays.fill(dProjection, 0, input.rows * gates * units, 0);
        }
        Arrays.fill(context.gradient, of.b.offset(), of.b.end(), 0);
    }

    /** Hands the blocks' gradient to the biases and to what the input came from. */
    void leave(Context context, Step step, int first, int count, boolean accumulate) {
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
            toInput(count, step.gates, step.gate(0), step.plane, units, first, accumulate);
            return;
        }
        for (int row = 0; row < count; row++) {
            int to = input.index[first + row] * gates * units;
            for (int g = 0; g < gates; g++) {
                kernels.add(
                        step.gates, step.gate(g) + row * units, dProjection, to + g * units, units);
            }
        }
    }

    /** What remains when all steps have left. */
    void finish(Context context, boolean accumulate) {
        if (input.index != null) {
            int width = gates * units;
            kernels.addRows(
                    input.rows, width, dProjection, 0, width, context.gradient, of.b.offset());
            if (of.lookup) {
                for (int row = 0; row < input.rows; row++) {
                    int from = row * width;
                    System.arraycopy(dProjection, from, context.gradient, weights(row), width);
                }
                return;
            }
            toInput(input.rows, dProjection, 0, units, width, 0, accumulate);
        }
        dWx.finish(context.gradient, of.wx.offset());
    }

    /**
     * Weight and input gradient of some input rows, from the gates' gradient as in {@link
     * WeightGradient#add}.
     */
    private void toInput(
            int rows, float[] d, int dAt, int plane, int ldd, int first, boolean accumulate) {
        dWx.add(rows, d, dAt, plane, ldd, input.value, first * inputs, inputs);
        for (int g = 0; g < gates; g++) {
            kernels.multiply(
                    rows,
                    inputs,
                    units,
                    d,
                    dAt + g * plane,
                    ldd,
                    packed,
                    g * panelOfDx,
                    input.gradient,
                    first * inputs,
                    inputs,
                    accumulate || g > 0);
        }
    }
}
