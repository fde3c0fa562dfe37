package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;
import unroll.math.Keys;

/**
 * Inverted dropout of whole rows, in place; nothing when scoring. After an {@link Embedding} a row
 * is a word: all its occurrences in the batch are dropped together (Gal and Ghahramani 2016, Merity
 * et al. 2018).
 */
public final class RowDropout implements Layer {
    private final int columns;
    private final double probability;
    private final long number;

    /**
     * @param number tells this layer's masks from those of the network's other dropouts
     */
    public RowDropout(int columns, double probability, int number) {
        this.columns = columns;
        this.probability = probability;
        this.number = number;
    }

    @Override
    public int outputs() {
        return columns;
    }

    @Override
    public long bytes(Capacity capacity) {
        return 0;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Signal input) {
        return new Pass() {
            @Override
            public Signal output() {
                return input;
            }

            @Override
            public void forward(Context context) {
                if (context.training) {
                    apply(input.value, context);
                }
            }

            @Override
            public void backward(Context context) {
                apply(input.gradient, context);
            }

            private void apply(float[] x, Context context) {
                long key = Keys.mix(context.key, number);
                long threshold = (long) (probability * 0x1p32);
                float scale = (float) (1 / (1 - probability));
                for (int row = 0; row < input.rows; row++) {
                    int at = row * columns;
                    if (Mask.bits(key, row) < threshold) {
                        Arrays.fill(x, at, at + columns, 0);
                    } else {
                        for (int j = at; j < at + columns; j++) {
                            x[j] *= scale;
                        }
                    }
                }
            }
        };
    }
}
