package unroll.nn.layer;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;

/** {@code y = x + f(x)}: a layer with a connection around it (He et al. 2016). */
public final class Residual implements Layer {
    private final Layer layer;

    /**
     * @param layer f, whose output has the rows of its input
     * @param columns of x
     * @throws IllegalArgumentException if the layer has another number of outputs
     */
    public Residual(Layer layer, int columns) {
        if (layer.outputs() != columns) {
            throw new IllegalArgumentException(
                    "residual connection: expected a layer of "
                            + columns
                            + " outputs, got "
                            + layer.outputs());
        }
        this.layer = layer;
    }

    @Override
    public int outputs() {
        return layer.outputs();
    }

    /**
     * @throws IllegalArgumentException when the input does not consist of packed rows
     */
    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        if (input.index != null) {
            throw new IllegalArgumentException(
                    "residual connection: expected packed rows, got distinct words; put it around a"
                            + " later layer");
        }
        var inner = layer.open(capacity, kernels, allocator, input);
        return new Pass() {
            /** Returns the layer's own output, to which the input is added in place. */
            @Override
            public Activations output() {
                return inner.output();
            }

            @Override
            public void forward(Context context) {
                inner.forward(context);
                kernels.add(input.value, 0, output().value, 0, input.rows * outputs());
            }

            @Override
            public void backward(Context context) {
                inner.backward(context);
                kernels.add(output().gradient, 0, input.gradient, 0, input.rows * outputs());
            }

            @Override
            public void reorder(int[] parents, int sequences) {
                inner.reorder(parents, sequences);
            }

            @Override
            public void invalidate() {
                inner.invalidate();
            }
        };
    }
}
