package unroll.nn;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;

/** One step of a batch, as a {@link Cell} sees it: every block has {@link #size} elements. */
public final class Step {
    public final Kernels kernels;

    /** Elements of a row of a block: the units. */
    public final int units;

    /** Active sequences times units. */
    public int size;

    /**
     * Block g at {@link #gate}: pre-activations, then activations, then the gradient of the
     * pre-activations.
     */
    public float[] gates;

    public int gatesAt;
    public int plane; // from one block to the next

    /** Hidden state before this step, at {@code previousAt}. */
    public float[] previousHidden;

    /** Cell state before this step, block m at {@code previousAt}. */
    public float[][] previousCellState;

    public int previousAt;

    /** Blocks left by forward for backward, at {@code savedAt}. */
    public float[][] saved;

    public int savedAt;

    /** Hidden state after this step, from 0. */
    public float[] hidden;

    /** Cell state after this step, from 0. */
    public float[][] cellState;

    /** A block for the cell's own use, from 0; its content is lost between calls. */
    public float[] scratch;

    /** Two rows for the cell's own use, [2, units]; their content is lost between calls. */
    public final float[] rows;

    /** Gradient of the hidden state after this step, then of the one before it, from 0. */
    public float[] dHidden;

    /** Gradient of the cell state after this step, then of the cell state before it, from 0. */
    public float[][] dCellState;

    /** All parameters; the cell's own at {@link #vector}. */
    public float[] theta;

    /** Their gradients, at the same places. */
    public float[] gradient;

    public int[] vectors = {};

    public Step(Kernels kernels, Allocator allocator, int units) {
        this.kernels = kernels;
        this.units = units;
        rows = allocator.floats(2, units);
    }

    /** Sets the cell state before the first step to zero. */
    public void clearCellState(int sequences) {
        for (float[] block : cellState) {
            Arrays.fill(block, 0, sequences * units, 0);
        }
    }

    /** Keeps the cell state as that before this step. */
    public void keepCellState() {
        for (int m = 0; m < cellState.length; m++) {
            System.arraycopy(cellState[m], 0, previousCellState[m], savedAt, size);
        }
    }

    /** Cuts the cell state's gradient: none comes from the steps after this one. */
    public void clearCellStateGradient(int sequences) {
        for (float[] block : dCellState) {
            Arrays.fill(block, 0, sequences * units, 0);
        }
    }

    /** Returns where block {@code g} begins. */
    public int gate(int g) {
        return gatesAt + g * plane;
    }

    /** Returns where the cell's vector {@code v} begins. */
    public int vector(int v) {
        return vectors[v];
    }
}
