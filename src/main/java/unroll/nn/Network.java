package unroll.nn;

/** An immutable description: parameters and the layers over them. */
public interface Network {
    Layout layout();

    /** Outputs of one sequence, or one step: classes, values. */
    int outputs();

    /** Bytes of the buffers that {@link #open} allocates. */
    long workspaceBytes(Capacity capacity);

    /** Buffers for batches up to {@code capacity}. */
    Workspace open(Capacity capacity);

    /** The same, with someone who looks on; networks without recurrent layers show nothing. */
    default Workspace open(Capacity capacity, Observer observer) {
        return open(capacity);
    }
}
