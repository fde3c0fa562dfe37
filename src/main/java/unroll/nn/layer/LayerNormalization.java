package unroll.nn.layer;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layer;
import unroll.nn.Layout;

/**
 * Layer normalisation (Ba et al. 2016), row by row:
 *
 * <pre>
 * n = (x - mean(x)) / sqrt(variance(x) + 1e-5)    y = gain n + bias
 * </pre>
 *
 * <p>Parameters: {@code gain} [columns], {@code bias} [columns].
 */
public final class LayerNormalization implements Layer {
    private static final double EPSILON = 1e-5;

    private final int columns;
    private final Layout.Slice gain;
    private final Layout.Slice bias;

    public LayerNormalization(Layout.Builder layout, String name, int columns) {
        this.columns = columns;
        gain = layout.add(name + ".gain", Initializers.block(1, 0, 1f), columns);
        bias = layout.add(name + ".bias", Initializers.zero(), columns);
    }

    @Override
    public int outputs() {
        return columns;
    }

    /**
     * @throws IllegalArgumentException when the input does not consist of packed rows
     */
    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        if (input.index != null) {
            throw new IllegalArgumentException(
                    "layer normalisation: expected packed rows, got distinct words; put it after a"
                            + " layer that reads along time");
        }
        return new Rows(capacity, kernels, allocator, input);
    }

    private final class Rows implements Pass {
        private final Kernels kernels;
        private final Activations input;
        private final Activations output;
        private final float[] normal; // [rows, columns]: n
        private final float[] scale; // [rows]: 1 / sqrt(variance + EPSILON)
        private final float[] ones; // [columns]
        private final float[] row; // [columns]

        Rows(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            this.input = input;
            output = new Activations(allocator, capacity.rows(), columns, capacity.training());
            normal = allocator.floats(capacity.rows(), columns);
            ones = allocator.floats(columns);
            row = allocator.floats(columns);
            scale = allocator.floats(capacity.rows());
            Arrays.fill(ones, 1);
        }

        @Override
        public Activations output() {
            return output;
        }

        @Override
        public void forward(Context context) {
            output.packing = input.packing;
            output.rows = input.rows;
            for (int r = 0; r < output.rows; r++) {
                normalize(r);
                int at = r * columns;
                kernels.product(
                        normal, at, context.theta, gain.offset(), output.value, at, columns);
                kernels.add(context.theta, bias.offset(), output.value, at, columns);
            }
        }

        private void normalize(int r) {
            int at = r * columns;
            float mean = kernels.dot(input.value, at, ones, 0, columns) / columns;
            for (int j = 0; j < columns; j++) {
                normal[at + j] = input.value[at + j] - mean;
            }
            float variance = kernels.dot(normal, at, normal, at, columns) / columns;
            scale[r] = (float) (1 / StrictMath.sqrt(variance + EPSILON));
            for (int j = at; j < at + columns; j++) {
                normal[j] *= scale[r];
            }
        }

        @Override
        public void backward(Context context) {
            Arrays.fill(context.gradient, gain.offset(), gain.end(), 0);
            Arrays.fill(context.gradient, bias.offset(), bias.end(), 0);
            for (int r = 0; r < output.rows; r++) {
                int at = r * columns;
                kernels.add(output.gradient, at, context.gradient, bias.offset(), columns);
                kernels.product(output.gradient, at, normal, at, row, 0, columns);
                kernels.add(row, 0, context.gradient, gain.offset(), columns);
                dNormalize(context, r);
            }
        }

        /** {@code dx = (dn - mean(dn) - n mean(dn n)) scale}, where {@code dn = gain dy}. */
        private void dNormalize(Context context, int r) {
            int at = r * columns;
            kernels.product(output.gradient, at, context.theta, gain.offset(), row, 0, columns);
            float mean = kernels.dot(row, 0, ones, 0, columns) / columns;
            float along = kernels.dot(row, 0, normal, at, columns) / columns;
            for (int j = 0; j < columns; j++) {
                input.gradient[at + j] = (row[j] - mean - normal[at + j] * along) * scale[r];
            }
        }
    }
}
