package unroll.nn.recurrent;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Step;
import unroll.nn.batch.Stream;

/**
 * The output of a direction at a step: the hidden state or the values of an output layer, which are
 * also fed back, or a {@link StepOutput} of them.
 *
 * <p>Teacher forcing (Williams and Zipser 1989): a step feeds back its target, a class one-hot, in
 * place of its output. A step without a target feeds back its output.
 */
final class DirectionOutput {
    private final Kernels kernels;
    private final int width;
    private final boolean forced; // whether targets are fed back in training
    private final Step step;
    private final Activations output;
    private final int column; // of the output, where this direction's begin
    private final OutputLayer.Run outputLayer; // null if the output is the hidden state
    private final FedOutput fed; // null if the state is the output
    private final float[] state; // [sequences, width], what is fed back
    private final float[] dState;

    /**
     * @param output may have further columns, of another direction
     */
    DirectionOutput(
            Recurrent of,
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            Step step,
            Activations output,
            int column) {
        this.kernels = kernels;
        this.step = step;
        this.output = output;
        this.column = column;
        width = of.width();
        forced = of.feedback.teacherForcing();
        boolean training = capacity.training();
        outputLayer =
                of.outputLayer == null
                        ? null
                        : of.outputLayer.new Run(kernels, allocator, training, capacity.keptRows());
        fed =
                of.conditioning
                        .output()
                        .map(one -> new FedOutput(one, capacity, kernels, allocator, output))
                        .orElse(null);
        state = outputLayer == null ? step.hidden : allocator.floats(capacity.sequences(), width);
        dState =
                outputLayer == null
                        ? step.dHidden
                        : allocator.floats(training ? capacity.sequences() : 0, width);
    }

    /** Returns the state that is fed back, [sequences, width]. */
    float[] state() {
        return state;
    }

    /** Returns the gradient of the state, [sequences, width]. */
    float[] dState() {
        return dState;
    }

    /** Returns what is computed from the state and fed back beside it; null without. */
    FedOutput fed() {
        return fed;
    }

    void packForward(float[] theta) {
        if (outputLayer != null) {
            outputLayer.packForward(theta);
        }
    }

    /**
     * @param row where the step's rows are kept
     * @param first packed row of the first of them
     */
    void forward(Context context, int active, int row, int first) {
        if (outputLayer == null) {
            writeOutput(context, active, row, first);
            return;
        }
        outputLayer.forward(context.theta, active, step.hidden, state, row);
        if (!forced) {
            outputLayer.softmax(active, state, row);
            writeOutput(context, active, row, first);
            return;
        }
        writeOutput(context, active, row, first);
        outputLayer.softmax(active, state, row);
        if (context.teacherForcing) {
            feedTargets(context.batch.target(), first, active);
        }
    }

    /** Replaces outputs by targets, one a step. */
    private void feedTargets(Stream targets, int first, int active) {
        for (int i = 0; i < active; i++) {
            int row = first + i;
            if (targets.isMissing(row)) {
                continue;
            }
            int at = i * width;
            if (targets.width() == 0) {
                Arrays.fill(state, at, at + width, 0);
                state[at + targets.ids()[row]] = 1;
            } else {
                System.arraycopy(targets.values(), row * width, state, at, width);
            }
        }
    }

    private void writeOutput(Context context, int active, int row, int first) {
        if (fed != null) {
            fed.output(context, active, row, first, state);
            return;
        }
        if (output.columns == width) {
            System.arraycopy(state, 0, output.value, first * width, active * width);
            return;
        }
        int to = first * output.columns + column;
        kernels.copyRows(active, width, state, 0, width, output.value, to, output.columns);
    }

    void startBackward(Context context) {
        if (outputLayer != null) {
            outputLayer.startBackward(context);
        }
    }

    /** Completes the gradient of the state by that of the output. */
    void addOutputGradient(Context context, int active, int row, int first) {
        if (forced) {
            clearGradients(context.batch.target(), first, active);
            outputLayer.dSoftmax(active, dState, row);
        }
        if (fed != null) {
            fed.backwardOutput(context, active, row, first, dState);
            return;
        }
        if (output.columns == width) {
            kernels.add(output.gradient, first * width, dState, 0, active * width);
            return;
        }
        int from = first * output.columns + column;
        for (int i = 0; i < active; i++) {
            kernels.add(output.gradient, from + i * output.columns, dState, i * width, width);
        }
    }

    /** Clears the gradient of outputs that were replaced by targets. */
    private void clearGradients(Stream targets, int first, int active) {
        for (int i = 0; i < active; i++) {
            if (!targets.isMissing(first + i)) {
                Arrays.fill(dState, i * width, (i + 1) * width, 0);
            }
        }
    }

    /** Computes the gradient of the hidden state from that of the state. */
    void backward(Context context, int active, int row) {
        if (outputLayer == null) {
            return;
        }
        if (!forced) {
            outputLayer.dSoftmax(active, dState, row);
        }
        outputLayer.backward(context, active, dState, step.dHidden, row);
    }

    void finish(float[] gradient) {
        if (outputLayer != null) {
            outputLayer.finish(gradient);
        }
    }
}
