package unroll.io.run;

/** The action for a command that is given for an existing run directory. */
public enum Rerun {
    /**
     * Start: nothing was trained here yet. Files of an attempt that never trained may be deleted.
     */
    FRESH,
    /**
     * Start next to a run that is to be replaced. It stays intact until the new run has its first
     * checkpoint.
     */
    REPLACE,
    /** Resume the same run from its newest checkpoint. */
    RESUME,
    /** Do nothing: the same run is finished. */
    FINISHED,
    /** Only measure again: the same run is finished, but its test source or baseline changed. */
    RETEST,
    /**
     * Continue the same run for more epochs, from its newest checkpoint. A cosine schedule is then
     * that of the larger number of epochs.
     */
    EXTENDED;

    /** Returns whether there is something to train. */
    public boolean trains() {
        return this != FINISHED && this != RETEST;
    }
}
