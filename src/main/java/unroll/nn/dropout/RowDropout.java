package unroll.nn.dropout;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Layer;
import unroll.nn.input.Embedding;

/**
 * Inverted dropout of whole rows, in place; without effect when scoring. After an {@link Embedding}
 * a row is a word: all its occurrences in the batch are dropped together (Gal and Ghahramani 2016,
 * Merity et al. 2018).
 */
public final class RowDropout implements Layer {
    private final int columns;
    private final double probability;
    private final long number;

    /**
     * @param number of this dropout within the network, so that each has masks of its own
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
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new DropoutPass(
                input,
                number,
                (x, rows, key) -> DropoutMask.applyRows(x, rows, columns, probability, key));
    }
}
