package unroll.nn.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Step;

/**
 * The second product within a step: the matrices of the lags times the states that they take, each
 * scaled by the step's reset block, added to block 0.
 */
final class ResetProduct {
    private final Kernels kernels;
    private final int reset; // block of the step
    private final StateHistory history;
    private final List<RecurrentWeights> recurrences = new ArrayList<>(); // one a lag
    private final float[][] scaled; // a lag: [rows, units]
    private final float[] dScaled; // [sequences, units]
    private final float[] dReset; // [sequences, units]

    ResetProduct(
            Recurrent of,
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            StateHistory history) {
        this.kernels = kernels;
        boolean training = capacity.training();
        this.history = history;
        reset = of.cell.reset();
        int units = of.units;
        for (var w : of.wi) {
            double drop = of.feedback.weightDrop();
            recurrences.add(
                    new RecurrentWeights(kernels, allocator, training, w, 0, units, units, drop));
        }
        scaled = allocator.floatBlocks(recurrences.size(), capacity.keptRows(), units);
        dScaled = allocator.floats(training ? capacity.sequences() : 0, units);
        dReset = allocator.floats(training ? capacity.sequences() : 0, units);
    }

    void packForward(Context context) {
        recurrences.forEach(recurrence -> recurrence.packForward(context));
    }

    void forward(int active, Step step) {
        for (int l = 0; l < scaled.length; l++) {
            kernels.product(
                    step.gates,
                    step.gate(reset),
                    history.lagged(l),
                    step.savedAt,
                    scaled[l],
                    step.savedAt,
                    step.size);
            recurrences.get(l).forward(active, scaled[l], step.savedAt, step);
        }
    }

    void packBackward(float[] theta) {
        recurrences.forEach(recurrence -> recurrence.packBackward(theta));
    }

    /**
     * Computes gradients from that of block 0: adds to those of the states, and turns the reset
     * block into the gradient of its pre-activation.
     */
    void backward(int active, Step step) {
        int r = step.gate(reset);
        Arrays.fill(dReset, 0, step.size, 0);
        for (int l = 0; l < scaled.length; l++) {
            recurrences.get(l).backward(active, scaled[l], step.savedAt, step, dScaled, false);
            kernels.addProduct(dScaled, 0, step.gates, r, history.gradient(l), 0, step.size);
            kernels.addProduct(dScaled, 0, history.lagged(l), step.savedAt, dReset, 0, step.size);
        }
        kernels.product(dReset, 0, step.gates, r, dReset, 0, step.size);
        kernels.productWithRest(1, dReset, 0, step.gates, r, step.size);
    }

    void finish(float[] gradient) {
        recurrences.forEach(recurrence -> recurrence.finish(gradient));
    }
}
