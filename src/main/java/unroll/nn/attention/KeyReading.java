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
import unroll.nn.Layout;
import unroll.nn.batch.Packing;

/**
 * An attention with its buffers: the mean of the rows of a sequence, its keys, weighted by the
 * softmax of their scores, which compare a query with W h + b of each key h.
 *
 * <p>Keys are projected once a batch; each reading takes one query of each of the first sequences
 * of a packing, which may lie in another order than the keys. Several of them may read one sequence
 * of keys, but not in training.
 */
public abstract class KeyReading implements Context.AttentionWeights {
    final Kernels kernels;
    final int units;
    final float[] projected; // [key rows, units]: W h + b
    final float[] dProjected; // [key rows, units]
    private final Layout.Slice w;
    private final Layout.Slice b; // null without
    private final int columns;
    // [keys of all queries], query by query: scores, then weights, of the last reading
    private float[] weights;
    private final float[] dScores; // as weights
    private final int[] starts; // [queries], where the weights of each begin
    private final int[] keyOf; // [queries], place of the keys
    private final int[] queryOf; // [key sequences], place of the query, in training
    private final float[] packed; // W, transposed in forward
    private final WeightGradient dW;
    private Activations keys;
    private Packing packing; // of the keys

    /**
     * @param w [units, columns of the keys]
     * @param b [units], null without
     */
    KeyReading(
            Layout.Slice w,
            Layout.Slice b,
            Capacity capacity,
            Kernels kernels,
            Allocator allocator) {
        this.w = w;
        this.b = b;
        this.kernels = kernels;
        units = w.shape().get(0);
        columns = w.rowSize();
        boolean training = capacity.training();
        int panels = Math.max(Panels.size(columns, units), Panels.size(units, columns));
        packed = allocator.floats(panels);
        projected = allocator.floats(capacity.rows(), units);
        dProjected = allocator.floats(training ? capacity.rows() : 0, units);
        weights = allocator.floats(capacity.rows());
        dScores = allocator.floats(training ? capacity.rows() : 0);
        keyOf = allocator.ints(capacity.sequences());
        queryOf = allocator.ints(capacity.sequences());
        starts = allocator.ints(capacity.sequences());
        dW = training ? new WeightGradient(kernels, allocator, 1, units, columns) : null;
    }

    /**
     * Returns the score of a key.
     *
     * @param row of the key
     * @param query [units], from {@code at}
     */
    abstract float score(Context pass, int row, float[] query, int at);

    /**
     * Adds the gradients of a key's score to those of its projection, of the query and of
     * parameters of the comparison.
     *
     * @param dQuery [units], from {@code dAt}
     */
    abstract void dScore(
            Context pass, float dScore, int row, float[] query, int at, float[] dQuery, int dAt);

    /** Projects the keys of a batch. */
    public void project(Context pass, Activations keys) {
        this.keys = keys;
        packing = keys.packing;
        int rows = packing.rows();
        Panels.packTransposed(columns, units, pass.theta, w.offset(), columns, packed, 0);
        if (b != null) {
            kernels.copyRows(rows, units, pass.theta, b.offset(), 0, projected, 0, units);
        }
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
                b != null);
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
            Context pass, int active, float[] query, int queryAt, float[] context, int contextAt) {
        weigh(pass, active, query, queryAt);
        Arrays.fill(context, contextAt, contextAt + active * columns, 0);
        for (int q = 0; q < active; q++) {
            int k = keyOf[q];
            for (int t = 0; t < packing.length(k); t++) {
                int from = packing.row(t, k) * columns;
                int to = contextAt + q * columns;
                kernels.addScaled(weights[starts[q] + t], keys.value, from, context, to, columns);
            }
        }
    }

    /** Assigns the weights of the keys. */
    private void weigh(Context pass, int active, float[] query, int queryAt) {
        for (int q = 0; q < active; q++) {
            int k = keyOf[q];
            int first = starts[q];
            for (int t = 0; t < packing.length(k); t++) {
                weights[first + t] = score(pass, packing.row(t, k), query, queryAt + q * units);
            }
            Softmax.forward(weights, first, weights, first, 1, packing.length(k));
        }
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
        if (b != null) {
            Arrays.fill(pass.gradient, b.offset(), b.end(), 0);
        }
        Arrays.fill(dProjected, 0, packing.rows() * units, 0);
    }

    /**
     * Backward of one reading, whose weights are computed once more: kept for every reading they
     * would be [query rows, key steps].
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
                int q = queryOf[k];
                if (q < active) {
                    float d = dScores[starts[q] + t];
                    int at = queryAt + q * units;
                    dScore(pass, d, packing.row(t, k), query, at, dQuery, q * units);
                }
            }
        }
        if (b != null) {
            kernels.addRows(active, units, dQuery, 0, units, pass.gradient, b.offset());
        }
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

    /** Adds the gradient of the keys as parts of the context, after {@link #backward}. */
    public void backwardContext(int active, float[] dContext) {
        for (int t = 0; t < packing.steps(); t++) {
            for (int k = 0; k < packing.active(t); k++) {
                int q = queryOf[k];
                if (q < active) {
                    int to = packing.row(t, k) * columns;
                    float weight = weights[starts[q] + t];
                    kernels.addScaled(weight, dContext, q * columns, keys.gradient, to, columns);
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
