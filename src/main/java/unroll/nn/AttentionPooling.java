package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;

/**
 * Makes one row a sequence out of its rows along time: their mean, weighted by {@link
 * AdditiveAttention} with a learned query, {@code score[t] = v · tanh(W h[t] + b)} (Yang et al.
 * 2016). Parameters: those of the attention and {@code b} [columns].
 */
public final class AttentionPooling implements Layer {
    private final int columns;
    private final AdditiveAttention attention;
    private final Layout.Slice b;

    public AttentionPooling(Layout.Builder layout, String name, int columns) {
        this.columns = columns;
        attention = new AdditiveAttention(layout, name, columns, columns);
        b = layout.add(name + ".b", Starts.zero(), columns);
    }

    @Override
    public int outputs() {
        return columns;
    }

    @Override
    public long bytes(Capacity capacity) {
        long queries = (long) capacity.sequences() * columns * (capacity.training() ? 2 : 1);
        return attention.bytes(capacity) + 4 * queries;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Signal input) {
        var query = new Signal(capacity.sequences(), columns, capacity.training());
        var reading = attention.open(capacity, kernels, input, query);
        return new Pass() {
            @Override
            public Signal output() {
                return reading.output();
            }

            @Override
            public void forward(Context context) {
                query.rows = input.packing.sequences();
                for (int row = 0; row < query.rows; row++) {
                    System.arraycopy(
                            context.theta, b.offset(), query.value, row * columns, columns);
                }
                reading.forward(context);
            }

            @Override
            public void backward(Context context) {
                reading.backward(context);
                Arrays.fill(context.gradient, b.offset(), b.end(), 0);
                kernels.addRows(
                        query.rows,
                        columns,
                        query.gradient,
                        0,
                        columns,
                        context.gradient,
                        b.offset());
            }
        };
    }
}
