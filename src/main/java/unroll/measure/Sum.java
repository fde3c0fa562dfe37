package unroll.measure;

import java.io.Serializable;
import unroll.math.exact.ExactSum;

/** An exact sum that is NaN once a term is not finite. */
public final class Sum implements Serializable {
    private final ExactSum finite = new ExactSum();
    private boolean undefined;

    public void add(double term) {
        if (Double.isFinite(term)) {
            finite.add(term);
        } else {
            undefined = true;
        }
    }

    public void add(Sum other) {
        finite.add(other.finite);
        undefined |= other.undefined;
    }

    /** Returns the sum, rounded once. */
    public double value() {
        return undefined ? Double.NaN : finite.value();
    }
}
