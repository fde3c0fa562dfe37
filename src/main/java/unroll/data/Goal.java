package unroll.data;

/** What stands opposite a sequence. */
public enum Goal {
    /** One target for the whole sequence. */
    SEQUENCE,
    /** A target of its own for every step. */
    STEP,
    /** At every step the step after it; so the last step is a target only. */
    NEXT
}
