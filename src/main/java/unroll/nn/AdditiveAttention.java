package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;

/**
 * Additive attention (Bahdanau et al. 2015) of one query a sequence over the sequence's own rows:
 *
 * <pre>
 * score[t] = v · tanh(W h[t] + q)    weights = softmax of the scores    context = sum of weights[t] h[t]
 * </pre>
 *
 * <p>The query q comes projected to the width of W's outputs. Parameters: {@code w} [units,
 * columns], {@code v} [units].
 */
final class AdditiveAttention {
    private final int columns;
    private final int units;
    private final Layout.Slice w;
    private final Layout.Slice v;

    /**
     * @param columns of the rows that are attended to
     * @param units width of what the query and the rows are compared in
     */
    AdditiveAttention(Layout.Builder layout, String name, int columns, int units) {
        this.columns = columns;
        this.units = units;
        w = layout.add(name + ".w", Starts.glorot(1), units, columns);
        v = layout.add(name + ".v", Starts.normal(1 / Math.sqrt(units)), units);
    }

    long bytes(Capacity capacity) {
        int both = capacity.training() ? 2 : 1;
        long rows = (long) capacity.rows() * (units + both);
        long contexts = (long) capacity.sequences() * columns * both;
        long weights = Math.max(Panels.size(columns, units), Panels.size(units, columns));
        return 4 * (rows + contexts + weights)
                + (capacity.training() ? WeightGradient.bytes(1, units, columns) : 0);
    }

    /**
     * @param keys packed rows [rows, columns]
     * @param query [sequences, units]
     */
    Reading open(Capacity capacity, Kernels kernels, Signal keys, Signal query) {
        return new Reading(capacity, kernels, keys, query);
    }

    /** The pass, which also knows the weights. */
    final class Reading implements Pass {
        private final Kernels kernels;
        private final Signal keys;
        private final Signal query;
        private final Signal context; // [sequences, columns]
        private final float[] hidden; // [rows, units]: tanh, then its argument's gradient
        final float[] weights; // [rows]: scores, then weights
        private final float[] dScores; // [rows]
        private final float[] packed =
                new float[Math.max(Panels.size(columns, units), Panels.size(units, columns))];
        private final WeightGradient dW;

        Reading(Capacity capacity, Kernels kernels, Signal keys, Signal query) {
            this.kernels = kernels;
            this.keys = keys;
            this.query = query;
            context = new Signal(capacity.sequences(), columns, capacity.training());
            hidden = new float[Math.multiplyExact(capacity.rows(), units)];
            weights = new float[capacity.rows()];
            dScores = new float[capacity.training() ? capacity.rows() : 0];
            dW = capacity.training() ? new WeightGradient(kernels, 1, units, columns) : null;
        }

        @Override
        public Signal output() {
            return context;
        }

        @Override
        public void forward(Context pass) {
            var packing = keys.packing;
            int rows = packing.rows();
            for (int t = 0; t < packing.steps(); t++) {
                int to = packing.offset(t) * units;
                System.arraycopy(query.value, 0, hidden, to, packing.active(t) * units);
            }
            Panels.packTransposed(columns, units, pass.theta, w.offset(), columns, packed, 0);
            kernels.multiply(
                    rows,
                    units,
                    columns,
                    keys.value,
                    0,
                    columns,
                    packed,
                    0,
                    hidden,
                    0,
                    units,
                    true);
            kernels.tanh(hidden, 0, hidden, 0, rows * units);
            for (int row = 0; row < rows; row++) {
                weights[row] = kernels.dot(hidden, row * units, pass.theta, v.offset(), units);
            }
            context.rows = packing.sequences();
            Arrays.fill(context.value, 0, packing.sequences() * columns, 0);
            for (int b = 0; b < packing.sequences(); b++) {
                softmax(packing, b);
            }
            for (int t = 0; t < packing.steps(); t++) {
                for (int b = 0; b < packing.active(t); b++) {
                    int row = packing.row(t, b);
                    kernels.addScaled(
                            weights[row],
                            keys.value,
                            row * columns,
                            context.value,
                            b * columns,
                            columns);
                }
            }
        }

        /** Turns a sequence's scores into weights. */
        private void softmax(Packing packing, int b) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int t = 0; t < packing.length(b); t++) {
                largest = Math.max(largest, weights[packing.row(t, b)]);
            }
            double sum = 0;
            for (int t = 0; t < packing.length(b); t++) {
                sum += StrictMath.exp(weights[packing.row(t, b)] - largest);
            }
            for (int t = 0; t < packing.length(b); t++) {
                int row = packing.row(t, b);
                weights[row] = (float) (StrictMath.exp(weights[row] - largest) / sum);
            }
        }

        @Override
        public void backward(Context pass) {
            var packing = keys.packing;
            int rows = packing.rows();
            for (int b = 0; b < packing.sequences(); b++) {
                dSoftmax(packing, b);
            }
            dTanh(pass, rows);
            dW.add(rows, hidden, 0, 0, units, keys.value, 0, columns);
            dW.finish(pass.gradient, w.offset());
            Panels.pack(units, columns, pass.theta, w.offset(), columns, packed, 0);
            kernels.multiply(
                    rows,
                    columns,
                    units,
                    hidden,
                    0,
                    units,
                    packed,
                    0,
                    keys.gradient,
                    0,
                    columns,
                    false);
            Arrays.fill(query.gradient, 0, packing.sequences() * units, 0);
            for (int t = 0; t < packing.steps(); t++) {
                int first = packing.offset(t);
                int active = packing.active(t);
                kernels.add(hidden, first * units, query.gradient, 0, active * units);
                for (int b = 0; b < active; b++) {
                    kernels.addScaled(
                            weights[first + b],
                            context.gradient,
                            b * columns,
                            keys.gradient,
                            (first + b) * columns,
                            columns);
                }
            }
        }

        /** Assigns the scores' gradient of a sequence. */
        private void dSoftmax(Packing packing, int b) {
            double mean = 0;
            for (int t = 0; t < packing.length(b); t++) {
                int row = packing.row(t, b);
                dScores[row] =
                        kernels.dot(
                                context.gradient, b * columns, keys.value, row * columns, columns);
                mean += (double) weights[row] * dScores[row];
            }
            for (int t = 0; t < packing.length(b); t++) {
                int row = packing.row(t, b);
                dScores[row] = (float) (weights[row] * (dScores[row] - mean));
            }
        }

        /** Assigns the gradient of v, and turns hidden into its argument's. */
        private void dTanh(Context pass, int rows) {
            Arrays.fill(pass.gradient, v.offset(), v.end(), 0);
            for (int row = 0; row < rows; row++) {
                int at = row * units;
                kernels.addScaled(dScores[row], hidden, at, pass.gradient, v.offset(), units);
                for (int j = 0; j < units; j++) {
                    float tanh = hidden[at + j];
                    hidden[at + j] = dScores[row] * pass.theta[v.offset() + j] * (1 - tanh * tanh);
                }
            }
        }
    }
}
