package unroll.nn.loss;

import unroll.math.Kernels;
import unroll.math.LogSpace;
import unroll.nn.batch.Stream;

/**
 * A label sequence extended with blanks, {@code blank l1 blank l2 … blank} (Graves et al. 2006), or
 * its reverse. Its elements are the states of an alignment: at each step the alignment stays, moves
 * to the next state, or skips the blank between two different labels. Rows of states begin after
 * {@link #BEFORE} elements of {@link LogSpace#ZERO}. Holds buffers that grow to the most states
 * seen.
 */
final class ExtendedLabels {
    /** Number of elements without probability before the first state of a row. */
    static final int BEFORE = 2;

    private final Kernels kernels;
    private int states;
    private int[] classes = new int[0]; // [states]: class of each
    private double[] skips = new double[0]; // [states]: 0 if the state before may be skipped
    private double[] emissions = new double[0]; // [states]: log p of their classes at a step
    private double[] work = new double[0]; // [3, states]

    ExtendedLabels(Kernels kernels) {
        this.kernels = kernels;
    }

    private void reserve(int most) {
        states = most;
        if (classes.length < states) {
            classes = new int[states];
            skips = new double[states];
            emissions = new double[states];
            work = new double[3 * states];
        }
    }

    /** Sets the labels of the sequence at a place. */
    void set(Stream labels, int place, int blank) {
        var packing = labels.packing();
        reserve(2 * packing.length(place) + 1);
        for (int s = 0; s < states; s++) {
            classes[s] = s % 2 == 0 ? blank : labels.ids()[packing.row(s / 2, place)];
            boolean open = s > 1 && s % 2 == 1 && classes[s] != classes[s - 2];
            skips[s] = open ? 0 : LogSpace.ZERO;
        }
    }

    /** Sets the reverse of another. */
    void setReversed(ExtendedLabels other) {
        reserve(other.states);
        for (int s = 0; s < states; s++) {
            classes[s] = other.classes[states - 1 - s];
            skips[s] = s > 1 ? other.skips[states + 1 - s] : LogSpace.ZERO;
        }
    }

    int states() {
        return states;
    }

    /** Returns the class of a state. */
    int label(int state) {
        return classes[state];
    }

    /**
     * Returns the minimum number of steps of an alignment: one for each label, and one for each
     * blank between equal labels.
     */
    int leastSteps() {
        int least = 0;
        for (int s = 1; s < states; s += 2) {
            least += s > 1 && skips[s] != 0 ? 2 : 1;
        }
        return least;
    }

    /** Reads the logits of a step, which begin at {@code at}. */
    void emit(float[] logits, int at, double logSum) {
        for (int s = 0; s < states; s++) {
            emissions[s] = logits[at + classes[s]] - logSum;
        }
    }

    /** Returns the log of the probability of a state's class at the last step read. */
    double emission(int state) {
        return emissions[state];
    }

    /**
     * Starts in either of the first two states, of which {@code row} has the first at {@code at}.
     */
    void start(double[] row, int at) {
        System.arraycopy(emissions, 0, row, at, Math.min(2, states));
    }

    /**
     * Assigns the log of the summed probability of all paths to some states, from that of all paths
     * at the step before.
     *
     * @param from first of the states
     * @param to after the last of them
     * @param before the first state is at {@code beforeAt}
     * @param now the first state is at {@code nowAt}
     */
    void step(int from, int to, double[] before, int beforeAt, double[] now, int nowAt) {
        kernels.sumPaths(
                before,
                beforeAt + from,
                skips,
                emissions,
                from,
                now,
                nowAt + from,
                to - from,
                work);
    }
}
