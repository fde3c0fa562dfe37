package unroll.math;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of doubles without any rounding, so that the order of its terms cannot show: a fixed-point
 * number wide enough for every double (Kulisch's long accumulator).
 */
public final class ExactSum implements Serializable {
    private static final int LIMB = 32; // bits
    private static final long LOW = (1L << LIMB) - 1;
    private static final int LOWEST = 1074; // 2^-1074 is the smallest double
    private static final int LIMBS = (LOWEST + 1024) / LIMB + 4;
    private static final BigDecimal UNIT = new BigDecimal(Double.MIN_VALUE);

    /** Terms after which limbs might overflow unless carries are propagated. */
    private static final int TERMS = 1 << 28;

    private final long[] limbs = new long[LIMBS]; // of 32 bits each and room for carries
    private int terms;

    /**
     * @throws IllegalArgumentException when the term is not finite
     */
    public void add(double term) {
        if (!Double.isFinite(term)) {
            throw new IllegalArgumentException("expected a finite number, got " + term);
        }
        long bits = Double.doubleToRawLongBits(term);
        int exponent = (int) (bits >>> 52) & 0x7ff;
        long mantissa = bits & ((1L << 52) - 1);
        if (exponent > 0) {
            mantissa |= 1L << 52;
        }
        int place = Math.max(exponent, 1) - 1; // of the mantissa's lowest bit, in 2^-1074
        int limb = place / LIMB;
        int shift = place % LIMB;
        long low = (mantissa & LOW) << shift;
        long high = (mantissa >>> LIMB) << shift;
        int sign = term < 0 ? -1 : 1;
        limbs[limb] += sign * (low & LOW);
        limbs[limb + 1] += sign * ((low >>> LIMB) + (high & LOW));
        limbs[limb + 2] += sign * (high >>> LIMB);
        if (++terms == TERMS) {
            carry();
        }
    }

    public void add(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] += other.limbs[i];
        }
        terms = 1;
    }

    /** Leaves in every limb but the last what fits into its bits. */
    private void carry() {
        for (int i = 0; i + 1 < LIMBS; i++) {
            limbs[i + 1] += limbs[i] >> LIMB;
            limbs[i] &= LOW;
        }
        terms = 0;
    }

    /** The sum as it is. */
    public BigDecimal exact() {
        var sum = BigInteger.ZERO;
        for (int i = LIMBS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(LIMB).add(BigInteger.valueOf(limbs[i]));
        }
        return new BigDecimal(sum).multiply(UNIT);
    }

    /** The sum, rounded once. */
    public double value() {
        return exact().doubleValue();
    }
}
