package unroll.nn;

import unroll.math.Kernels;

/** A part of a network: immutable, knows its parameters, opens passes with buffers. */
public interface Layer {
    /** Columns of what it hands on. */
    int outputs();

    /** Bytes of the buffers of one pass. */
    long bytes(Capacity capacity);

    /**
     * Buffers for batches up to {@code capacity}.
     *
     * @param input what the layer before hands on; null for the first
     */
    Pass open(Capacity capacity, Kernels kernels, Signal input);
}
