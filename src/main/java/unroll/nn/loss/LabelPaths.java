package unroll.nn.loss;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.LogSpace;
import unroll.nn.batch.Packing;

/**
 * Sums over all label sequences of a chain, for {@link LinearChainCrf}: the forward-backward
 * algorithm in double. Each step's forward weights are scaled to the sum 1 (Rabiner 1989), and the
 * logarithms of the scales add up to that of the sum, so nothing underflows however long a sequence
 * is.
 *
 * <p>Steps may have a given label; then only paths through it count.
 */
final class LabelPaths {
    private final Kernels kernels;
    private final int labels;
    private final double[] forward; // [labels, labels]: exp(transition - largest), by the former
    private final double[] backward; // [labels, labels]: the same, by the latter
    private final double[] first; // [labels]: exp(start - largest)
    private final double[] last; // [labels]: exp(end - largest)
    private final double[] alpha; // [steps, labels]: scaled weight of all paths to a label
    private final double[] scales; // [steps]
    private final double[] emissions; // [labels] of a step: exp(logit - largest)
    private final double[] beta; // [labels]: scaled weight of all paths from a label to the end
    private final double[] weights; // [labels]: emission and beta of the step after
    private double largestTransition;
    private double largestStart;
    private double largestEnd;

    // The current sequence.
    private float[] logits;
    private Packing packing;
    private int sequence;
    private int steps;
    private int[] targets; // packed, below 0 for any label; null for any label at every step
    private double end; // weight of all ends

    /**
     * @param steps of the longest sequence
     */
    LabelPaths(Kernels kernels, Allocator allocator, int labels, int steps) {
        this.kernels = kernels;
        this.labels = labels;
        forward = allocator.doubles(labels, labels);
        backward = allocator.doubles(labels, labels);
        first = allocator.doubles(labels);
        last = allocator.doubles(labels);
        alpha = allocator.doubles(steps, labels);
        scales = allocator.doubles(steps);
        emissions = allocator.doubles(labels);
        beta = allocator.doubles(labels);
        weights = allocator.doubles(labels);
    }

    /** Sets the scores of transitions [labels, labels], starts [labels] and ends [labels]. */
    void set(float[] theta, int transitions, int start, int end) {
        largestTransition = exponentials(theta, transitions, forward, labels * labels);
        largestStart = exponentials(theta, start, first, labels);
        largestEnd = exponentials(theta, end, last, labels);
        for (int i = 0; i < labels; i++) {
            for (int j = 0; j < labels; j++) {
                backward[j * labels + i] = forward[i * labels + j];
            }
        }
    }

    /** Assigns {@code to = exp(from - largest)}, and returns the largest. */
    private double exponentials(float[] from, int at, double[] to, int count) {
        double largest = largest(from, at, count);
        for (int i = 0; i < count; i++) {
            to[i] = from[at + i] - largest;
        }
        kernels.exp(to, 0, count);
        return largest;
    }

    private static double largest(float[] of, int at, int count) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + count; i++) {
            largest = Math.max(largest, of[i]);
        }
        return largest;
    }

    private int low(int t) {
        int target = target(t);
        return target < 0 ? 0 : target;
    }

    private int high(int t) {
        int target = target(t);
        return target < 0 ? labels : target + 1;
    }

    private int target(int t) {
        return targets == null ? -1 : targets[packing.row(t, sequence)];
    }

    /**
     * Returns the logarithm of the summed exponential scores of all paths of a sequence.
     *
     * @param logits [rows, labels], packed. Not modified
     * @param targets packed, below 0 for any label; null for any label at every step
     */
    double logSum(float[] logits, Packing packing, int sequence, int[] targets) {
        this.logits = logits;
        this.packing = packing;
        this.sequence = sequence;
        this.targets = targets;
        steps = packing.length(sequence);
        double sum = largestStart + largestEnd + (steps - 1) * largestTransition;
        for (int t = 0; t < steps; t++) {
            sum += emit(t);
            int at = t * labels;
            if (t == 0) {
                for (int j = low(0); j < high(0); j++) {
                    alpha[j] = first[j];
                }
            } else {
                Arrays.fill(alpha, at + low(t), at + high(t), 0);
                for (int i = low(t - 1); i < high(t - 1); i++) {
                    addProduct(alpha[at - labels + i], forward, i * labels, alpha, at, t);
                }
            }
            scales[t] = 0;
            for (int j = low(t); j < high(t); j++) {
                alpha[at + j] *= emissions[j];
                scales[t] += alpha[at + j];
            }
            for (int j = low(t); j < high(t); j++) {
                alpha[at + j] /= scales[t];
            }
            sum += LogSpace.log(scales[t]);
        }
        end = 0;
        for (int j = low(steps - 1); j < high(steps - 1); j++) {
            end += alpha[(steps - 1) * labels + j] * last[j];
        }
        return sum + LogSpace.log(end);
    }

    /** Adds a multiple of a row to another, for the labels of a step. */
    private void addProduct(double factor, double[] row, int from, double[] to, int at, int t) {
        for (int j = low(t), end = high(t); j < end; j++) {
            to[at + j] += factor * row[from + j];
        }
    }

    /** Assigns the exponential logits of a step, relative to the largest, which is returned. */
    private double emit(int t) {
        int at = packing.row(t, sequence) * labels;
        int from = low(t);
        int count = high(t) - from;
        double largest = largest(logits, at + from, count);
        for (int j = from; j < from + count; j++) {
            emissions[j] = logits[at + j] - largest;
        }
        kernels.exp(emissions, from, count);
        return largest;
    }

    /**
     * Adds the expected counts of the sequence that {@link #logSum} took last, times a factor.
     *
     * @param perStep [rows, labels], packed: how often a step has a label
     * @param perPair [labels, labels]: how often a label follows another, over the exponential
     *     transition score
     * @param ends [2, labels]: how often a sequence starts and ends with a label
     */
    void addExpected(double factor, float[] perStep, double[] perPair, double[] ends) {
        for (int j = low(steps - 1); j < high(steps - 1); j++) {
            beta[j] = last[j] / end;
            ends[labels + j] += factor * alpha[(steps - 1) * labels + j] * beta[j];
        }
        for (int t = steps - 1; t >= 0; t--) {
            int row = packing.row(t, sequence) * labels;
            for (int j = low(t); j < high(t); j++) {
                perStep[row + j] += (float) (factor * alpha[t * labels + j] * beta[j]);
            }
            if (t > 0) {
                before(t, factor, perPair);
            }
        }
        for (int j = low(0); j < high(0); j++) {
            ends[j] += factor * alpha[j] * beta[j];
        }
    }

    /** Goes back from a step to the one before. */
    private void before(int t, double factor, double[] perPair) {
        emit(t);
        for (int j = low(t); j < high(t); j++) {
            weights[j] = emissions[j] * beta[j] / scales[t];
        }
        Arrays.fill(beta, low(t - 1), high(t - 1), 0);
        for (int j = low(t); j < high(t); j++) {
            addProduct(weights[j], backward, j * labels, beta, 0, t - 1);
        }
        for (int i = low(t - 1); i < high(t - 1); i++) {
            double before = factor * alpha[(t - 1) * labels + i];
            addProduct(before, weights, 0, perPair, i * labels, t);
        }
    }

    /** Returns the exponential transition scores, relative to the largest, [labels, labels]. */
    double[] transitions() {
        return forward;
    }
}
