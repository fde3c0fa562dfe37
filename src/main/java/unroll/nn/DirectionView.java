package unroll.nn;

import java.util.List;

/**
 * The sizes and matrices of one direction of a recurrent layer, as an {@link Observer} sees them.
 */
public interface DirectionView {
    /** Returns the prefix of the parameters' names. */
    String name();

    int units();

    /** Returns the columns of the state, which is output and fed back. */
    int width();

    /** Returns whether sequences are read from the end. */
    boolean reverse();

    /** Returns what the blocks of a step hold after the cell's forward, in their order. */
    List<Cell.Block> blocks();

    /** A matrix in the time loop, and the blocks that its product is added to. */
    record Matrix(Layout.Slice slice, List<Cell.Block> blocks) {}

    /** Returns the matrices in the time loop, those of the state first. */
    List<Matrix> matrices();

    /** Returns whether a step depends on the state before it alone, besides its input. */
    boolean feedsBackOneStep();
}
