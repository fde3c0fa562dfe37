package unroll.nn.decoder;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.batch.Packing;
import unroll.nn.recurrent.StepInput;
import unroll.nn.recurrent.StepProduct;

/** The output of a chain with one row an example, which every step reads again. */
public final class RepeatedVector implements StepInput {
    private final String chain;
    private final int columns;

    /**
     * @param columns of the chain's output
     */
    public RepeatedVector(String chain, int columns) {
        this.chain = chain;
        this.columns = columns;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public StepInput.Run open(
            Capacity capacity, Kernels kernels, Allocator allocator, State state) {
        float[] value = allocator.floats(capacity.keptRows(), columns);
        int sequences = capacity.training() ? capacity.sequences() : 0;
        float[] gradient = allocator.floats(sequences, columns); // of one step
        return new Run() {
            private Packing packing;

            @Override
            public float[] value() {
                return value;
            }

            @Override
            public void start(Context context, Packing steps) {
                packing = steps;
            }

            @Override
            public void forward(Context context, int active, int row) {
                var from = context.output(chain);
                for (int b = 0; b < active; b++) {
                    int at = place(context, from, b);
                    System.arraycopy(from.value, at, value, (row + b) * columns, columns);
                }
            }

            @Override
            public void backward(Context context, int active, int row, StepProduct product) {
                product.backward(gradient, false);
                var from = context.output(chain);
                for (int b = 0; b < active; b++) {
                    int at = place(context, from, b);
                    kernels.add(gradient, b * columns, from.gradient, at, columns);
                }
            }

            private int place(Context context, Activations from, int sequence) {
                int example = context.origin(packing.example(sequence));
                return from.packing.row(0, from.packing.place(example)) * columns;
            }
        };
    }
}
