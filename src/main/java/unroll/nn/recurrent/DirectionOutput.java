package unroll.nn.recurrent;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Step;

/**
 * The output of a direction at a step, which is also fed back: the hidden state, or the values of
 * an output layer.
 */
final class DirectionOutput {
    private final Kernels kernels;
    private final int width;
    private final boolean forced; // whether targets are fed back in training
    private final Step step;
    private final Activations output;
    private final int column; // of the output, where this direction's begin
    private final OutputLayer.Run outputLayer; // null if the output is the hidden state
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
            writeOutput(active, first);
            return;
        }
        outputLayer.forward(context.theta, active, step.hidden, state, row);
        if (!forced) {
            outputLayer.softmax(active, state, row);
            writeOutput(active, first);
            return;
        }
        writeOutput(active, first);
        outputLayer.softmax(active, state, row);
        if (context.teacherForcing) {
            TeacherForcing.feedTargets(context.batch.target(), first, active, width, state);
        }
    }

    private void writeOutput(int active, int first) {
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
            TeacherForcing.clearGradients(context.batch.target(), first, active, width, dState);
            outputLayer.dSoftmax(active, dState, row);
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
