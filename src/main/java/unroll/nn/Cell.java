package unroll.nn;

import java.util.List;

/**
 * The pointwise mathematics of a recurrent unit. The recurrent layer owns time, batching and every
 * matrix product: it gives a cell blocks of pre-activations and reads the new state.
 *
 * <p>A step has {@link #blocks} blocks, each with a bias. The first {@link #gates} of them start
 * with the projected input, and to the last {@link #recurrents} the recurrent product of the hidden
 * state is added. Where the two overlap in all blocks, as in most cells, a block is a gate.
 *
 * <p>Implementations are stateless. Loops run over {@link Step#size} contiguous elements; with
 * recurrent products, the blocks of one step are adjacent.
 */
public interface Cell {
    /**
     * Returns the number of blocks with an input projection: rows of {@code wx} are this many times
     * the units.
     */
    int gates();

    /**
     * Returns the number of blocks with a recurrent product: rows of {@code wh} are this many times
     * the units.
     */
    default int recurrents() {
        return gates();
    }

    /** Returns the number of blocks of a step. */
    default int blocks() {
        return gates();
    }

    /** The activation whose values a block holds after {@link #forward}. */
    enum Activation {
        SIGMOID,
        TANH,
        RELU,
        NONE
    }

    /** A block by its letter in the cell's equations. */
    record Block(String name, Activation activation) {}

    /** Returns the blocks in their order. */
    List<Block> describeBlocks();

    /**
     * Returns the number of blocks of cell state carried from step to step besides the hidden
     * state.
     */
    int cellStates();

    /** Returns the number of further blocks that forward leaves for backward. */
    int saved();

    /** Returns the initializer of the bias [blocks * units]. */
    Initializer bias();

    /** Returns the initializer of the recurrent matrix [recurrents * units, units]. */
    default Initializer recurrent() {
        return Initializers.orthogonal(recurrents());
    }

    /** A parameter with one number a unit, which the cell applies itself. */
    record Vector(String name, Initializer initializer) {}

    /** Returns the cell's own parameters, in the order of their numbers in {@link Step#vector}. */
    default List<Vector> vectors() {
        return List.of();
    }

    /**
     * Returns whether the new hidden state depends on the previous one other than through products:
     * backward then leaves the gradient of the previous one in dHidden.
     */
    default boolean passesHidden() {
        return false;
    }

    /**
     * Returns the number of the reset gate, a sigmoid, which scales the hidden states of a second
     * product; that product is added to block 0 within the step. -1 without such a gate.
     */
    default int reset() {
        return -1;
    }

    /** Applies the activation of the reset gate, before {@link #forward}. */
    default void activateReset(Step step) {}

    /**
     * Assigns hidden and cell state from blocks, previous hidden state and previous cell state;
     * leaves in the blocks what backward needs.
     */
    void forward(Step step);

    /**
     * Turns the blocks into their pre-activations' gradient, and dCellState into that of the
     * previous cell state; adds to the gradients of the vectors. The reset block stays as it is.
     */
    void backward(Step step);
}
