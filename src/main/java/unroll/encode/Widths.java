package unroll.encode;

import java.io.Serializable;
import java.util.Map;

/**
 * The widths of an example's vectors.
 *
 * @param inputs width of a step; 0 if steps are words
 * @param targets width of the target; 0 if it has no values
 */
public record Widths(int inputs, int targets) implements Comparable<Widths>, Serializable {
    static final Widths NONE = new Widths(0, 0);

    /** Returns the widths of most examples; the narrower if two are equally frequent. */
    public static Widths usual(Map<Widths, Moments> moments) {
        var usual = NONE;
        long most = 0;
        for (var entry : moments.entrySet()) {
            if (entry.getValue().examples() > most) {
                usual = entry.getKey();
                most = entry.getValue().examples();
            }
        }
        return usual;
    }

    @Override
    public int compareTo(Widths other) {
        int order = Integer.compare(inputs, other.inputs);
        return order != 0 ? order : Integer.compare(targets, other.targets);
    }
}
