package unroll.measure;

import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts of what a model finds, such as spans or examples of a class, and the figures of these
 * counts. A ratio with denominator 0 is 0.
 *
 * @param expected how many there are in truth
 * @param found how many the model finds
 * @param right how many are both
 */
public record PrecisionRecall(long expected, long found, long right) implements Serializable {
    public static final PrecisionRecall NONE = new PrecisionRecall(0, 0, 0);

    public PrecisionRecall plus(PrecisionRecall other) {
        return new PrecisionRecall(
                expected + other.expected, found + other.found, right + other.right);
    }

    public double precision() {
        return found == 0 ? 0 : (double) right / found;
    }

    public double recall() {
        return expected == 0 ? 0 : (double) right / expected;
    }

    /** Returns the harmonic mean of precision and recall. */
    public double f1() {
        return right == 0 ? 0 : 2.0 * right / (expected + found);
    }

    /** Returns whether there is anything to measure. */
    public boolean occurs() {
        return expected + found > 0;
    }

    /** Returns the mean F1 of those that occur; 0 if none does. */
    public static double macroF1(Collection<PrecisionRecall> all) {
        double sum = 0; // in order: a stream's sum depends on how it is computed
        int occurring = 0;
        for (var one : all) {
            sum += one.f1();
            occurring += one.occurs() ? 1 : 0;
        }
        return sum / Math.max(1, occurring);
    }

    /**
     * Returns the figures for JSON.
     *
     * @param kind what is counted, such as {@code label}
     * @param name of this one
     */
    public Map<String, Object> tree(String kind, String name) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put(kind, name);
        tree.put("precision", precision());
        tree.put("recall", recall());
        tree.put("f1", f1());
        tree.put("support", expected);
        return tree;
    }
}
