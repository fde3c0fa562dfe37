package unroll.nn;

import java.util.Arrays;

/**
 * Connectionist temporal classification (Graves et al. 2006): the loss of a sequence of labels that
 * is shorter than its input and not aligned with it. An alignment gives each step a label or the
 * blank; repetitions count once and blanks fall away. The loss is -log of the summed probability of
 * all alignments that leave the target, found by a forward and a backward pass over the states
 * {@code blank l1 blank l2 … blank}, in logarithms and in double.
 *
 * <p>A target that no alignment can give, since it is longer than its input (equal neighbours need
 * a blank between them), contributes nothing to loss, terms or gradient and is counted apart.
 *
 * <p>Holds buffers that grow to the longest sequence seen; one for each workspace.
 */
public final class Ctc {
    /** Class of a step without a label. */
    public static final int BLANK = 0;

    private final int classes;
    private final double[] expected; // [classes]: expected share of a step's alignments
    private double[] logSums = new double[0]; // [steps]: log of the sum of exp over the logits
    private double[] prefixes = new double[0]; // [steps, states]: log p of all ways up to there
    private double[] suffixes = new double[0]; // [states]: of all ways on from a step
    private double[] next = new double[0]; // [states]: suffixes of the step after it

    // The sequence at work.
    private float[] logits;
    private Packing packing;
    private int sequence;
    private int[] labels;
    private int first;
    private int states;

    /**
     * @param loss its terms are the possible sequences, each of weight 1
     * @param impossible sequences whose target no alignment can give
     */
    public record Result(Workspace.Loss loss, int impossible) {}

    /**
     * @param classes labels with the blank
     */
    public Ctc(int classes) {
        this.classes = classes;
        expected = new double[classes];
    }

    /**
     * Loss of a batch of sequences, and its gradient.
     *
     * @param logits [rows, classes], packed. Not modified
     * @param labels of all sequences in packed order, each in [1, classes)
     * @param starts [sequences + 1]: where each sequence's labels begin and the last one's end
     * @param dLogits [rows, classes] assigned: gradient of the mean over possible sequences
     * @throws IllegalArgumentException when a label is the blank or no class
     */
    public Result loss(
            float[] logits, Packing packing, int[] labels, int[] starts, float[] dLogits) {
        this.logits = logits;
        this.packing = packing;
        this.labels = labels;
        int possible = 0;
        for (int b = 0; b < packing.sequences(); b++) {
            enter(b, starts);
            possible += isPossible() ? 1 : 0;
        }
        double loss = 0;
        for (int b = 0; b < packing.sequences(); b++) {
            enter(b, starts);
            if (isPossible()) {
                loss += loss(possible, dLogits);
            } else {
                for (int t = 0; t < packing.length(b); t++) {
                    int at = packing.row(t, b) * classes;
                    Arrays.fill(dLogits, at, at + classes, 0);
                }
            }
        }
        return new Result(new Workspace.Loss(loss, possible), packing.sequences() - possible);
    }

    private void enter(int sequence, int[] starts) {
        this.sequence = sequence;
        first = starts[sequence];
        states = 2 * (starts[sequence + 1] - first) + 1;
    }

    private boolean isPossible() {
        int steps = 0;
        for (int s = 1; s < states; s += 2) {
            if (label(s) <= BLANK || label(s) >= classes) {
                throw new IllegalArgumentException(
                        "labels: expected classes from 1 to "
                                + (classes - 1)
                                + ", got "
                                + label(s));
            }
            steps += s > 1 && label(s) == label(s - 2) ? 2 : 1;
        }
        return steps <= packing.length(sequence);
    }

    /** Loss of the sequence at work, and its share of the gradient. */
    private double loss(int terms, float[] dLogits) {
        int steps = packing.length(sequence);
        reserve(steps);
        sumUp(steps);
        double likelihood = forward(steps);
        backward(steps, likelihood, terms, dLogits);
        return -likelihood;
    }

    private void reserve(int steps) {
        if (logSums.length < steps) {
            logSums = new double[steps];
        }
        if (prefixes.length < Math.multiplyExact(steps, states)) {
            prefixes = new double[steps * states];
        }
        if (suffixes.length < states) {
            suffixes = new double[states];
            next = new double[states];
        }
    }

    private void sumUp(int steps) {
        for (int t = 0; t < steps; t++) {
            int at = packing.row(t, sequence) * classes;
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                largest = Math.max(largest, logits[at + k]);
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += StrictMath.exp(logits[at + k] - largest);
            }
            logSums[t] = largest + StrictMath.log(sum);
        }
    }

    private double forward(int steps) {
        Arrays.fill(prefixes, 0, states, Double.NEGATIVE_INFINITY);
        for (int s = 0; s < Math.min(2, states); s++) {
            prefixes[s] = logProbability(0, label(s));
        }
        for (int t = 1; t < steps; t++) {
            int before = (t - 1) * states;
            for (int s = 0; s < states; s++) {
                double sum = prefixes[before + s];
                if (s > 0) {
                    sum = logAdd(sum, prefixes[before + s - 1]);
                }
                if (isSkipped(s - 1)) {
                    sum = logAdd(sum, prefixes[before + s - 2]);
                }
                prefixes[t * states + s] = sum + logProbability(t, label(s));
            }
        }
        int end = steps * states;
        return states == 1 ? prefixes[end - 1] : logAdd(prefixes[end - 1], prefixes[end - 2]);
    }

    private void backward(int steps, double likelihood, int terms, float[] dLogits) {
        for (int t = steps - 1; t >= 0; t--) {
            var last = next;
            next = suffixes;
            suffixes = last;
            if (t == steps - 1) {
                Arrays.fill(suffixes, 0, states, Double.NEGATIVE_INFINITY);
                Arrays.fill(suffixes, Math.max(0, states - 2), states, 0);
            } else {
                stepBack(t);
            }
            Arrays.fill(expected, 0);
            for (int s = 0; s < states; s++) {
                expected[label(s)] +=
                        StrictMath.exp(prefixes[t * states + s] + suffixes[s] - likelihood);
            }
            int at = packing.row(t, sequence) * classes;
            for (int k = 0; k < classes; k++) {
                double probability = StrictMath.exp(logProbability(t, k));
                dLogits[at + k] = (float) ((probability - expected[k]) / terms);
            }
        }
    }

    private void stepBack(int t) {
        for (int s = 0; s < states; s++) {
            double sum = next[s] + logProbability(t + 1, label(s));
            if (s + 1 < states) {
                sum = logAdd(sum, next[s + 1] + logProbability(t + 1, label(s + 1)));
            }
            if (isSkipped(s + 1)) {
                sum = logAdd(sum, next[s + 2] + logProbability(t + 1, label(s + 2)));
            }
            suffixes[s] = sum;
        }
    }

    /** Whether state {@code s} is a blank between two labels that may follow without it. */
    private boolean isSkipped(int s) {
        return s > 0 && s < states - 1 && s % 2 == 0 && label(s - 1) != label(s + 1);
    }

    private int label(int state) {
        return state % 2 == 0 ? BLANK : labels[first + state / 2];
    }

    private double logProbability(int t, int k) {
        return logits[packing.row(t, sequence) * classes + k] - logSums[t];
    }

    /** log(exp(a) + exp(b)). */
    private static double logAdd(double a, double b) {
        double larger = Math.max(a, b);
        return larger == Double.NEGATIVE_INFINITY
                ? larger
                : larger + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
    }
}
