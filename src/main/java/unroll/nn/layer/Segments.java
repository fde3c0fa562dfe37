package unroll.nn.layer;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/**
 * Layers over segments (Johnson and Zhang 2016): in training, each sequence is cut into segments of
 * some steps and a shorter last one, and the layers read each of them as a sequence of its own. The
 * output has the steps of the whole sequences again. When scoring, sequences are read whole.
 */
public final class Segments implements Layer {
    private final List<Layer> layers;
    private final int length;

    /**
     * @param layers one after the other, at least one
     * @param length steps of a segment
     */
    public Segments(List<Layer> layers, int length) {
        this.layers = List.copyOf(layers);
        this.length = length;
    }

    @Override
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return capacity.training()
                ? new Run(capacity, kernels, allocator, input)
                : new PassChain(layers, capacity, kernels, allocator, input);
    }

    private final class Run implements Pass {
        private final Activations input;
        private final Activations cut; // the input's values, with the packing of the segments
        private final Pass inner;
        private final Activations read; // its output
        private final Activations output;
        private final int[] lengths; // [segments]
        private final int[] joined; // [sequences], steps of the output
        private final int[] from; // [rows], row in read of each row of the output

        Run(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.input = input;
            int rows = capacity.rows();
            int segments = capacity.sequences() + rows / length;
            cut = input.reordered(allocator.ints(rows));
            cut.packing = new Packing(segments);
            var capacityOfSegments = new Capacity(segments, rows, true);
            inner = new PassChain(layers, capacityOfSegments, kernels, allocator, cut);
            read = inner.output();
            output = new Activations(allocator, rows, outputs(), true);
            output.packing = new Packing(capacity.sequences());
            lengths = allocator.ints(segments);
            joined = allocator.ints(capacity.sequences());
            from = allocator.ints(rows);
        }

        @Override
        public Activations output() {
            return output;
        }

        @Override
        public List<RowSet> used() {
            return inner.used();
        }

        @Override
        public void invalidate() {
            inner.invalidate();
        }

        @Override
        public void forward(Context context) {
            cut(context.training ? length : Integer.MAX_VALUE);
            inner.forward(context);
            join();
            for (int row = 0; row < output.rows; row++) {
                copy(read.value, from[row], output.value, row);
            }
        }

        @Override
        public void backward(Context context) {
            for (int row = 0; row < output.rows; row++) {
                copy(output.gradient, row, read.gradient, from[row]);
            }
            inner.backward(context);
        }

        private void copy(float[] x, int row, float[] y, int to) {
            int columns = output.columns;
            System.arraycopy(x, row * columns, y, to * columns, columns);
        }

        /** Places segments, numbered sequence by sequence, in a packing of their own. */
        private void cut(int length) {
            var whole = input.packing;
            int segments = 0;
            for (int b = 0; b < whole.sequences(); b++) {
                for (int rest = whole.length(b); rest > 0; rest -= lengths[segments++]) {
                    lengths[segments] = Math.min(length, rest);
                }
            }
            cut.packing.set(lengths, segments);
            for (int b = 0, segment = 0; b < whole.sequences(); b++) {
                for (int first = 0; first < whole.length(b); first += lengths[segment++]) {
                    int place = cut.packing.place(segment);
                    for (int t = 0; t < lengths[segment]; t++) {
                        int row = whole.row(first + t, b);
                        cut.index[cut.packing.row(t, place)] =
                                input.index == null ? row : input.index[row];
                    }
                }
            }
            cut.rows = input.rows;
            cut.unchanged = input.unchanged;
        }

        /** Places the steps of the segments, which layers may have left fewer of, in sequences. */
        private void join() {
            var whole = input.packing;
            for (int b = 0, segment = 0; b < whole.sequences(); b++) {
                joined[b] = 0;
                for (int first = 0; first < whole.length(b); first += lengths[segment++]) {
                    joined[b] += read.packing.length(cut.packing.place(segment));
                }
            }
            output.packing.setLengths(whole, joined);
            output.rows = output.packing.rows();
            for (int b = 0, segment = 0; b < whole.sequences(); b++) {
                for (int at = 0; at < joined[b]; segment++) {
                    int place = cut.packing.place(segment);
                    for (int t = 0; t < read.packing.length(place); t++) {
                        from[output.packing.row(at++, b)] = read.packing.row(t, place);
                    }
                }
            }
        }
    }
}
