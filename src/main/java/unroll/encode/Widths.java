package unroll.encode;

import java.io.Serializable;
import java.util.Map;

/**
 * How wide an example's vectors are.
 *
 * @param inputs of a step; 0 where steps are words
 * @param targets of a target; 0 where it is no vector
 */
public record Widths(int inputs, int targets) implements Comparable<Widths>, Serializable {
    static final Widths NONE = new Widths(0, 0);

    /** Those of most examples; of equally many, the narrower. */
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
