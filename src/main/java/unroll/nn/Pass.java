package unroll.nn;

/** A layer with its buffers. */
interface Pass {
    Signal output();

    /** Assigns the output's values from the input's. */
    void forward(Context context);

    /** Assigns parameter gradients and the input's gradient from the output's. */
    void backward(Context context);

    /** Says that parameters have changed since the last forward for scoring. */
    default void forget() {}
}
