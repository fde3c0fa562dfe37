package unroll.encode;

/** What a row must have beside its sequence. */
public enum RowTarget {
    NONE,
    LABEL,
    /** An array of labels, possibly empty, or a text of them with spaces between. */
    LABELS,
    /** One number or an array of them. */
    VALUES,
    /** The same, each in [0, 1]. */
    CHANCES
}
