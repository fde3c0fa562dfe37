package unroll.math;

/**
 * Sums of numbers that are known by their logarithms, in double: what underflows as a product of
 * many probabilities is a sum here.
 *
 * <p>{@code exp} and {@code log} are polynomials, so that all machines compute the same bits:
 * {@link Math} promises none, and {@link StrictMath}'s logarithm is a native call that takes most
 * of the time of a sum. {@code exp(x) = 2^n exp(r)} with n = round(x / ln 2) and Taylor's
 * polynomial for r; {@code log(2^n m) = n ln 2 + 2 artanh(z)}, z = (m - 1) / (m + 1), m between
 * sqrt(1/2) and sqrt(2). Both are within 2 units in the last place where results are normal.
 */
public final class LogSpace {
    /** Logarithm of nothing. */
    public static final double ZERO = Double.NEGATIVE_INFINITY;

    /** Below this exp is 0: it would not be normal. */
    private static final double LOWEST = -708;

    private static final double LOG2_E = 1.4426950408889634;

    /** Adding it rounds, and leaves the whole number in the low bits. */
    private static final double ROUNDING = 0x1.8p52;

    private static final double LN2_HIGH = 0x1.62e42feep-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    private static final int EXPONENT_AT = 52;
    private static final long ONE_BITS = 0x3FF0000000000000L;
    private static final long MANTISSA = 0x000FFFFFFFFFFFFFL;
    private static final double SQRT_2 = 1.4142135623730951;

    private LogSpace() {}

    /** log(exp(a) + exp(b)). */
    public static double add(double a, double b) {
        double larger = Math.max(a, b);
        if (larger == ZERO) {
            return ZERO;
        }
        return larger + log(1 + exp(Math.min(a, b) - larger));
    }

    /** log(exp(a) + exp(b) + exp(c)). */
    public static double add(double a, double b, double c) {
        double larger = Math.max(a, b);
        double smaller = Math.min(a, b);
        double largest = Math.max(larger, c);
        double middle = Math.min(larger, c) - largest;
        double least = smaller - largest;
        if (largest == ZERO) {
            return ZERO;
        }
        return largest + log(1 + exp(middle) + exp(least));
    }

    /**
     * log of the sum of the exponentials of some numbers.
     *
     * @param count at least 1
     */
    public static double sum(float[] numbers, int from, int count) {
        float largest = numbers[from];
        for (int i = from + 1; i < from + count; i++) {
            largest = Math.max(largest, numbers[i]);
        }
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += exp((double) numbers[i] - largest);
        }
        return largest + log(sum);
    }

    /**
     * e to the power of x.
     *
     * @param x at most 709; of NaN no result is promised
     */
    public static double exp(double x) {
        if (x < LOWEST) {
            return 0;
        }
        double shifted = Math.fma(x, LOG2_E, ROUNDING);
        double n = shifted - ROUNDING;
        double r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        double p = Math.fma(r, 1.0 / 6227020800.0, 1.0 / 479001600.0);
        p = Math.fma(p, r, 1.0 / 39916800.0);
        p = Math.fma(p, r, 1.0 / 3628800.0);
        p = Math.fma(p, r, 1.0 / 362880.0);
        p = Math.fma(p, r, 1.0 / 40320.0);
        p = Math.fma(p, r, 1.0 / 5040.0);
        p = Math.fma(p, r, 1.0 / 720.0);
        p = Math.fma(p, r, 1.0 / 120.0);
        p = Math.fma(p, r, 1.0 / 24.0);
        p = Math.fma(p, r, 1.0 / 6.0);
        p = Math.fma(p, r, 0.5);
        p = Math.fma(p, r, 1);
        p = Math.fma(p, r, 1);
        long scale = (Double.doubleToRawLongBits(shifted) << EXPONENT_AT) + ONE_BITS;
        return p * Double.longBitsToDouble(scale);
    }

    /**
     * The natural logarithm.
     *
     * @param x positive, finite and normal
     */
    static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        double n = (int) ((bits >> EXPONENT_AT) - (ONE_BITS >> EXPONENT_AT));
        double m = Double.longBitsToDouble((bits & MANTISSA) | ONE_BITS);
        if (m > SQRT_2) {
            m *= 0.5;
            n++;
        }
        double z = (m - 1) / (m + 1);
        double u = z * z;
        double p = Math.fma(u, 2.0 / 21, 2.0 / 19);
        p = Math.fma(p, u, 2.0 / 17);
        p = Math.fma(p, u, 2.0 / 15);
        p = Math.fma(p, u, 2.0 / 13);
        p = Math.fma(p, u, 2.0 / 11);
        p = Math.fma(p, u, 2.0 / 9);
        p = Math.fma(p, u, 2.0 / 7);
        p = Math.fma(p, u, 2.0 / 5);
        p = Math.fma(p, u, 2.0 / 3);
        double small = Math.fma(z * u, p, n * LN2_LOW);
        return Math.fma(n, LN2_HIGH, Math.fma(2, z, small));
    }
}
