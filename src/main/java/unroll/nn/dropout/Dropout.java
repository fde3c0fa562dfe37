package unroll.nn.dropout;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Layer;

/**
 * Inverted dropout of single elements (Srivastava et al. 2014), in place; without effect when
 * scoring.
 */
public final class Dropout implements Layer {
    private final int columns;
    private final double probability;
    private final long number;

    /**
     * @param number of this dropout within the network, so that each has masks of its own
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
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new DropoutPass(
                input,
                number,
                (x, rows, key) -> DropoutMask.apply(x, rows * columns, probability, key));
    }
}
