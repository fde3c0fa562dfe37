package unroll.nn;

import unroll.math.Kernels;
import unroll.math.Keys;

/** Inverted dropout of single elements (Srivastava et al. 2014), in place; nothing when scoring. */
public final class Dropout implements Layer {
    private final int columns;
    private final double probability;
    private final long number;

    /**
     * @param number tells this layer's masks from those of the network's other dropouts
     */
    public Dropout(int columns, double probability, int number) {
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
                Mask.apply(x, input.rows * columns, probability, Keys.mix(context.key, number));
            }
        };
    }
}
