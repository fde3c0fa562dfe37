package unroll.math.exact;

/** A finite double as a whole number of at most 53 bits, shifted. */
final class Mantissa {
    /** 2^-1074 is the smallest double. */
    static final int LOWEST = 1074;

    private Mantissa() {}

    /**
     * Returns the whole number, without its sign.
     *
     * @throws IllegalArgumentException if the number is not finite
     */
    static long of(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("expected a finite number, got " + number);
        }
        long mantissa = Double.doubleToRawLongBits(number) & ((1L << 52) - 1);
        return exponent(number) > 0 ? mantissa | 1L << 52 : mantissa;
    }

    /** Returns the shift: the place of the lowest bit, in 2^-1074. */
    static int place(double number) {
        return Math.max(exponent(number), 1) - 1;
    }

    private static int exponent(double number) {
        return (int) (Double.doubleToRawLongBits(number) >>> 52) & 0x7ff;
    }
}
