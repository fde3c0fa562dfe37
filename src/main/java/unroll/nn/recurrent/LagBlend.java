package unroll.nn.recurrent;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Softmax;
import unroll.nn.Layout;

/**
 * The state that a cell without recurrent products takes from its lags, if there are others than
 * the step before: for each unit a weighted mean of its states so many steps before,
 *
 * <pre>
 * h(t-) = sum over lags l of softmax(a)_l h(t - l)
 * </pre>
 *
 * <p>where a is the parameter {@code lags} [lags, units], which starts at zero; a single lag has
 * weight one and no parameter. The cell takes it for the hidden state of the step before.
 */
final class LagBlend {
    private final Kernels kernels;
    private final Layout.Slice slice; // null with a single lag
    private final StateHistory history;
    private final int units;
    private final float[] weights; // [lags, units]
    private final float[] dWeights;
    private final float[] value; // [rows, units], the mean at each step

    /**
     * @param slice of the parameter; null with a single lag
     * @param rows whose means are kept
     */
    LagBlend(
            Kernels kernels,
            Allocator allocator,
            Layout.Slice slice,
            StateHistory history,
            int rows,
            int units) {
        this.kernels = kernels;
        this.slice = slice;
        this.history = history;
        this.units = units;
        weights = allocator.floats(history.lags(), units);
        Arrays.fill(weights, 1);
        dWeights = allocator.floats(history.lags(), units);
        value = allocator.floats(rows, units);
    }

    /** [rows, units]. */
    float[] value() {
        return value;
    }

    void pack(float[] theta) {
        if (slice == null) {
            return;
        }
        for (int u = 0; u < units; u++) {
            Softmax.forward(theta, slice.offset() + u, weights, u, units, weights.length / units);
        }
    }

    void forward(int active, int row) {
        int from = row * units;
        Arrays.fill(value, from, from + active * units, 0);
        for (int l = 0; l < history.lags(); l++) {
            float[] h = history.lagged(l);
            for (int at = from; at < from + active * units; at += units) {
                kernels.addProduct(weights, l * units, h, at, value, at, units);
            }
        }
    }

    void startBackward() {
        Arrays.fill(dWeights, 0);
    }

    /**
     * @param d gradient of the mean, [active, units] from 0: added to those of the states, then
     *     zero
     */
    void backward(int active, int row, float[] d) {
        for (int l = 0; l < history.lags(); l++) {
            float[] h = history.lagged(l);
            float[] dh = history.pending(l);
            for (int at = 0; at < active * units; at += units) {
                kernels.addProduct(d, at, weights, l * units, dh, at, units);
                kernels.addProduct(d, at, h, row * units + at, dWeights, l * units, units);
            }
        }
        Arrays.fill(d, 0, active * units, 0);
    }

    /** Assigns the parameter's gradient. */
    void finish(float[] gradient) {
        if (slice == null) {
            return;
        }
        for (int u = 0; u < units; u++) {
            int at = slice.offset() + u;
            int count = weights.length / units;
            Softmax.backward(weights, u, dWeights, u, gradient, at, units, count);
        }
    }
}
