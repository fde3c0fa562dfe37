package unroll.nn.layer;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;

/**
 * Activation and temporal activation regularisation (Merity et al. 2018): adds to the loss
 *
 * <pre>
 * activation * mean of h[t]² + temporal * mean of (h[t] - h[t - 1])²
 * </pre>
 *
 * <p>over the elements of all rows, and of all rows that have a row before them. Its output is its
 * input; the penalty is reported by {@link Context#penalty}, apart from the loss.
 */
public final class ActivationPenalty implements Layer {
    private final int columns;
    private final double activation;
    private final double temporal;

    /**
     * @param activation weight of the outputs' size, at least 0
     * @param temporal weight of their change from step to step, at least 0
     */
    public ActivationPenalty(int columns, double activation, double temporal) {
        this.columns = columns;
        this.activation = activation;
        this.temporal = temporal;
    }

    @Override
    public int outputs() {
        return columns;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Penalty(capacity, kernels, allocator, input);
    }

    private final class Penalty implements Pass {
        private final Kernels kernels;
        private final Activations input;

        /** [rows, columns]. Made in forward, since later layers may change the values in place. */
        private final float[] gradient;

        private final float[] change; // [sequences, columns]

        Penalty(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            this.input = input;
            int rows = capacity.training() ? capacity.rows() : 0;
            int sequences = capacity.training() ? capacity.sequences() : 0;
            gradient = allocator.floats(rows, columns);
            change = allocator.floats(sequences, columns);
        }

        @Override
        public Activations output() {
            return input;
        }

        @Override
        public void forward(Context context) {
            if (context.training) {
                Arrays.fill(gradient, 0, input.rows * columns, 0);
                context.penalty += context.again ? 0 : activations() + changes();
            }
        }

        private double activations() {
            double weight = activation / (input.rows * (double) columns);
            double squares = 0;
            for (int row = 0; row < input.rows; row++) {
                int at = row * columns;
                squares += kernels.dot(input.value, at, input.value, at, columns);
            }
            int count = input.rows * columns;
            kernels.addScaled((float) (2 * weight), input.value, 0, gradient, 0, count);
            return weight * squares;
        }

        private double changes() {
            var packing = input.packing;
            int pairs = packing.rows() - packing.sequences();
            if (pairs == 0) {
                return 0;
            }
            double weight = temporal / (pairs * (double) columns);
            double squares = 0;
            for (int t = 1; t < packing.steps(); t++) {
                int before = packing.offset(t - 1) * columns;
                int at = packing.offset(t) * columns;
                int count = packing.active(t) * columns;
                for (int i = 0; i < count; i++) {
                    change[i] = input.value[at + i] - input.value[before + i];
                }
                squares += kernels.dot(change, 0, change, 0, count);
                kernels.addScaled((float) (2 * weight), change, 0, gradient, at, count);
                kernels.addScaled((float) (-2 * weight), change, 0, gradient, before, count);
            }
            return weight * squares;
        }

        @Override
        public void backward(Context context) {
            kernels.add(gradient, 0, input.gradient, 0, input.rows * columns);
        }
    }
}
