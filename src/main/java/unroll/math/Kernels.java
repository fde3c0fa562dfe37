package unroll.math;

import java.util.ServiceLoader;

/**
 * The loops that take the time, over {@code float[]} and offsets. Two implementations give the same
 * bits: each element of a product is accumulated over k in order with fused multiply-add, and
 * functions are the same polynomials evaluated by the same operations, so that results do not
 * depend on the number of lanes.
 *
 * <p>Matrices are row-major. The right side of a product is packed in panels of {@link #PANEL}
 * columns (see {@link Panels}).
 */
public interface Kernels extends GateKernels {
    /** Columns of a packed panel. */
    int PANEL = 32;

    /** Rows of a product that are in registers at a time. */
    int TILE = 8;

    /** Columns of a packed strip: two tiles, since that is what a vector copies at once. */
    int STRIP = 2 * TILE;

    /** For messages and reports: scalar, or SIMD with its width. */
    String description();

    /**
     * {@code c = a b}, or {@code c += a b}.
     *
     * @param m rows of a and c
     * @param n columns of b and c
     * @param k columns of a, rows of b
     * @param a [m, k] with {@code lda} floats from row to row, from {@code aAt}. Not modified
     * @param b [k, n] packed by {@link Panels}, from {@code bAt}. Not modified
     * @param c [m, n] with {@code ldc} floats from row to row, from {@code cAt}. Modified; must not
     *     overlap a
     * @param accumulate whether c is added to
     */
    void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int ldc,
            boolean accumulate);

    /**
     * {@code c += aᵀ b} for one block of rows, both sides packed.
     *
     * @param tiles rows of c in tiles of {@link #TILE}
     * @param k rows that count, at most {@code stride}
     * @param a strips of {@link #STRIP} columns: [strips][stride][STRIP]
     * @param b panels of {@link #PANEL} columns: [panels][stride][PANEL]
     * @param c in panels too: [panels][tiles * TILE][PANEL], from {@code cAt}. Modified
     */
    void multiplyPacked(
            int tiles, int panels, int k, int stride, float[] a, float[] b, float[] c, int cAt);

    /**
     * {@code y = exp(x - shift)}, relative error below 3e-7 for x - shift in [-87, 88], and
     * constant beyond. Element by element; y may be x at the same place.
     */
    void exp(float shift, float[] x, int at, float[] y, int yAt, int count);

    /** {@code x = exp(x)} in place, in double: {@link LogSpace#exp}. */
    void exp(double[] x, int at, int count);

    /**
     * A step of sums over paths, all in logarithms: {@code y[i] = plus[i] + log(exp(x[i]) + exp(x[i
     * - 1]) + exp(gate[i] + x[i - 2]))}, {@link LogSpace#ZERO} being the log of zero.
     *
     * @param x from {@code xAt}, with two elements before it. Not modified
     * @param gate of each third path, from {@code first}: 0 if it is open, else ZERO. Not modified
     * @param plus from {@code first}. Not modified
     * @param y from {@code yAt}: assigned; not x
     * @param work [3, count], to be overwritten
     */
    void sumPaths(
            double[] x,
            int xAt,
            double[] gate,
            double[] plus,
            int first,
            double[] y,
            int yAt,
            int count,
            double[] work);

    /** Logistic function in place: {@code x = 1 / (1 + exp(-x))}, absolute error below 2e-7. */
    void sigmoid(float[] x, int at, int count);

    /**
     * {@code y = tanh(x)}, relative error below 4e-7; {@code y} may be {@code x} at the same place.
     */
    void tanh(float[] x, int at, float[] y, int yAt, int count);

    /** {@code y += x}. */
    void add(float[] x, int at, float[] y, int yAt, int count);

    /**
     * {@code y += } the sum of {@code rows} rows of x, added in their order; x has {@code ldx}
     * floats a row.
     */
    default void addRows(int rows, int columns, float[] x, int at, int ldx, float[] y, int yAt) {
        for (int i = 0; i < rows; i++) {
            add(x, at + i * ldx, y, yAt, columns);
        }
    }

    /**
     * Copies the rows of a matrix [rows, columns] to rows of another; if {@code ldx} is 0, one row
     * to all of them.
     */
    default void copyRows(
            int rows, int columns, float[] x, int at, int ldx, float[] y, int yAt, int ldy) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, at + i * ldx, y, yAt + i * ldy, columns);
        }
    }

    /** {@code y += factor x}, by fused multiply-add. */
    void addScaled(float factor, float[] x, int at, float[] y, int yAt, int count);

    /**
     * Sum of {@code a b}: by fused multiply-add, element i in running sum i mod 16 as long as there
     * are sixteen more; these are added up pairwise, then come the elements left over.
     */
    float dot(float[] a, int aAt, float[] b, int bAt, int count);

    /**
     * Adam's step on {@code count} elements from {@code at} of vectors laid out alike:
     *
     * <pre>
     * g  = gradient + decay theta
     * m += meanShare (g - m)
     * v  = squareKept v + squareShare g²
     * theta = kept theta - size (m / (sqrt(v) inverseRoot + epsilon))
     * </pre>
     *
     * @param theta modified, as are mean and square
     */
    void adam(
            AdamStep step,
            float[] theta,
            float[] gradient,
            float[] mean,
            float[] square,
            int at,
            int count);

    /**
     * Runs fused multiply-adds that depend on each other only: the peak that products are compared
     * with.
     *
     * @return multiply-adds done, of single elements
     */
    long multiplyAdds(int rounds, float[] sink);

    /** Returns the plain Java loops. */
    static Kernels scalar() {
        return new ScalarKernels();
    }

    /**
     * Returns SIMD kernels if this JVM was started with {@code --add-modules jdk.incubator.vector},
     * else scalar.
     */
    static Kernels fastest() {
        return simdAvailable()
                ? ServiceLoader.load(Kernels.class, Kernels.class.getClassLoader())
                        .findFirst()
                        .orElseGet(Kernels::scalar)
                : scalar();
    }

    static boolean simdAvailable() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
