package unroll.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Where backpropagation through time is cut: the state before these steps is a constant to all that
 * follows.
 */
public final class Cut {
    /** Nowhere. */
    public static final Cut NONE = new Cut(0, null);

    private final int window;
    private final List<double[][]> noted;
    private int next = -1; // of the noted states, to be used again; below 0 where they are noted

    private Cut(int window, List<double[][]> noted) {
        this.window = window;
        this.noted = noted;
    }

    /**
     * @param window steps between two cuts, counted from the first step
     */
    public static Cut every(int window) {
        return new Cut(window, new ArrayList<>());
    }

    /**
     * From now on, the states are those that the first run met, whatever the parameters are: as
     * functions of the parameters, losses then have the truncated gradient as their derivative.
     */
    public void useAgain() {
        next = 0;
    }

    Scalar[][] apply(Tape tape, int step, Scalar[][] state) {
        if (window == 0 || step == 0 || step % window != 0) {
            return state;
        }
        var constant = new Scalar[state.length][];
        if (next < 0) {
            var values = new double[state.length][];
            for (int s = 0; s < state.length; s++) {
                values[s] = Vectors.values(state[s]);
            }
            noted.add(values);
        }
        var values = noted.get(next < 0 ? noted.size() - 1 : next++);
        for (int s = 0; s < state.length; s++) {
            constant[s] = tape.leaves(values[s]);
        }
        return constant;
    }
}
