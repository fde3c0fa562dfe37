/**
 * The mathematics once more, written to be read: scalar reverse-mode differentiation in double, and
 * on it every cell, layer and loss, one sequence at a time, with no packing and no matrix products.
 * What the engine computes is held against it; it is itself held against central differences and
 * against reference vectors. It shares no code with the engine.
 *
 * <p>A new cell is one class that implements {@link unroll.oracle.OracleCell}: its equations for
 * one step of one sequence, forward only.
 */
package unroll.oracle;
