package unroll.encode.row;

import java.io.Serializable;

/**
 * The widths of an example's vectors.
 *
 * @param inputs width of a step; 0 if steps are words
 * @param targets width of the target; 0 if it has no values
 */
public record Widths(int inputs, int targets) implements Comparable<Widths>, Serializable {
    public static final Widths NONE = new Widths(0, 0);

    @Override
    public int compareTo(Widths other) {
        int order = Integer.compare(inputs, other.inputs);
        return order != 0 ? order : Integer.compare(targets, other.targets);
    }
}
