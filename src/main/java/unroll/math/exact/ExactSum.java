package unroll.math.exact;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A sum of doubles without any rounding, so that the order of its terms does not matter: a
 * fixed-point number wide enough for every double (Kulisch's long accumulator).
 */
public final class ExactSum implements Serializable {
    private final FixedPoint sum = new FixedPoint(Mantissa.LOWEST, 1024);

    /**
     * @throws IllegalArgumentException if the term is not finite
     */
    public void add(double term) {
        sum.add(term < 0 ? -1 : 1, Mantissa.of(term), Mantissa.place(term));
    }

    public void add(ExactSum other) {
        sum.add(other.sum);
    }

    /** Returns the exact sum. */
    public BigDecimal exact() {
        return sum.exact();
    }

    /** Returns the sum over a number of terms; not a number without one. */
    public double mean(long terms) {
        return terms == 0
                ? Double.NaN
                : exact().divide(new BigDecimal(terms), MathContext.DECIMAL128).doubleValue();
    }

    /** Returns the sum, rounded once. */
    public double value() {
        return exact().doubleValue();
    }
}
