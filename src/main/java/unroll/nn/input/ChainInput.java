package unroll.nn.input;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;

/** The output of another chain as the first layer of a chain. */
public final class ChainInput implements Layer {
    private final String chain;
    private final int columns;

    /**
     * @param columns of the chain's output, whose rows are steps
     */
    public ChainInput(String chain, int columns) {
        this.chain = chain;
        this.columns = columns;
    }

    @Override
    public int outputs() {
        return columns;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        var output = new Activations(allocator, capacity.rows(), columns, capacity.training());
        return new Pass() {
            @Override
            public Activations output() {
                return output;
            }

            @Override
            public void forward(Context context) {
                var from = context.output(chain);
                output.packing = from.packing;
                output.rows = from.rows;
                System.arraycopy(from.value, 0, output.value, 0, output.rows * columns);
            }

            @Override
            public void backward(Context context) {
                int count = output.rows * columns;
                kernels.add(output.gradient, 0, context.output(chain).gradient, 0, count);
            }
        };
    }
}
