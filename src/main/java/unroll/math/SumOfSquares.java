package unroll.math;

/**
 * The sum of squares, in double. In blocks of sixteen: element i goes to sum i mod 16, of which the
 * second half is added to the first until one is left. What remains after the last whole block is
 * added up by itself. Sixteen sums keep up with memory without SIMD; and vectors of another width
 * than the kernels' would be seen by the compiler wherever it compiles those.
 */
public final class SumOfSquares {
    private SumOfSquares() {}

    public static double of(float[] x, int at, int count) {
        int end = at + count / 16 * 16;
        double s0 = 0,
                s1 = 0,
                s2 = 0,
                s3 = 0,
                s4 = 0,
                s5 = 0,
                s6 = 0,
                s7 = 0,
                s8 = 0,
                s9 = 0,
                s10 = 0,
                s11 = 0,
                s12 = 0,
                s13 = 0,
                s14 = 0,
                s15 = 0;
        for (int i = at; i < end; i += 16) {
            s0 += square(x[i]);
            s1 += square(x[i + 1]);
            s2 += square(x[i + 2]);
            s3 += square(x[i + 3]);
            s4 += square(x[i + 4]);
            s5 += square(x[i + 5]);
            s6 += square(x[i + 6]);
            s7 += square(x[i + 7]);
            s8 += square(x[i + 8]);
            s9 += square(x[i + 9]);
            s10 += square(x[i + 10]);
            s11 += square(x[i + 11]);
            s12 += square(x[i + 12]);
            s13 += square(x[i + 13]);
            s14 += square(x[i + 14]);
            s15 += square(x[i + 15]);
        }
        s0 += s8;
        s1 += s9;
        s2 += s10;
        s3 += s11;
        s4 += s12;
        s5 += s13;
        s6 += s14;
        s7 += s15;
        double whole = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
        return whole + rest(x, end, at + count);
    }

    /** Returns the sum of what remains after the last block of sixteen. */
    private static double rest(float[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += square(x[i]);
        }
        return sum;
    }

    /** Exact: a float's square fits a double. */
    private static double square(float x) {
        return (double) x * x;
    }
}
