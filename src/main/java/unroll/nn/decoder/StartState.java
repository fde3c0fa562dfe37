package unroll.nn.decoder;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.layer.Linear;

/**
 * The state that a decoder starts from (Bahdanau et al. 2015), {@code tanh(W x + b)} of what an
 * encoder has read, a row an example. Parameters: {@code w} [state, inputs], {@code b} [state].
 */
public final class StartState implements Layer {
    private final Linear map;

    /**
     * @param inputs columns that the encoder leaves
     * @param state columns of the state, with the cell states
     */
    public StartState(Layout.Builder layout, String name, int inputs, int state) {
        map = new Linear(layout, name, inputs, state);
    }

    @Override
    public int outputs() {
        return map.outputs();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        var product = map.open(capacity, kernels, allocator, input);
        var output = product.output();
        return new Pass() {
            @Override
            public Activations output() {
                return output;
            }

            @Override
            public void forward(Context context) {
                product.forward(context);
                kernels.tanh(output.value, 0, output.value, 0, output.rows * outputs());
            }

            /** No layer changes the output, since only another chain reads it. */
            @Override
            public void backward(Context context) {
                for (int i = 0; i < output.rows * outputs(); i++) {
                    float tanh = output.value[i];
                    output.gradient[i] *= 1 - tanh * tanh;
                }
                product.backward(context);
            }
        };
    }
}
