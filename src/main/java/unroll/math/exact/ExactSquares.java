package unroll.math.exact;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * A sum of squares of doubles without any rounding, overflow or underflow; see {@link ExactSum}.
 */
public final class ExactSquares implements Serializable {
    private final FixedPoint sum = new FixedPoint(2 * Mantissa.LOWEST, 2 * 1024);

    /**
     * Adds a number's square.
     *
     * @throws IllegalArgumentException if the number is not finite
     */
    public void add(double number) {
        long mantissa = Mantissa.of(number);
        int place = 2 * Mantissa.place(number);
        sum.add(1, mantissa * mantissa, place);
        sum.add(1, Math.multiplyHigh(mantissa, mantissa), place + Long.SIZE);
    }

    public void add(ExactSquares other) {
        sum.add(other.sum);
    }

    /** Returns the exact sum. */
    public BigDecimal exact() {
        return sum.exact();
    }
}
