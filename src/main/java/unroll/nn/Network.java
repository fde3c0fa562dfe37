package unroll.nn;

import java.util.Optional;

/** An immutable description of a network: parameters, and the layers over them. */
public interface Network {
    Layout layout();

    /** Returns the number of scores of a sequence or a step: classes, values. */
    int outputs();

    /** Returns the bytes of the buffers that {@link #open} allocates. */
    long workspaceBytes(Capacity capacity);

    /** Returns how the parameters are solved for; nothing if they are trained by gradients. */
    default Optional<ClosedForm> closedForm() {
        return Optional.empty();
    }

    /** Opens a workspace for batches up to {@code capacity}. */
    Workspace open(Capacity capacity);

    /** Opens a workspace that is observed; networks without recurrent layers show nothing. */
    default Workspace open(Capacity capacity, Observer observer) {
        return open(capacity);
    }
}
