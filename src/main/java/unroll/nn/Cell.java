package unroll.nn;

/**
 * The pointwise mathematics of a recurrent unit. {@link Recurrent} owns time, direction, batching
 * and every matrix product: it hands over the gates' pre-activations and takes back the new state.
 *
 * <p>Implementations are stateless. Loops run over {@link Step#size} contiguous elements; blocks of
 * one step lie one after the other.
 */
public interface Cell {
    /** Blocks of pre-activations: rows of the weight matrices are this many times the units. */
    int gates();

    /** Blocks of memory carried from step to step besides the hidden state. */
    int memories();

    /** Further blocks that forward leaves for backward. */
    int saved();

    /** How the bias [gates * units] starts. */
    Start bias();

    /**
     * Assigns hidden and memory from gates and the previous memory; leaves in gates what backward
     * needs.
     */
    void forward(Step step);

    /**
     * Turns the gates into their pre-activations' gradient, and dMemory into that of the previous
     * memory.
     */
    void backward(Step step);
}
