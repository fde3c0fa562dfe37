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
}
