package unroll.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import unroll.diagnose.Diagnosis.Surface;
import unroll.math.RandomKeys;
import unroll.nn.Initializers;
import unroll.nn.Layout;

/**
 * The loss on a grid along two random directions around the parameters (Li et al. 2018). A
 * direction is normal; each row of a matrix in it (a filter) has the length of the parameters' own
 * row, and vectors such as biases stay as they are.
 */
final class LossSurface {
    private LossSurface() {}

    /**
     * @param places along either direction, from -1 to 1; odd, so that the model is in the middle
     * @param loss of parameters, which it must not keep
     */
    static Surface of(
            Layout layout, float[] theta, int places, long seed, ToDoubleFunction<float[]> loss) {
        var first = direction(layout, theta, RandomKeys.mix(seed, 0));
        var second = direction(layout, theta, RandomKeys.mix(seed, 1));
        var axis = new ArrayList<Double>();
        for (int i = 0; i < places; i++) {
            axis.add(places == 1 ? 0 : 2.0 * i / (places - 1) - 1);
        }
        var moved = new float[theta.length];
        var rows = new ArrayList<List<Double>>();
        for (double a : axis) {
            var row = new ArrayList<Double>();
            for (double b : axis) {
                for (int i = 0; i < theta.length; i++) {
                    moved[i] = (float) (theta[i] + a * first[i] + b * second[i]);
                }
                row.add(loss.applyAsDouble(moved));
            }
            rows.add(row);
        }
        return new Surface(seed, axis, rows);
    }

    /** A random direction, as long as the parameters row by row. */
    static float[] direction(Layout layout, float[] theta, long seed) {
        var direction = new float[theta.length];
        for (var slice : layout.slices()) {
            if (slice.shape().size() > 1) {
                Initializers.normal(1).fill(direction, slice, seed);
                for (int from = slice.offset(); from < slice.end(); from += slice.rowSize()) {
                    int end = from + slice.rowSize();
                    double scale = norm(theta, from, end) / norm(direction, from, end);
                    for (int i = from; i < end; i++) {
                        direction[i] = (float) (scale * direction[i]);
                    }
                }
            }
        }
        return direction;
    }

    private static double norm(float[] x, int from, int end) {
        double squares = 0;
        for (int i = from; i < end; i++) {
            squares += (double) x[i] * x[i];
        }
        return StrictMath.sqrt(squares);
    }
}
