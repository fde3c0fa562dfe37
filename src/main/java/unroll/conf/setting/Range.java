package unroll.conf.setting;

/** An interval of numbers that a setting may take. */
public record Range(double low, boolean withLow, double high, boolean withHigh) {

    public static Range atLeast(double low) {
        return new Range(low, true, Double.POSITIVE_INFINITY, false);
    }

    public static Range above(double low) {
        return new Range(low, false, Double.POSITIVE_INFINITY, false);
    }

    /** [low, high]. */
    public static Range closed(double low, double high) {
        return new Range(low, true, high, true);
    }

    /** [low, high): probabilities that must not reach one, for instance. */
    public static Range halfOpen(double low, double high) {
        return new Range(low, true, high, false);
    }

    /** (low, high). */
    public static Range open(double low, double high) {
        return new Range(low, false, high, false);
    }

    public static Range any() {
        return new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);
    }

    /** Returns the same with this as the highest. */
    public Range withHigh(double highest) {
        return new Range(low, withLow, highest, true);
    }

    public boolean contains(double x) {
        return (withLow ? x >= low : x > low) && (withHigh ? x <= high : x < high);
    }

    /** Returns a description such as {@code an integer >= 1} or {@code a number in [0, 1)}. */
    public String of(String kind) {
        if (high != Double.POSITIVE_INFINITY) {
            return kind
                    + " in "
                    + (withLow ? "[" : "(")
                    + show(low)
                    + ", "
                    + show(high)
                    + (withHigh ? "]" : ")");
        }
        return low == Double.NEGATIVE_INFINITY
                ? kind
                : kind + (withLow ? " >= " : " > ") + show(low);
    }

    /** Returns a number in plain form: integers without a decimal point, small numbers as 1e-8. */
    public static String show(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15
                ? Long.toString((long) x)
                : Double.toString(x).replace(".0E", "e").replace('E', 'e');
    }
}
