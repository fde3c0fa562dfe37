package unroll.data;

/** What stands opposite a sequence. */
public enum Goal {
    /** One target for the whole sequence. */
    SEQUENCE,
    /** A target of its own for every step. */
    STEP,
    /** Labels, as many as there are: in the order of the steps, but not of certain steps. */
    LABELS,
    /** At every step the step after it; so the last step is a target only. */
    NEXT
}
