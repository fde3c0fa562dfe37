package unroll.math;

/**
 * Sums of numbers given by their logarithms, in double: a product of many probabilities, which
 * would underflow, is a sum here.
 *
 * <p>{@code exp} and {@code log} are polynomials, so that all machines compute the same bits:
 * {@link Math} promises none, and {@link StrictMath}'s logarithm is a native call that takes most
 * of the time of a sum. {@code exp(x) = 2^n exp(r)} with n = round(x / ln 2) and Taylor's
 * polynomial for r; {@code log(2^n m) = n ln 2 + 2 artanh(z)}, z = (m - 1) / (m + 1), m between
 * sqrt(1/2) and sqrt(2). Both are within 2 units in the last place where results are normal.
 */
public final class LogSpace {
    /**
     * The logarithm of zero: finite, so that no difference of two is NaN, and so far below all
     * others that sums with it are not changed by it.
     */
    public static final double ZERO = -1e300;

    /** Below this exp is constant, nearly the least normal number. */
    static final double LOWEST = -708;

    static final double LOG2_E = 1.4426950408889634;

    /** Adding it rounds, and leaves the whole number in the low bits. */
    static final double ROUNDING = 0x1.8p52;

    static final double LN2_HIGH = 0x1.62e42feep-1;
    static final double LN2_LOW = 0x1.a39ef35793c76p-33;

    /** Coefficients of exp: 1 / 13! and so on. */
    static final double E13 = 1.0 / 6227020800.0;

    static final double E12 = 1.0 / 479001600.0;
    static final double E11 = 1.0 / 39916800.0;
    static final double E10 = 1.0 / 3628800.0;
    static final double E9 = 1.0 / 362880.0;
    static final double E8 = 1.0 / 40320.0;
    static final double E7 = 1.0 / 5040.0;
    static final double E6 = 1.0 / 720.0;
    static final double E5 = 1.0 / 120.0;
    static final double E4 = 1.0 / 24.0;
    static final double E3 = 1.0 / 6.0;

    /** Coefficients of artanh, doubled: 2 / 21 and so on. */
    static final double L21 = 2.0 / 21;

    static final double L19 = 2.0 / 19;
    static final double L17 = 2.0 / 17;
    static final double L15 = 2.0 / 15;
    static final double L13 = 2.0 / 13;
    static final double L11 = 2.0 / 11;
    static final double L9 = 2.0 / 9;
    static final double L7 = 2.0 / 7;
    static final double L5 = 2.0 / 5;
    static final double L3 = 2.0 / 3;

    static final int EXPONENT_AT = 52;
    static final long ONE_BITS = 0x3FF0000000000000L;

    /** From the bits of sqrt(1/2) to those of 1: what is added makes m end at sqrt(2). */
    static final long ROOT_TO_ONE = ONE_BITS - 0x3FE6A09E667F3BCDL;

    /** Bits of 2^52, whose low bits are a whole number. */
    static final long WHOLE_BITS = 0x4330000000000000L;

    static final double WHOLE_ZERO = 0x1p52 + 1023;

    private LogSpace() {}

    /** log(exp(a) + exp(b) + exp(c)). */
    static double add(double a, double b, double c) {
        double largest = Math.max(Math.max(a, b), c);
        return largest + log(exp(a - largest) + exp(b - largest) + exp(c - largest));
    }

    /** log(exp(a) + exp(b)). */
    public static double add(double a, double b) {
        return add(a, b, ZERO);
    }

    /**
     * Returns e to the power of x, but never less than about 1e-308.
     *
     * @param x at most 709
     */
    static double exp(double x) {
        double v = Math.max(x, LOWEST);
        double shifted = Math.fma(v, LOG2_E, ROUNDING);
        double n = shifted - ROUNDING;
        double r = Math.fma(n, -LN2_HIGH, v);
        r = Math.fma(n, -LN2_LOW, r);
        double p = Math.fma(r, E13, E12);
        p = Math.fma(p, r, E11);
        p = Math.fma(p, r, E10);
        p = Math.fma(p, r, E9);
        p = Math.fma(p, r, E8);
        p = Math.fma(p, r, E7);
        p = Math.fma(p, r, E6);
        p = Math.fma(p, r, E5);
        p = Math.fma(p, r, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, 0.5);
        p = Math.fma(p, r, 1);
        p = Math.fma(p, r, 1);
        long scale = (Double.doubleToRawLongBits(shifted) << EXPONENT_AT) + ONE_BITS;
        return p * Double.longBitsToDouble(scale);
    }

    /**
     * Returns the natural logarithm.
     *
     * @param x positive, finite and normal
     */
    public static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long exponent = (bits + ROOT_TO_ONE) >>> EXPONENT_AT; // n + 1023
        double n = Double.longBitsToDouble(exponent | WHOLE_BITS) - WHOLE_ZERO;
        double m = Double.longBitsToDouble(bits + ONE_BITS - (exponent << EXPONENT_AT));
        double z = (m - 1) / (m + 1);
        double u = z * z;
        double p = Math.fma(u, L21, L19);
        p = Math.fma(p, u, L17);
        p = Math.fma(p, u, L15);
        p = Math.fma(p, u, L13);
        p = Math.fma(p, u, L11);
        p = Math.fma(p, u, L9);
        p = Math.fma(p, u, L7);
        p = Math.fma(p, u, L5);
        p = Math.fma(p, u, L3);
        double small = Math.fma(z * u, p, n * LN2_LOW);
        return Math.fma(n, LN2_HIGH, Math.fma(2, z, small));
    }
}
