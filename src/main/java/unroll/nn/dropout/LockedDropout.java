package unroll.nn.dropout;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.RandomKeys;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;

/**
 * Inverted dropout with one mask a sequence, the same at all its steps (Gal and Ghahramani 2016),
 * in place; without effect when scoring.
 */
public final class LockedDropout implements Layer {
    private final int columns;
    private final double probability;
    private final long number;

    /**
     * @param number of this dropout within the network, so that each has masks of its own
     */
    public LockedDropout(int columns, double probability, int number) {
        this.columns = columns;
        this.probability = probability;
        this.number = number;
    }

    @Override
    public int outputs() {
        return columns;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        // [sequences, columns]: 0, or what elements are multiplied by
        var mask = allocator.floats(capacity.training() ? capacity.sequences() : 0, columns);
        return new Pass() {
            @Override
            public Activations output() {
                return input;
            }

            @Override
            public void forward(Context context) {
                if (context.training) {
                    int count = input.packing.sequences() * columns;
                    Arrays.fill(mask, 0, count, 1);
                    DropoutMask.apply(
                            mask, count, probability, RandomKeys.mix(context.key, number));
                    apply(input.value);
                }
            }

            @Override
            public void backward(Context context) {
                apply(input.gradient);
            }

            private void apply(float[] x) {
                var packing = input.packing;
                for (int t = 0; t < packing.steps(); t++) {
                    int at = packing.offset(t) * columns;
                    kernels.product(x, at, mask, 0, x, at, packing.active(t) * columns);
                }
            }
        };
    }
}
