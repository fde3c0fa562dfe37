package unroll.nn.attention;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layout;

/**
 * Attention by a product of a query and the rows of a sequence, its keys (Luong et al. 2015), whose
 * size does not depend on the width (Vaswani et al. 2017):
 *
 * <pre>
 * score[t] = q · W h[t] / √units    weights = softmax of the scores    context = sum of weights[t] h[t]
 * </pre>
 *
 * <p>The query q comes projected to the width of W's outputs. Parameter: {@code w} [units,
 * columns].
 */
public final class DotAttention implements Attention {
    private final Layout.Slice w;

    /**
     * @param columns of the keys
     * @param units width in which a query and the keys are compared
     */
    public DotAttention(Layout.Builder layout, String name, int columns, int units) {
        w = layout.add(name + ".w", Initializers.glorot(1), units, columns);
    }

    @Override
    public KeyReading open(Capacity capacity, Kernels kernels, Allocator allocator) {
        return new Reading(capacity, kernels, allocator);
    }

    private final class Reading extends KeyReading {
        private final float scale = (float) (1 / Math.sqrt(units));

        Reading(Capacity capacity, Kernels kernels, Allocator allocator) {
            super(w, null, capacity, kernels, allocator);
        }

        @Override
        float score(Context pass, int row, float[] query, int at) {
            return scale * kernels.dot(query, at, projected, row * units, units);
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
            float d = scale * dScore;
            kernels.addScaled(d, query, at, dProjected, row * units, units);
            kernels.addScaled(d, projected, row * units, dQuery, dAt, units);
        }
    }
}
