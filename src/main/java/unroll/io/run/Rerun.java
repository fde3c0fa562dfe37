package unroll.io.run;

/** What the same run directory means for a command that is given again. */
public enum Rerun {
    /**
     * Nothing was trained here yet: begin. What an attempt that never trained left may be cleared.
     */
    FRESH,
    /**
     * A run is here that is to be replaced: begin beside it. It stays whole until the new one's
     * first checkpoint is.
     */
    REPLACE,
    /** The same run, not finished: go on from its newest checkpoint. */
    RESUME,
    /** The same run, finished: nothing to do. */
    FINISHED,
    /** The same run, finished, but for its test source or a baseline: only measure again. */
    RETEST,
    /**
     * The same run but for more epochs: go on from its newest checkpoint. A cosine schedule is then
     * that of the larger number of epochs.
     */
    EXTENDED
}
