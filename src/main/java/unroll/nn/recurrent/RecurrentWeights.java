package unroll.nn.recurrent;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.Step;
import unroll.nn.dropout.WeightDrop;

/**
 * A matrix within the time loop, whose product is added to some blocks of each step. Holds the
 * packed matrix and the sum of its gradient.
 */
final class RecurrentWeights {
    private final Kernels kernels;
    private final Layout.Slice w; // [blocks * units, width]
    private final int first;
    private final int blocks;
    private final int units;
    private final int width;
    private final float[] packed; // a block: [width, units], in backward [units, width]
    private final int panels; // floats of a packed block
    private final WeightGradient dW;
    private final WeightDrop drop; // null without weight drop

    /**
     * @param first block of a step that the matrix's first block is added to
     * @param units rows of a block
     * @param width of what it multiplies
     * @param weightDrop probability that an element of the matrix is dropped from a batch
     */
    RecurrentWeights(
            Kernels kernels,
            Allocator allocator,
            boolean training,
            Layout.Slice w,
            int first,
            int units,
            int width,
            double weightDrop) {
        this.kernels = kernels;
        this.w = w;
        this.first = first;
        this.units = units;
        this.width = width;
        blocks = w.shape().get(0) / units;
        panels = panels(units, width);
        packed = allocator.floats(blocks, panels);
        dW = training ? new WeightGradient(kernels, allocator, blocks, units, width) : null;
        drop =
                training && weightDrop > 0
                        ? new WeightDrop(kernels, allocator, w, weightDrop)
                        : null;
    }

    private static int panels(int units, int width) {
        return Math.max(Panels.size(width, units), Panels.size(units, width));
    }

    void packForward(Context context) {
        boolean dropped = drop != null && context.training;
        if (dropped) {
            drop.draw(context);
        }
        float[] weights = dropped ? drop.weights() : context.theta;
        for (int g = 0; g < blocks; g++) {
            int from = (dropped ? 0 : w.offset()) + g * units * width;
            Panels.packTransposed(width, units, weights, from, width, packed, g * panels);
        }
    }

    /**
     * Adds the product to the step's blocks.
     *
     * @param x [active, width], from {@code at}
     */
    void forward(int active, float[] x, int at, Step step) {
        for (int g = 0; g < blocks; g++) {
            kernels.multiply(
                    active,
                    units,
                    width,
                    x,
                    at,
                    width,
                    packed,
                    g * panels,
                    step.gates,
                    step.gate(first + g),
                    units,
                    true);
        }
    }

    void packBackward(float[] theta) {
        float[] weights = drop == null ? theta : drop.weights();
        for (int g = 0; g < blocks; g++) {
            int from = (drop == null ? w.offset() : 0) + g * units * width;
            Panels.pack(units, width, weights, from, width, packed, g * panels);
        }
    }

    /**
     * Computes gradients from that of the blocks: assigns the gradient of x, or adds to it, and
     * adds to that of the matrix.
     *
     * @param x as in forward
     * @param dx [active, width], from 0
     */
    void backward(int active, float[] x, int at, Step step, float[] dx, boolean accumulate) {
        for (int g = 0; g < blocks; g++) {
            kernels.multiply(
                    active,
                    width,
                    units,
                    step.gates,
                    step.gate(first + g),
                    units,
                    packed,
                    g * panels,
                    dx,
                    0,
                    width,
                    accumulate || g > 0);
        }
        dW.add(active, step.gates, step.gate(first), step.plane, units, x, at, width);
    }

    /** Assigns the matrix's gradient. */
    void finish(float[] gradient) {
        dW.finish(gradient, w.offset());
        if (drop != null) {
            drop.backward(gradient);
        }
    }
}
