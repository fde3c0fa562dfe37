package unroll.oracle;

/** The equations of a recurrent cell for one step of one sequence. */
public interface OracleCell {
    /** The gates, in the order in which they lie in {@code wx}, {@code wh} and {@code b}. */
    Gates gates();

    /**
     * Vectors of the state, each of as many numbers as the cell has units. The first is the cell's
     * output.
     */
    int states();

    /**
     * @param own the cell's parameters: {@code wx [gates * units, inputs]}, {@code wh [gates *
     *     units, units]}, {@code b [gates * units]} and what else the cell names
     * @param x inputs of this step
     * @param state of the step before
     * @return the state after this step
     */
    Scalar[][] step(Parameters own, Scalar[] x, Scalar[][] state);
}
