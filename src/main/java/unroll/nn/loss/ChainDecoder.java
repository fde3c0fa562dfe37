package unroll.nn.loss;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Layout;
import unroll.nn.batch.Packing;

/**
 * Reads the scores of a {@link LinearChainCrf}: the most probable sequence of labels (Viterbi
 * 1967), and the loss of a given one. Holds buffers that grow to the longest sequence; not
 * thread-safe.
 */
public final class ChainDecoder {
    private final Kernels kernels;
    private final int labels;
    private final float[] theta;
    private final int transitions; // offsets in theta
    private final int start;
    private final int end;
    private final Packing alone = new Packing(1); // one sequence at a time
    private LabelPaths paths;
    private int mostSteps;

    /**
     * @param name prefix of the parameters
     */
    public ChainDecoder(Kernels kernels, Layout layout, String name, float[] theta) {
        this.kernels = kernels;
        this.theta = theta;
        labels = layout.slice(name + ".start").size();
        transitions = layout.slice(name + ".transitions").offset();
        start = layout.slice(name + ".start").offset();
        end = layout.slice(name + ".end").offset();
    }

    /**
     * Returns the sequence of labels with the largest score; of equal ones the one whose last label
     * that differs is the smaller.
     *
     * @param logits of a sequence, [steps, labels]
     */
    public int[] best(float[] logits) {
        int steps = logits.length / labels;
        var score = new double[labels]; // of the best path to each label
        var next = new double[labels];
        var before = new int[steps * labels]; // the label before on that path
        for (int j = 0; j < labels; j++) {
            score[j] = (double) theta[start + j] + logits[j];
        }
        for (int t = 1; t < steps; t++) {
            for (int j = 0; j < labels; j++) {
                next[j] = score[0] + theta[transitions + j];
            }
            for (int i = 1; i < labels; i++) {
                for (int j = 0; j < labels; j++) {
                    double through = score[i] + theta[transitions + i * labels + j];
                    if (through > next[j]) {
                        next[j] = through;
                        before[t * labels + j] = i;
                    }
                }
            }
            for (int j = 0; j < labels; j++) {
                score[j] = next[j] + logits[t * labels + j];
            }
        }
        int last = 0;
        for (int j = 1; j < labels; j++) {
            last = score[j] + theta[end + j] > score[last] + theta[end + last] ? j : last;
        }
        var path = new int[steps];
        for (int t = steps - 1; t >= 0; t--) {
            path[t] = last;
            last = before[t * labels + last];
        }
        return path;
    }

    /**
     * Returns -log of the probability of a sequence of labels, in nats.
     *
     * @param logits of a sequence, [steps, labels]
     * @param targets [steps], below 0 where any label will do
     */
    public double loss(float[] logits, int[] targets) {
        int steps = targets.length;
        if (steps > mostSteps) {
            mostSteps = Math.max(steps, 2 * mostSteps);
            paths = new LabelPaths(kernels, Allocator.heap(), labels, mostSteps);
            paths.set(theta, transitions, start, end);
        }
        alone.set(new int[] {steps}, 1);
        return paths.logSum(logits, alone, 0, null) - paths.logSum(logits, alone, 0, targets);
    }
}
