package unroll.nn.decoder;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;

/**
 * The first layer of a chain whose rows are the steps of a batch's target: each is the row of its
 * example in another chain.
 */
public final class Repeat implements Layer {
    private final String chain;
    private final int columns;

    /**
     * @param chain has one row an example
     * @param columns of its output
     */
    public Repeat(String chain, int columns) {
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
                var packing = context.batch.target().packing();
                output.packing = packing;
                output.rows = packing.rows();
                for (int t = 0; t < packing.steps(); t++) {
                    for (int b = 0; b < packing.active(t); b++) {
                        int to = packing.row(t, b) * columns;
                        System.arraycopy(from.value, place(from, b), output.value, to, columns);
                    }
                }
            }

            @Override
            public void backward(Context context) {
                var from = context.output(chain);
                for (int t = 0; t < output.packing.steps(); t++) {
                    for (int b = 0; b < output.packing.active(t); b++) {
                        int at = output.packing.row(t, b) * columns;
                        kernels.add(output.gradient, at, from.gradient, place(from, b), columns);
                    }
                }
            }

            private int place(Activations from, int sequence) {
                int example = output.packing.example(sequence);
                return from.packing.row(0, from.packing.place(example)) * columns;
            }
        };
    }
}
