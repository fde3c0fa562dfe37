package unroll.nn;

/**
 * The size of the largest batch of a workspace.
 *
 * @param sequences most sequences of a batch
 * @param rows most packed rows (tokens) of a batch
 * @param training whether gradients are computed too
 */
public record Capacity(int sequences, int rows, boolean training) {
    /**
     * Returns the packed rows of which a recurrent layer keeps what backward needs: all, or when
     * scoring those of one step.
     */
    public int keptRows() {
        return training ? rows : sequences;
    }
}
