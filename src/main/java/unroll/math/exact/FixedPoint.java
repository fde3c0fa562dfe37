package unroll.math.exact;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A fixed-point number, wide enough that nothing added to it is rounded. */
final class FixedPoint implements Serializable {
    private static final int LIMB = 32; // bits
    private static final long LOW = (1L << LIMB) - 1;

    /** Terms after which limbs might overflow unless carries are propagated. */
    private static final int TERMS = 1 << 28;

    private final int lowest;
    private final long[] limbs; // of 32 bits each and room for carries
    private int terms;

    /**
     * Creates a zero.
     *
     * @param lowest bits behind the point
     * @param highest bits before the point
     */
    FixedPoint(int lowest, int highest) {
        this.lowest = lowest;
        limbs = new long[(lowest + highest) / LIMB + 4];
    }

    /**
     * Adds {@code sign * magnitude * 2^(place - lowest)}.
     *
     * @param magnitude unsigned
     */
    void add(int sign, long magnitude, int place) {
        int limb = place / LIMB;
        int shift = place % LIMB;
        long low = (magnitude & LOW) << shift;
        long high = (magnitude >>> LIMB) << shift;
        limbs[limb] += sign * (low & LOW);
        limbs[limb + 1] += sign * ((low >>> LIMB) + (high & LOW));
        limbs[limb + 2] += sign * (high >>> LIMB);
        if (++terms == TERMS) {
            carry();
        }
    }

    /** Adds a number of the same width. */
    void add(FixedPoint other) {
        carry();
        other.carry();
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] += other.limbs[i];
        }
        terms = 1;
    }

    /** Propagates carries, so that the value of every limb but the last fits its bits. */
    private void carry() {
        for (int i = 0; i + 1 < limbs.length; i++) {
            limbs[i + 1] += limbs[i] >> LIMB;
            limbs[i] &= LOW;
        }
        terms = 0;
    }

    BigDecimal exact() {
        var sum = BigInteger.ZERO;
        for (int i = limbs.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(LIMB).add(BigInteger.valueOf(limbs[i]));
        }
        // 2^-n = 5^n / 10^n
        return new BigDecimal(sum.multiply(BigInteger.valueOf(5).pow(lowest)), lowest);
    }
}
