package unroll.nn.attention;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.Softmax;
import unroll.math.WeightGradient;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.batch.Packing;

/**
 * Additive attention (Bahdanau et al. 2015) of a query over the rows of a sequence, its keys:
 *
 * <pre>
 * score[t] = v · tanh(W h[t] + b + q)    weights = softmax of the scores    context = sum of weights[t] h[t]
 * </pre>
 *
 * <p>The query q comes projected to the width of W's outputs. Parameters: {@code w} [units,
 * columns], {@code v} [units], {@code b} [units].
 */
public final class AdditiveAttention {
    private final int columns;
    private final int units;
    private final Layout.Slice w;
    private final Layout.Slice v;
    private final Layout.Slice b;

    /**
     * @param columns of the keys
     * @param units width in which a query and the keys are compared
     */
    public AdditiveAttention(Layout.Builder layout, String name, int columns, int units) {
        this.columns = columns;
        this.units = units;
        w = layout.add(name + ".w", Initializers.glorot(1), units, columns);
        v = layout.add(name + ".v", Initializers.normal(1 / Math.sqrt(units)), units);
        b = layout.add(name + ".b", Initializers.zero(), units);
    }

    /**
     * The attention with its buffers. Keys are projected once a batch; each reading takes one query
     * of each of the first sequences of a packing, which may lie in another order than the keys.
     * Several of them may read one sequence of keys, but not in training.
     */
    public final class Run implements Context.AttentionWeights {
        private final Kernels kernels;
        private final float[] projected; // [key rows, units]: W h + b
        private final float[] dProjected; // [key rows, units]
        // [keys of all queries], query by query: scores, then weights, of the last reading
        private float[] weights;
        private final float[] dScores; // as weights
        private final int[] starts; // [queries], where the weights of each begin
        private final float[] hidden; // [units], of one key row
        private final int[] keyOf; // [queries], place of the keys
        private final int[] queryOf; // [key sequences], place of the query, in training
        private final float[] packed; // W, transposed in forward
        private final WeightGradient dW;
        private Activations keys;
        private Packing packing; // of the keys

        public Run(Capacity capacity, Kernels kernels, Allocator allocator) {
            this.kernels = kernels;
            boolean training = capacity.training();
            int panels = Math.max(Panels.size(columns, units), Panels.size(units, columns));
            packed = allocator.floats(panels);
            hidden = allocator.floats(units);
            projected = allocator.floats(capacity.rows(), units);
            dProjected = allocator.floats(training ? capacity.rows() : 0, units);
            weights = allocator.floats(capacity.rows());
            dScores = allocator.floats(training ? capacity.rows() : 0);
            keyOf = allocator.ints(capacity.sequences());
            queryOf = allocator.ints(capacity.sequences());
            starts = allocator.ints(capacity.sequences());
            dW = training ? new WeightGradient(kernels, allocator, 1, units, columns) : null;
        }

        /** Projects the keys of a batch. */
        public void project(Context pass, Activations keys) {
            this.keys = keys;
            packing = keys.packing;
            int rows = packing.rows();
            Panels.packTransposed(columns, units, pass.theta, w.offset(), columns, packed, 0);
            kernels.copyRows(rows, units, pass.theta, b.offset(), 0, projected, 0, units);
            kernels.multiply(
                    rows,
                    units,
                    columns,
                    keys.value,
                    0,
                    columns,
                    packed,
                    0,
                    projected,
                    0,
                    units,
                    true);
        }

        /**
         * Finds the keys of each query.
         *
         * @param queries packing of the sequences that read
         */
        public void match(Context pass, Packing queries) {
            int start = 0;
            for (int q = 0; q < queries.sequences(); q++) {
                int k = packing.place(pass.origin(queries.example(q)));
                keyOf[q] = k;
                queryOf[k] = q;
                starts[q] = start;
                start += packing.length(k);
            }
            if (start > weights.length) { // several queries read the same keys
                weights = new float[2 * start];
            }
        }

        /**
         * Reads the keys.
         *
         * @param active sequences that read
         * @param query [active, units], from {@code queryAt}
         * @param context [active, columns], from {@code contextAt}: assigned
         */
        public void read(
                Context pass,
                int active,
                float[] query,
                int queryAt,
                float[] context,
                int contextAt) {
            weigh(pass, active, query, queryAt);
            Arrays.fill(context, contextAt, contextAt + active * columns, 0);
            for (int q = 0; q < active; q++) {
                int k = keyOf[q];
                for (int t = 0; t < packing.length(k); t++) {
                    int from = packing.row(t, k) * columns;
                    int to = contextAt + q * columns;
                    kernels.addScaled(
                            weights[starts[q] + t], keys.value, from, context, to, columns);
                }
            }
        }

        /** Assigns the weights of the keys. */
        private void weigh(Context pass, int active, float[] query, int queryAt) {
            for (int q = 0; q < active; q++) {
                int k = keyOf[q];
                int first = starts[q];
                for (int t = 0; t < packing.length(k); t++) {
                    compare(packing.row(t, k), query, queryAt + q * units);
                    weights[first + t] = kernels.dot(hidden, 0, pass.theta, v.offset(), units);
                }
                Softmax.forward(weights, first, weights, first, 1, packing.length(k));
            }
        }

        /** Assigns the hidden units of a key and a query. */
        private void compare(int row, float[] query, int queryAt) {
            System.arraycopy(projected, row * units, hidden, 0, units);
            kernels.add(query, queryAt, hidden, 0, units);
            kernels.tanh(hidden, 0, hidden, 0, units);
        }

        @Override
        public int steps(int query) {
            return packing.length(keyOf[query]);
        }

        @Override
        public float weight(int query, int t) {
            return weights[starts[query] + t];
        }

        public void startBackward(Context pass) {
            Arrays.fill(pass.gradient, v.offset(), v.end(), 0);
            Arrays.fill(pass.gradient, b.offset(), b.end(), 0);
            Arrays.fill(dProjected, 0, packing.rows() * units, 0);
        }

        /**
         * Backward of one reading, whose weights are computed once more: kept for every reading
         * they would be [query rows, key steps].
         *
         * @param query as in {@link #read}
         * @param dContext [active, columns], from 0
         * @param dQuery [active, units], from 0: assigned
         */
        public void backward(
                Context pass,
                int active,
                float[] query,
                int queryAt,
                float[] dContext,
                float[] dQuery) {
            weigh(pass, active, query, queryAt);
            for (int k = 0; k < packing.sequences(); k++) {
                if (queryOf[k] < active) {
                    dSoftmax(k, dContext, queryOf[k] * columns);
                }
            }
            Arrays.fill(dQuery, 0, active * units, 0);
            for (int t = 0; t < packing.steps(); t++) {
                for (int k = 0; k < packing.active(t); k++) {
                    if (queryOf[k] < active) {
                        int row = packing.row(t, k);
                        int at = queryOf[k] * units;
                        compare(row, query, queryAt + at);
                        dCompare(pass, dScores[starts[queryOf[k]] + t]);
                        kernels.add(hidden, 0, dProjected, row * units, units);
                        kernels.add(hidden, 0, dQuery, at, units);
                    }
                }
            }
            kernels.addRows(active, units, dQuery, 0, units, pass.gradient, b.offset());
        }

        /** Assigns the scores' gradient of a sequence. */
        private void dSoftmax(int k, float[] dContext, int at) {
            int first = starts[queryOf[k]];
            for (int t = 0; t < packing.length(k); t++) {
                int row = packing.row(t, k);
                dScores[first + t] = kernels.dot(dContext, at, keys.value, row * columns, columns);
            }
            Softmax.backward(weights, first, dScores, first, dScores, first, 1, packing.length(k));
        }

        /** Adds to the gradient of v, and turns the hidden units into their sums' gradient. */
        private void dCompare(Context pass, float dScore) {
            kernels.addScaled(dScore, hidden, 0, pass.gradient, v.offset(), units);
            for (int j = 0; j < units; j++) {
                float tanh = hidden[j];
                hidden[j] = dScore * pass.theta[v.offset() + j] * (1 - tanh * tanh);
            }
        }

        /** Adds the gradient of the keys as parts of the context, after {@link #backward}. */
        public void backwardContext(int active, float[] dContext) {
            for (int t = 0; t < packing.steps(); t++) {
                for (int k = 0; k < packing.active(t); k++) {
                    if (queryOf[k] < active) {
                        int row = packing.row(t, k);
                        int at = queryOf[k] * columns;
                        float[] dKeys = keys.gradient;
                        kernels.addScaled(
                                weights[starts[queryOf[k]] + t],
                                dContext,
                                at,
                                dKeys,
                                row * columns,
                                columns);
                    }
                }
            }
        }

        /**
         * Assigns the gradient of W, and that of the keys as they are compared.
         *
         * @param accumulate whether the keys' gradient is added to
         */
        public void finish(Context pass, boolean accumulate) {
            int rows = packing.rows();
            dW.add(rows, dProjected, 0, 0, units, keys.value, 0, columns);
            dW.finish(pass.gradient, w.offset());
            Panels.pack(units, columns, pass.theta, w.offset(), columns, packed, 0);
            kernels.multiply(
                    rows,
                    columns,
                    units,
                    dProjected,
                    0,
                    units,
                    packed,
                    0,
                    keys.gradient,
                    0,
                    columns,
                    accumulate);
        }
    }
}
