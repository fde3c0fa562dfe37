package unroll.measure;

import java.io.Serializable;
import unroll.math.exact.ExactSum;

/** An exact sum that is NaN once a term is not finite. */
final class Sum implements Serializable {
    private final ExactSum finite = new ExactSum();
    private boolean undefined;

    void add(double term) {
        if (Double.isFinite(term)) {
            finite.add(term);
        } else {
            undefined = true;
        }
    }

    void add(Sum other) {
        finite.add(other.finite);
        undefined |= other.undefined;
    }

    /** Returns the sum, rounded once. */
    double value() {
        return undefined ? Double.NaN : finite.value();
    }
}
