package unroll.nn;

import java.util.List;

/**
 * Layers one after the other.
 *
 * @param name by which other chains find its output
 * @param layers the first reads a stream of the batch or another chain's output
 */
public record Chain(String name, List<Layer> layers) {
    public Chain {
        layers = List.copyOf(layers);
    }
}
