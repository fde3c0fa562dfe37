package unroll.nn;

import java.util.List;

/**
 * The pointwise mathematics of a recurrent unit. The recurrent layer owns time, batching and every
 * matrix product: it hands over blocks of pre-activations and takes back the new state.
 *
 * <p>A step has {@link #blocks} blocks, each with a bias. The first {@link #gates} of them start
 * with the projected input, and to the last {@link #recurrents} the recurrent product of the hidden
 * state is added. Where the two overlap in all blocks, as in most cells, a block is a gate.
 *
 * <p>Implementations are stateless. Loops run over {@link Step#size} contiguous elements; where
 * there are recurrent products, blocks of one step lie one after the other.
 */
public interface Cell {
    /** Blocks with an input projection: rows of {@code wx} are this many times the units. */
    int gates();

    /** Blocks with a recurrent product: rows of {@code wh} are this many times the units. */
    default int recurrents() {
        return gates();
    }

    /** Blocks of a step. */
    default int blocks() {
        return gates();
    }

    /** What was applied last to what a block holds after {@link #forward}. */
    enum Squash {
        SIGMOID,
        TANH,
        RELU,
        NONE
    }

    /** A block by its letter in the cell's equations. */
    record Block(String name, Squash squash) {}

    /** The blocks in their order. */
    List<Block> described();

    /** Blocks of memory carried from step to step besides the hidden state. */
    int memories();

    /** Further blocks that forward leaves for backward. */
    int saved();

    /** How the bias [blocks * units] starts. */
    Initializer bias();

    /** How the recurrent matrix [recurrents * units, units] starts. */
    default Initializer recurrent() {
        return Initializers.orthogonal(recurrents());
    }

    /** A parameter of one number a unit, which the cell applies itself. */
    record Vector(String name, Initializer start) {}

    /** Its own parameters, in the order of their numbers in {@link Step#vector}. */
    default List<Vector> vectors() {
        return List.of();
    }

    /**
     * Whether the previous hidden state has a way to the new one that is no product: backward then
     * leaves its gradient in dHidden.
     */
    default boolean passesHidden() {
        return false;
    }

    /**
     * The block, a sigmoid's, that scales element by element the hidden states which a second
     * product takes; that product is added to block 0 within the step. -1 where there is none.
     */
    default int reset() {
        return -1;
    }

    /** Makes the reset block what it scales by, before {@link #forward}. */
    default void activateReset(Step step) {}

    /**
     * Assigns hidden and memory from blocks, previous hidden state and previous memory; leaves in
     * the blocks what backward needs.
     */
    void forward(Step step);

    /**
     * Turns the blocks into their pre-activations' gradient, and dMemory into that of the previous
     * memory; adds to the gradients of the vectors. The reset block stays as it is.
     */
    void backward(Step step);
}
