package unroll.nn;

/**
 * Watches the recurrent layers of a network at work, one call a direction and step, and changes
 * nothing. A view belongs to the pass and is valid during the call.
 */
public interface Observer {
    /** Called after a step of a forward pass. */
    void stepped(StepView at);

    /**
     * Called in a backward pass, when the gradient of a step's state is complete: from the layers
     * above and from all later steps.
     *
     * @param dState of the batch's mean loss, [active, width]
     */
    void stateGradient(StepView at, float[] dState);
}
