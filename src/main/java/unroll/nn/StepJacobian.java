package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;

/**
 * How the state after a step changes with the state before it, dh'/dh, by the layer's own forward
 * and backward pass: a batch of one step in which every sequence is the same, and into sequence i
 * enters the gradient of unit i alone. What comes back is the matrix, row by row.
 *
 * <p>A memory before the step is held fixed. Not for two threads.
 */
public final class StepJacobian {
    private final int width;
    private final Signal input;
    private final Signal output;
    private final Direction direction;
    private final Context context = new Context();

    /**
     * @param parameters elements of theta
     * @throws IllegalArgumentException when the state has other ways back than to the step before
     */
    public StepJacobian(Recurrent of, int parameters, Kernels kernels) {
        if (!of.feedsBackOneStep()) {
            throw new IllegalArgumentException(
                    of.name() + ": expected a connection to the step before only, got lags");
        }
        width = of.width();
        input = new Signal(width, of.inputs, true);
        output = new Signal(width, width, true);
        direction = of.openForwards(new Capacity(width, width, true), kernels, input, output);
        var lengths = new int[width];
        Arrays.fill(lengths, 1);
        context.batch = new Batch(width, width);
        context.batch.packing().set(lengths, width);
        context.batch.setContinues(true);
        context.gradient = new float[parameters];
        context.training = true;
        input.packing = context.batch.packing();
        input.rows = width;
    }

    /**
     * @param x what the step reads, [inputs]
     * @param before the state before it, [width]
     * @param memory the memory before it, [memories][units]
     * @return [width, width]: a row for each unit after the step, a column for each before it
     */
    public float[] of(float[] theta, float[] x, float[] before, float[][] memory) {
        Arrays.fill(output.gradient, 0);
        for (int i = 0; i < width; i++) {
            System.arraycopy(x, 0, input.value, i * x.length, x.length);
            output.gradient[i * width + i] = 1;
        }
        context.theta = theta;
        direction.place(width, before, memory);
        direction.forward(context);
        direction.backward(context, false);
        return direction.stateGradient();
    }
}
