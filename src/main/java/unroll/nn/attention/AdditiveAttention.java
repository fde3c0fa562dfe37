package unroll.nn.attention;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layout;

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
public final class AdditiveAttention implements Attention {
    private final Layout.Slice w;
    private final Layout.Slice v;
    private final Layout.Slice b;

    /**
     * @param columns of the keys
     * @param units width in which a query and the keys are compared
     */
    public AdditiveAttention(Layout.Builder layout, String name, int columns, int units) {
        w = layout.add(name + ".w", Initializers.glorot(1), units, columns);
        v = layout.add(name + ".v", Initializers.normal(1 / Math.sqrt(units)), units);
        b = layout.add(name + ".b", Initializers.zero(), units);
    }

    @Override
    public KeyReading open(Capacity capacity, Kernels kernels, Allocator allocator) {
        return new Reading(capacity, kernels, allocator);
    }

    private final class Reading extends KeyReading {
        private final float[] hidden; // [units], of one key and a query

        Reading(Capacity capacity, Kernels kernels, Allocator allocator) {
            super(w, b, capacity, kernels, allocator);
            hidden = allocator.floats(units);
        }

        @Override
        float score(Context pass, int row, float[] query, int at) {
            System.arraycopy(projected, row * units, hidden, 0, units);
            kernels.add(query, at, hidden, 0, units);
            kernels.tanh(hidden, 0, hidden, 0, units);
            return kernels.dot(hidden, 0, pass.theta, v.offset(), units);
        }

        @Override
        public void startBackward(Context pass) {
            super.startBackward(pass);
            Arrays.fill(pass.gradient, v.offset(), v.end(), 0);
        }

        @Override
        void dScore(
                Context pass,
                float dScore,
                int row,
                float[] query,
                int at,
                float[] dQuery,
                int dAt) {
            score(pass, row, query, at);
            kernels.addScaled(dScore, hidden, 0, pass.gradient, v.offset(), units);
            for (int j = 0; j < units; j++) {
                float tanh = hidden[j];
                hidden[j] = dScore * pass.theta[v.offset() + j] * (1 - tanh * tanh);
            }
            kernels.add(hidden, 0, dProjected, row * units, units);
            kernels.add(hidden, 0, dQuery, dAt, units);
        }
    }
}
