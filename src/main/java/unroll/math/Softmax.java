package unroll.math;

/**
 * Softmax and logarithms of sums of exponentials. All are computed relative to the largest element,
 * so that nothing overflows, and sums are in double, in an order that depends on their count only.
 *
 * <p>There are three exponentials, since the bits of each must not change: {@link StrictMath}'s for
 * few elements; the polynomial in single precision for many classes, see {@link #exponentials}; and
 * that of {@link LogSpace} for sums of logarithms along time.
 */
public final class Softmax {
    private Softmax() {}

    /**
     * Assigns {@code y = exp(x) / sum of exp(x)}.
     *
     * @param x elements from {@code at}, {@code stride} apart. Not modified, unless it is y
     * @param y from {@code yAt}, {@code stride} apart
     */
    public static void forward(float[] x, int at, float[] y, int yAt, int stride, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, x[at + i * stride]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += StrictMath.exp(x[at + i * stride] - largest);
        }
        for (int i = 0; i < count; i++) {
            y[yAt + i * stride] = (float) (StrictMath.exp(x[at + i * stride] - largest) / sum);
        }
    }

    /**
     * Assigns the gradient of x from that of y: {@code dx = y (dy - sum of y dy)}.
     *
     * @param y what forward assigned, from {@code yAt}, {@code stride} apart
     * @param dy from {@code dyAt}, {@code stride} apart. Not modified, unless it is dx
     * @param dx from {@code dxAt}, {@code stride} apart
     */
    public static void backward(
            float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int stride, int count) {
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += (double) y[yAt + i * stride] * dy[dyAt + i * stride];
        }
        for (int i = 0; i < count; i++) {
            dx[dxAt + i * stride] = (float) (y[yAt + i * stride] * (dy[dyAt + i * stride] - mean));
        }
    }

    /** Applies {@link #forward} to each row of x, [rows, columns], in place. */
    public static void rows(float[] x, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            forward(x, row * columns, x, row * columns, 1, columns);
        }
    }

    /** Returns {@code log(sum of exp(x))}. */
    public static double logSumExp(float[] x, int at, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = at; i < at + count; i++) {
            largest = Math.max(largest, x[i]);
        }
        double sum = 0;
        for (int i = at; i < at + count; i++) {
            sum += StrictMath.exp(x[i] - largest);
        }
        return largest + StrictMath.log(sum);
    }

    /**
     * Returns {@code log(sum of exp(x))} by the exponential and the logarithm of {@link LogSpace}.
     *
     * @param work [count], overwritten
     */
    public static double logSumExp(Kernels kernels, float[] x, int at, int count, double[] work) {
        float largest = largest(x, at, count);
        for (int i = 0; i < count; i++) {
            work[i] = (double) x[at + i] - largest;
        }
        kernels.exp(work, 0, count);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += work[i];
        }
        return largest + LogSpace.log(sum);
    }

    /**
     * Turns x into {@code exp(x - largest)}, in single precision.
     *
     * @return the sum of the exponentials
     */
    public static double exponentials(
            Kernels kernels, float largest, float[] x, int at, int count) {
        kernels.exp(largest, x, at, x, at, count);
        return sum(x, at, count);
    }

    /**
     * Returns the sum of some elements, in double: four sums of every fourth element, which the
     * processor adds to side by side, in order.
     */
    private static double sum(float[] x, int at, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int end = at + count;
        int i = at;
        for (; i <= end - 4; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < end; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    /**
     * Returns the largest of some elements: of four of every fourth element, which the processor
     * compares side by side.
     */
    public static float largest(float[] x, int at, int count) {
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int end = at + count;
        int i = at;
        for (; i <= end - 4; i += 4) {
            a = Math.max(a, x[i]);
            b = Math.max(b, x[i + 1]);
            c = Math.max(c, x[i + 2]);
            d = Math.max(d, x[i + 3]);
        }
        for (; i < end; i++) {
            a = Math.max(a, x[i]);
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }
}
