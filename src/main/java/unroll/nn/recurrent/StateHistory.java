package unroll.nn.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Context;

/**
 * The states of one direction, as far back as its longest lag, and their gradients. Keeps for every
 * step the states that the lags take there.
 */
final class StateHistory {
    private final Kernels kernels;
    private final List<Integer> lags;
    private final int width;
    private final float[] state; // [sequences, width], after the last step
    private final float[] dState;
    private final float[] before; // [rows, width], the state before each step
    private final float[][] lagged; // a lag: [rows, width]
    private final float[][] older; // from two steps before on: [sequences, width]
    private final List<float[]> pending; // gradients of the state one, two, … steps before
    private int carried; // sequences whose states are here

    /**
     * @param lags rising
     * @param state what is fed back, [sequences, width]
     * @param dState its gradient; empty where there is no backward
     */
    StateHistory(
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            List<Integer> lags,
            int width,
            float[] state,
            float[] dState) {
        this.kernels = kernels;
        this.lags = lags;
        this.width = width;
        this.state = state;
        this.dState = dState;
        int rows = capacity.keptRows();
        int longest = lags.get(lags.size() - 1);
        before = allocator.floats(rows, width);
        lagged = new float[lags.size()][];
        for (int l = 0; l < lagged.length; l++) {
            lagged[l] = lags.get(l) == 1 ? before : allocator.floats(rows, width);
        }
        older = allocator.floatBlocks(longest - 1, capacity.sequences(), width);
        pending = new ArrayList<>();
        for (int l = 0; longest > 1 && l < longest; l++) {
            pending.add(allocator.floats(capacity.training() ? capacity.sequences() : 0, width));
        }
    }

    int lags() {
        return lagged.length;
    }

    /** Returns the state before each step, [rows, width]. */
    float[] before() {
        return before;
    }

    /** Returns the state that a lag takes at each step, [rows, width]. */
    float[] lagged(int lag) {
        return lagged[lag];
    }

    /** Returns whether a lag goes to the step before. */
    boolean isNext(int lag) {
        return lags.get(lag) == 1;
    }

    /** Returns the gradient of the state that a lag takes, to be added to, [sequences, width]. */
    float[] gradient(int lag) {
        return isNext(lag) ? dState : pending(lag);
    }

    /** Returns the same gradient if that of the state before the step is not written meanwhile. */
    float[] pending(int lag) {
        return pending.get(lags.get(lag) - 1);
    }

    /**
     * Checks that the states are those of the batch that is continued.
     *
     * @throws IllegalStateException if that had another number of sequences
     */
    void requireCarried(int sequences) {
        if (sequences != carried) {
            throw new IllegalStateException(
                    "expected as many sequences as the batch that is continued ("
                            + carried
                            + "), got "
                            + sequences);
        }
    }

    /** Sets all earlier states to zero. */
    void clear(int sequences) {
        carried = sequences;
        Arrays.fill(state, 0, sequences * width, 0);
        for (float[] past : older) {
            Arrays.fill(past, 0, sequences * width, 0);
        }
    }

    /** Keeps the states before a step for backward. */
    void keep(int active, int row) {
        System.arraycopy(state, 0, before, row * width, active * width);
        for (int l = 0; l < lagged.length; l++) {
            if (!isNext(l)) {
                float[] past = older[lags.get(l) - 2];
                System.arraycopy(past, 0, lagged[l], row * width, active * width);
            }
        }
    }

    /**
     * Returns the recurrent connection of a lag.
     *
     * @param lag its place among the lags
     * @param passesHidden whether the cell has assigned the gradient of the state before the step
     */
    StepInput.Run input(int lag, boolean passesHidden) {
        return new LaggedState(lag, passesHidden || !isNext(lag));
    }

    /** The state a number of steps before, which the history has kept, as an input of a step. */
    private final class LaggedState implements StepInput.Run {
        private final int lag;
        private final boolean accumulate;

        LaggedState(int lag, boolean accumulate) {
            this.lag = lag;
            this.accumulate = accumulate;
        }

        @Override
        public float[] value() {
            return lagged[lag];
        }

        @Override
        public boolean isFeedback() {
            return true;
        }

        @Override
        public void forward(Context context, int active, int row) {}

        @Override
        public void backward(Context context, int active, int row, StepProduct product) {
            product.backward(gradient(lag), accumulate);
        }
    }

    /** Makes the states of earlier steps a step older; sequences that have ended keep theirs. */
    void age(int active, int row) {
        for (int k = older.length - 1; k > 0; k--) {
            System.arraycopy(older[k - 1], 0, older[k], 0, active * width);
        }
        if (older.length > 0) {
            System.arraycopy(before, row * width, older[0], 0, active * width);
        }
    }

    /** Takes the states of given places, when scoring: what was kept is overwritten. */
    void reorder(int[] parents, int sequences) {
        carried = sequences;
        gather(state, parents, sequences, width, before);
        for (float[] past : older) {
            gather(past, parents, sequences, width, before);
        }
    }

    /**
     * Replaces the rows of a matrix by given ones of them.
     *
     * @param rows [at least places, width]
     * @param copy as large; overwritten
     */
    static void gather(float[] rows, int[] parents, int count, int width, float[] copy) {
        System.arraycopy(rows, 0, copy, 0, rows.length);
        for (int i = 0; i < count; i++) {
            System.arraycopy(copy, parents[i] * width, rows, i * width, width);
        }
    }

    /** Cuts the gradient: none enters a state from the steps after it. */
    void clearGradient(int sequences) {
        Arrays.fill(dState, 0, sequences * width, 0);
        for (float[] gradient : pending) {
            Arrays.fill(gradient, 0, sequences * width, 0);
        }
    }

    /**
     * Adds the gradient from longer lags to that of the state before the step, and goes a step
     * back.
     */
    void backward(int active) {
        if (!pending.isEmpty()) {
            float[] due = pending.get(0);
            kernels.add(due, 0, dState, 0, active * width);
            Arrays.fill(due, 0, active * width, 0);
            Collections.rotate(pending, -1);
        }
    }
}
