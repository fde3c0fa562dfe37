package unroll.nn.layer;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.batch.Packing;

/**
 * Reduces the rows of a sequence to one. The results of several kinds lie side by side, in the
 * order given.
 */
public final class PoolingLayer implements Layer {
    /** The kind of reduction. */
    public enum Kind {
        /** The last row of the columns that read from the start, the first row of the others. */
        LAST,
        MEAN,
        MAX
    }

    private final Kind[] kinds;
    private final int columns;
    private final int forwardColumns;

    /**
     * @param forwardColumns columns whose final state is at the sequence's end; the others' is at
     *     its start
     */
    public PoolingLayer(int columns, int forwardColumns, Kind... kinds) {
        this.kinds = kinds.clone();
        this.columns = columns;
        this.forwardColumns = forwardColumns;
    }

    @Override
    public int outputs() {
        return kinds.length * columns;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Pool(capacity, kernels, allocator, input);
    }

    private final class Pool implements Pass {
        private final Kernels kernels;
        private final Activations input;
        private final Activations output;
        private final int[] maximum; // [sequences, columns]: row of the largest value

        Pool(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            this.input = input;
            output =
                    new Activations(
                            allocator, capacity.sequences(), outputs(), capacity.training());
            output.packing = new Packing(capacity.sequences());
            maximum = allocator.ints(capacity.sequences(), columns);
        }

        @Override
        public Activations output() {
            return output;
        }

        @Override
        public void forward(Context context) {
            var packing = input.packing;
            output.rows = packing.sequences();
            output.packing.setSingle(packing);
            for (int k = 0; k < kinds.length; k++) {
                int first = k * columns;
                for (int b = 0; b < packing.sequences(); b++) {
                    int to = b * output.columns + first;
                    switch (kinds[k]) {
                        case LAST -> last(packing, b, to);
                        case MEAN -> mean(packing, b, to);
                        case MAX -> max(packing, b, to);
                    }
                }
            }
        }

        @Override
        public void backward(Context context) {
            var packing = input.packing;
            Arrays.fill(input.gradient, 0, packing.rows() * columns, 0);
            for (int k = 0; k < kinds.length; k++) {
                int first = k * columns;
                for (int b = 0; b < packing.sequences(); b++) {
                    int from = b * output.columns + first;
                    switch (kinds[k]) {
                        case LAST -> dLast(packing, b, from);
                        case MEAN -> dMean(packing, b, from);
                        case MAX -> dMax(b, from);
                    }
                }
            }
        }

        private void last(Packing packing, int b, int to) {
            int end = packing.row(packing.length(b) - 1, b) * columns;
            int backward = columns - forwardColumns;
            System.arraycopy(input.value, end, output.value, to, forwardColumns);
            System.arraycopy(
                    input.value,
                    packing.row(0, b) * columns + forwardColumns,
                    output.value,
                    to + forwardColumns,
                    backward);
        }

        private void dLast(Packing packing, int b, int from) {
            int end = packing.row(packing.length(b) - 1, b) * columns;
            kernels.add(output.gradient, from, input.gradient, end, forwardColumns);
            kernels.add(
                    output.gradient,
                    from + forwardColumns,
                    input.gradient,
                    packing.row(0, b) * columns + forwardColumns,
                    columns - forwardColumns);
        }

        private void mean(Packing packing, int b, int to) {
            Arrays.fill(output.value, to, to + columns, 0);
            for (int t = 0; t < packing.length(b); t++) {
                kernels.add(input.value, packing.row(t, b) * columns, output.value, to, columns);
            }
            float share = 1f / packing.length(b);
            for (int j = to; j < to + columns; j++) {
                output.value[j] *= share;
            }
        }

        private void dMean(Packing packing, int b, int from) {
            float share = 1f / packing.length(b);
            for (int j = from; j < from + columns; j++) {
                output.gradient[j] *= share;
            }
            for (int t = 0; t < packing.length(b); t++) {
                kernels.add(
                        output.gradient,
                        from,
                        input.gradient,
                        packing.row(t, b) * columns,
                        columns);
            }
        }

        private void max(Packing packing, int b, int to) {
            System.arraycopy(input.value, packing.row(0, b) * columns, output.value, to, columns);
            Arrays.fill(maximum, b * columns, (b + 1) * columns, packing.row(0, b));
            for (int t = 1; t < packing.length(b); t++) {
                int row = packing.row(t, b);
                for (int j = 0; j < columns; j++) {
                    float value = input.value[row * columns + j];
                    if (value > output.value[to + j]) {
                        output.value[to + j] = value;
                        maximum[b * columns + j] = row;
                    }
                }
            }
        }

        private void dMax(int b, int from) {
            for (int j = 0; j < columns; j++) {
                input.gradient[maximum[b * columns + j] * columns + j] += output.gradient[from + j];
            }
        }
    }
}
