package unroll.nn.recurrent;

/**
 * Looks on while the recurrent layers of a network run, one call a direction and step; sees what
 * they hold and changes nothing. What it is shown is the pass's own and valid during the call.
 */
public interface Observer {
    /** After a step of a forward pass. */
    void stepped(Moment at);

    /**
     * In a backward pass, when the gradient of a step's state is complete: from the layers above
     * and from all steps that come after it.
     *
     * @param dState of the batch's mean loss, [active, width]
     */
    void stateGradient(Moment at, float[] dState);
}
