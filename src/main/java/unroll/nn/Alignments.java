package unroll.nn;

import java.util.Arrays;
import unroll.math.LogSpace;

/**
 * All alignments of label sequences with the steps of a batch, for {@link Ctc}. An alignment gives
 * each step a label or the blank; repetitions count once and blanks fall away. The loss is -log of
 * the summed probability of all alignments that leave the target, found by a forward and a backward
 * pass over the states {@code blank l1 blank l2 … blank}, in logarithms and in double.
 *
 * <p>A target that no alignment can give, since it is longer than its input (equal neighbours need
 * a blank between them), contributes nothing to loss, terms or gradient and is counted apart.
 *
 * <p>Holds buffers that grow to the longest sequence seen; one for each workspace.
 */
public final class Alignments {
    private final int classes;
    private final int blank;
    private final double[] expected; // [classes]: expected share of a step's alignments
    private double[] logSums = new double[0]; // [steps]: log of the sum of exp over the logits
    private double[] prefixes = new double[0]; // [steps, states]: log p of all ways up to there
    private double[] suffixes = new double[0]; // [states]: of all ways on from a step
    private int[] path = new int[0]; // [states]: class of each state
    private boolean[] skips = new boolean[0]; // [states]: whether the blank before may be left out

    // The sequence at work.
    private float[] logits;
    private Packing packing;
    private int sequence;
    private int[] labels;
    private int steps;
    private int states;

    /**
     * @param classes labels with the blank
     * @param blank class of a step without a label
     */
    public Alignments(int classes, int blank) {
        this.classes = classes;
        this.blank = blank;
        expected = new double[classes];
    }

    /**
     * Loss of a batch of sequences, and its gradient.
     *
     * @param logits [rows, classes], packed. Not modified
     * @param labels of all sequences in packed order, each a class that is not the blank
     * @param starts [sequences + 1]: where each sequence's labels begin and the last one's end
     * @param dLogits [rows, classes] assigned: gradient of the mean over possible sequences
     * @return its terms are the possible sequences, each of weight 1
     * @throws IllegalArgumentException when a label is the blank or no class
     */
    public Workspace.Loss loss(
            float[] logits, Packing packing, int[] labels, int[] starts, float[] dLogits) {
        int possible = enter(logits, packing, labels, starts);
        double loss = 0;
        for (int b = 0; b < packing.sequences(); b++) {
            enter(b, starts);
            if (isPossible()) {
                double likelihood = forward();
                backward(likelihood, possible, dLogits);
                loss -= likelihood;
            } else {
                for (int t = 0; t < packing.length(b); t++) {
                    int at = packing.row(t, b) * classes;
                    Arrays.fill(dLogits, at, at + classes, 0);
                }
            }
        }
        return new Workspace.Loss(loss, possible, packing.sequences() - possible);
    }

    /** The same without the gradient. */
    public Workspace.Loss loss(float[] logits, Packing packing, int[] labels, int[] starts) {
        int possible = enter(logits, packing, labels, starts);
        double loss = 0;
        for (int b = 0; b < packing.sequences(); b++) {
            enter(b, starts);
            loss -= isPossible() ? forward() : 0;
        }
        return new Workspace.Loss(loss, possible, packing.sequences() - possible);
    }

    /** Takes on a batch, and counts its possible sequences. */
    private int enter(float[] logits, Packing packing, int[] labels, int[] starts) {
        this.logits = logits;
        this.packing = packing;
        this.labels = labels;
        int possible = 0;
        for (int b = 0; b < packing.sequences(); b++) {
            enter(b, starts);
            possible += isPossible() ? 1 : 0;
        }
        return possible;
    }

    private void enter(int sequence, int[] starts) {
        this.sequence = sequence;
        steps = packing.length(sequence);
        int first = starts[sequence];
        states = 2 * (starts[sequence + 1] - first) + 1;
        if (path.length < states) {
            path = new int[states];
            skips = new boolean[states];
            suffixes = new double[states];
        }
        for (int s = 0; s < states; s++) {
            path[s] = s % 2 == 0 ? blank : labels[first + s / 2];
            skips[s] = s > 1 && s % 2 == 1 && path[s] != path[s - 2];
        }
    }

    private boolean isPossible() {
        int least = 0;
        for (int s = 1; s < states; s += 2) {
            if (path[s] < 0 || path[s] >= classes || path[s] == blank) {
                throw new IllegalArgumentException(
                        "labels: expected classes below %d and not the blank (%d), got %d"
                                .formatted(classes, blank, path[s]));
            }
            least += s > 1 && !skips[s] ? 2 : 1;
        }
        return least <= steps;
    }

    /** First state at a step from which the end can still be reached. */
    private int low(int t) {
        return Math.max(0, states - 2 * (steps - t));
    }

    /** After the last state that can be reached by a step. */
    private int high(int t) {
        return Math.min(states, 2 * (t + 1));
    }

    private int row(int t) {
        return packing.row(t, sequence) * classes;
    }

    /** log of the summed probability of the alignments of the sequence at work. */
    private double forward() {
        if (logSums.length < steps) {
            logSums = new double[steps];
        }
        if (prefixes.length < Math.multiplyExact(steps, states)) {
            prefixes = new double[steps * states];
        }
        Arrays.fill(prefixes, 0, steps * states, LogSpace.ZERO);
        for (int t = 0; t < steps; t++) {
            int at = row(t);
            int now = t * states;
            int before = now - states;
            logSums[t] = LogSpace.sum(logits, at, classes);
            for (int s = low(t); s < high(t); s++) {
                double ways;
                if (t == 0) {
                    ways = 0;
                } else if (skips[s]) {
                    ways =
                            LogSpace.add(
                                    prefixes[before + s],
                                    prefixes[before + s - 1],
                                    prefixes[before + s - 2]);
                } else if (s > 0) {
                    ways = LogSpace.add(prefixes[before + s], prefixes[before + s - 1]);
                } else {
                    ways = prefixes[before];
                }
                prefixes[now + s] = ways + logits[at + path[s]] - logSums[t];
            }
        }
        int end = steps * states;
        return states == 1 ? prefixes[end - 1] : LogSpace.add(prefixes[end - 1], prefixes[end - 2]);
    }

    /** The sequence's share of the gradient, after {@link #forward}. */
    private void backward(double likelihood, int terms, float[] dLogits) {
        Arrays.fill(suffixes, 0, states, LogSpace.ZERO);
        Arrays.fill(suffixes, Math.max(0, states - 2), states, 0);
        for (int t = steps - 1; t >= 0; t--) {
            int at = row(t);
            Arrays.fill(expected, 0);
            for (int s = low(t); s < high(t); s++) {
                double through = prefixes[t * states + s] + suffixes[s] - likelihood;
                expected[path[s]] += LogSpace.exp(through);
            }
            for (int k = 0; k < classes; k++) {
                double probability = LogSpace.exp(logits[at + k] - logSums[t]);
                dLogits[at + k] = (float) ((probability - expected[k]) / terms);
            }
            stepBack(t);
        }
    }

    /** From the suffixes of a step to those of the step before it. */
    private void stepBack(int t) {
        int at = row(t);
        for (int s = 0; s < states; s++) {
            suffixes[s] += logits[at + path[s]] - logSums[t];
        }
        for (int s = low(t - 1); s < states - 1; s++) {
            suffixes[s] =
                    s + 2 < states && skips[s + 2]
                            ? LogSpace.add(suffixes[s], suffixes[s + 1], suffixes[s + 2])
                            : LogSpace.add(suffixes[s], suffixes[s + 1]);
        }
    }
}
