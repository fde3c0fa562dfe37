package unroll.encode.row;

/** The kind of target that a row has beside its sequence. */
public enum RowTarget {
    NONE,
    LABEL,
    /** An array of labels, possibly empty, or a text of labels separated by spaces. */
    LABELS,
    /** One number or an array of them. */
    VALUES,
    /** One number or an array of them, each in [0, 1]. */
    PROBABILITIES
}
