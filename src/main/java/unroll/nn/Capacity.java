package unroll.nn;

/**
 * What the largest batch needs of a workspace.
 *
 * @param sequences most sequences of a batch
 * @param rows most packed rows (tokens) of a batch
 * @param training whether gradients are wanted too
 */
public record Capacity(int sequences, int rows, boolean training) {}
