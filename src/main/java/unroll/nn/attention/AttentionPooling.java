package unroll.nn.attention;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.batch.Packing;

/**
 * Reduces the rows of a sequence to one: their mean, weighted by {@link AdditiveAttention} with a
 * learned query, {@code score[t] = v · tanh(W h[t] + b)} (Yang et al. 2016). The query is the
 * attention's bias; it has no other. Parameters: those of the attention.
 */
public final class AttentionPooling implements Layer {
    private final int columns;
    private final Attention attention;

    public AttentionPooling(Layout.Builder layout, String name, int columns) {
        this.columns = columns;
        attention = new AdditiveAttention(layout, name, columns, columns);
    }

    @Override
    public int outputs() {
        return columns;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        boolean training = capacity.training();
        var output = new Activations(allocator, capacity.sequences(), columns, training);
        output.packing = new Packing(capacity.sequences());
        var run = attention.open(capacity, kernels, allocator);
        var query = allocator.floats(capacity.sequences(), columns); // zeros
        var dQuery = allocator.floats(training ? capacity.sequences() : 0, columns);
        return new Pass() {
            @Override
            public Activations output() {
                return output;
            }

            @Override
            public void forward(Context context) {
                output.rows = input.packing.sequences();
                output.packing.setSingle(input.packing);
                run.project(context, input);
                run.match(context, output.packing);
                run.read(context, output.rows, query, 0, output.value, 0);
                context.attention = run;
            }

            @Override
            public void backward(Context context) {
                run.startBackward(context);
                run.backward(context, output.rows, query, 0, output.gradient, dQuery);
                run.finish(context, false);
                run.backwardContext(output.rows, output.gradient);
            }
        };
    }
}
