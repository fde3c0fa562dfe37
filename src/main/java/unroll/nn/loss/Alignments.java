package unroll.nn.loss;

import java.util.Arrays;
import unroll.math.Kernels;
import unroll.math.LogSpace;
import unroll.math.Softmax;
import unroll.nn.Workspace;
import unroll.nn.batch.Packing;
import unroll.nn.batch.Stream;

/**
 * All alignments of label sequences with the steps of a batch, for {@link Ctc}. An alignment
 * assigns a label or the blank to each step; repetitions count once and blanks are removed. The
 * loss is -log of the summed probability of all alignments that give the target, found by a forward
 * and a backward pass over the states of {@link ExtendedLabels}, in logarithms and in double.
 *
 * <p>A target that no alignment can give, since it is longer than its input (equal neighbours need
 * a blank between them), is excluded from loss, terms and gradient, and counted separately.
 *
 * <p>Holds buffers that grow to the longest sequence seen; one for each workspace.
 */
public final class Alignments {
    private final Kernels kernels;
    private final int classes;
    private final int blank;
    private final double[] numbers; // [classes]
    private final double[] expected; // [classes]: expected share of a step's alignments
    private double[] logSums = new double[0]; // [steps]: log of the sum of exp over the logits

    // Rows of states: alpha in their order, beta in reverse.
    private final ExtendedLabels forward;
    private final ExtendedLabels backward;
    private double[] alpha = new double[0]; // [steps, width]: log p of all paths to a state
    private double[] beta = new double[0]; // [width]: log p of all paths from a state to the end
    private double[] nextBeta = new double[0]; // [width]: the same of the step after it
    private double[] shares = new double[0]; // [states]: of a step's alignments

    // The current sequence.
    private float[] logits;
    private Packing packing;
    private Stream labels;
    private int sequence;
    private int steps;
    private int states;
    private int width; // of a row of states

    /**
     * @param classes labels with the blank
     * @param blank class of a step without a label
     */
    public Alignments(Kernels kernels, int classes, int blank) {
        this.kernels = kernels;
        this.classes = classes;
        this.blank = blank;
        forward = new ExtendedLabels(kernels);
        backward = new ExtendedLabels(kernels);
        numbers = new double[classes];
        expected = new double[classes];
    }

    /**
     * Returns the loss of a batch of sequences, and computes its gradient.
     *
     * @param logits [rows, classes], packed. Not modified
     * @param labels of the same examples, each a class that is not the blank
     * @param dLogits [rows, classes] assigned: gradient of the mean over possible sequences
     * @return its terms are the possible sequences, each of weight 1
     * @throws IllegalArgumentException if a label is the blank or no class
     */
    public Workspace.BatchLoss loss(
            float[] logits, Packing packing, Stream labels, float[] dLogits) {
        int possible = startBatch(logits, packing, labels);
        double loss = 0;
        for (int b = 0; b < packing.sequences(); b++) {
            startSequence(b);
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
        return new Workspace.BatchLoss(loss, possible, packing.sequences() - possible);
    }

    /** Returns the loss without computing the gradient. */
    public Workspace.BatchLoss loss(float[] logits, Packing packing, Stream labels) {
        int possible = startBatch(logits, packing, labels);
        double loss = 0;
        for (int b = 0; b < packing.sequences(); b++) {
            startSequence(b);
            loss -= isPossible() ? forward() : 0;
        }
        return new Workspace.BatchLoss(loss, possible, packing.sequences() - possible);
    }

    /** Starts a batch. Returns the number of its possible sequences. */
    private int startBatch(float[] logits, Packing packing, Stream labels) {
        this.logits = logits;
        this.packing = packing;
        this.labels = labels;
        int possible = 0;
        for (int b = 0; b < packing.sequences(); b++) {
            startSequence(b);
            possible += isPossible() ? 1 : 0;
        }
        return possible;
    }

    private void startSequence(int sequence) {
        this.sequence = sequence;
        steps = packing.length(sequence);
        forward.set(labels, labels.packing().place(packing.example(sequence)), blank);
        states = forward.states();
        width = ExtendedLabels.BEFORE + states;
    }

    private boolean isPossible() {
        for (int s = 1; s < states; s += 2) {
            int label = forward.label(s);
            if (label < 0 || label >= classes || label == blank) {
                throw new IllegalArgumentException(
                        "labels: expected classes below %s and not the blank (%s), got %s"
                                .formatted(classes, blank, label));
            }
        }
        return forward.leastSteps() <= steps;
    }

    /** Returns the first state from which the end can be reached after a step. */
    private int low(int t) {
        return Math.max(0, states - 2 * (steps - t));
    }

    /** Returns the state after the last that can be reached by a step. */
    private int high(int t) {
        return Math.min(states, 2 * (t + 1));
    }

    private int row(int t) {
        return packing.row(t, sequence) * classes;
    }

    /** Returns the log of the summed probability of the alignments of the current sequence. */
    private double forward() {
        if (logSums.length < steps) {
            logSums = new double[steps];
        }
        if (alpha.length < Math.multiplyExact(steps, width)) {
            alpha = new double[steps * width];
        }
        Arrays.fill(alpha, 0, steps * width, LogSpace.ZERO);
        for (int t = 0; t < steps; t++) {
            int now = t * width + ExtendedLabels.BEFORE;
            logSums[t] = logSum(row(t));
            forward.emit(logits, row(t), logSums[t]);
            if (t == 0) {
                forward.start(alpha, now);
            } else {
                forward.step(low(t), high(t), alpha, now - width, alpha, now);
            }
        }
        int end = steps * width;
        return LogSpace.add(alpha[end - 1], alpha[end - 2]);
    }

    /** Assigns the gradient of the current sequence, after {@link #forward}. */
    private void backward(double likelihood, int terms, float[] dLogits) {
        if (beta.length < width) {
            beta = new double[width];
            nextBeta = new double[width];
            shares = new double[states];
        }
        backward.setReversed(forward);
        Arrays.fill(beta, 0, width, LogSpace.ZERO);
        Arrays.fill(nextBeta, 0, width, LogSpace.ZERO);
        int first = ExtendedLabels.BEFORE;
        for (int t = steps - 1; t >= 0; t--) {
            int at = row(t);
            backward.emit(logits, at, logSums[t]);
            if (t == steps - 1) {
                backward.start(beta, first);
            } else {
                var last = nextBeta;
                nextBeta = beta;
                beta = last;
                backward.step(states - high(t), states - low(t), nextBeta, first, beta, first);
            }
            expect(t, likelihood);
            for (int k = 0; k < classes; k++) {
                numbers[k] = logits[at + k] - logSums[t];
            }
            kernels.exp(numbers, 0, classes);
            for (int k = 0; k < classes; k++) {
                dLogits[at + k] = (float) ((numbers[k] - expected[k]) / terms);
            }
        }
    }

    /** Assigns the expected share of the alignments that assign each class to a step. */
    private void expect(int t, double likelihood) {
        int from = low(t);
        int count = high(t) - from;
        int there = t * width + ExtendedLabels.BEFORE;
        for (int s = from; s < from + count; s++) {
            int r = states - 1 - s;
            double both = alpha[there + s] + beta[ExtendedLabels.BEFORE + r];
            // Both include the step's own class. Only rounding can make a share exceed one.
            shares[s - from] = Math.min(0, both - backward.emission(r) - likelihood);
        }
        kernels.exp(shares, 0, count);
        Arrays.fill(expected, 0);
        for (int s = from; s < from + count; s++) {
            expected[forward.label(s)] += shares[s - from];
        }
    }

    /** Turns logits [rows, classes] into logarithms of probabilities, in place. */
    void logSoftmax(float[] logits, int rows) {
        this.logits = logits;
        for (int at = 0; at < rows * classes; at += classes) {
            double logSum = logSum(at);
            for (int k = at; k < at + classes; k++) {
                logits[k] = (float) (logits[k] - logSum);
            }
        }
    }

    /** Returns the log of the sum of exp over a row of logits. */
    private double logSum(int at) {
        return Softmax.logSumExp(kernels, logits, at, classes, numbers);
    }
}
