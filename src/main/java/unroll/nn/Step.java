package unroll.nn;

import unroll.math.Kernels;

/** One step of a batch, as a {@link Cell} sees it: every block has {@link #size} elements. */
public final class Step {
    public final Kernels kernels;

    /** Active sequences times units. */
    public int size;

    /**
     * Block g at {@link #gate}: pre-activations, then what the cell leaves, then their gradient.
     */
    public float[] gates;

    int gatesAt;

    /** Memory before this step, block m at {@code previousAt}. */
    public float[][] previousMemory;

    public int previousAt;

    /** Blocks left by forward for backward, at {@code savedAt}. */
    public float[][] saved;

    public int savedAt;

    /** Hidden state after this step, from 0. */
    public float[] hidden;

    /** Memory after this step, from 0. */
    public float[][] memory;

    /** A block for the cell's own use, from 0; what it holds between calls is not kept. */
    public float[] scratch;

    /** Gradient of the hidden state, from 0. */
    public float[] dHidden;

    /** Gradient of the memory after this step, then of the memory before it, from 0. */
    public float[][] dMemory;

    Step(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Where block {@code g} of the gates begins. */
    public int gate(int g) {
        return gatesAt + g * size;
    }
}
