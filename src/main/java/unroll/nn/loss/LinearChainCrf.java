package unroll.nn.loss;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.Workspace;
import unroll.nn.batch.Packing;

/**
 * Linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over rows of logits.
 * The score of a sequence of labels y of n steps is
 *
 * <pre>start[y1] + sum of logits[t, yt] + sum of transitions[y(t-1), yt] + end[yn]</pre>
 *
 * and its probability the softmax of the score over all sequences. The loss is -log of the target's
 * probability; a step without a target (an id below 0) may have any label. It is the mean over the
 * steps, as that of a softmax at every step, so that both take the same learning rate; a sequence
 * without any target is left out.
 *
 * <p>Parameters: {@code transitions} [labels, labels], from a label to the next; {@code start} and
 * {@code end} [labels]. Its scores are the logits, from which {@link ChainDecoder} finds the best
 * sequence.
 */
public final class LinearChainCrf implements Loss {
    private final int labels;
    private final Layout.Slice transitions;
    private final Layout.Slice start;
    private final Layout.Slice end;

    /**
     * @param name prefix of the parameters
     */
    public LinearChainCrf(Layout.Builder layout, String name, int labels) {
        this.labels = labels;
        transitions = layout.add(name + ".transitions", Initializers.zero(), labels, labels);
        start = layout.add(name + ".start", Initializers.zero(), labels);
        end = layout.add(name + ".end", Initializers.zero(), labels);
    }

    @Override
    public int outputs() {
        return labels;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations logits) {
        return capacity.training()
                ? new Run(
                        logits,
                        new LabelPaths(kernels, allocator, labels, capacity.rows()),
                        allocator)
                : new Run(logits, null, allocator);
    }

    private final class Run implements Pass {
        private final Activations logits;
        private final LabelPaths paths; // null if only scoring
        private final double[] pairs; // [labels, labels]: expected less true transitions
        private final double[] ends; // [2, labels]: the same of starts and ends

        Run(Activations logits, LabelPaths paths, Allocator allocator) {
            this.logits = logits;
            this.paths = paths;
            int own = paths == null ? 0 : labels;
            pairs = allocator.doubles(own, own);
            ends = allocator.doubles(2, own);
        }

        @Override
        public void score(Context context, Workspace.Scores to) {
            to.rows(logits.value, 0, logits.rows);
        }

        @Override
        public Workspace.BatchLoss loss(Context context) {
            int[] targets = context.batch.target().ids();
            var packing = logits.packing;
            int terms = 0;
            for (int b = 0; b < packing.sequences(); b++) {
                terms += hasTarget(targets, packing, b) ? packing.length(b) : 0;
            }
            Arrays.fill(logits.gradient, 0, logits.rows * labels, 0);
            Arrays.fill(pairs, 0);
            Arrays.fill(ends, 0);
            paths.set(context.theta, transitions.offset(), start.offset(), end.offset());
            double loss = 0;
            for (int b = 0; b < packing.sequences(); b++) {
                if (hasTarget(targets, packing, b)) {
                    loss += add(1.0 / terms, b, null);
                    loss -= add(-1.0 / terms, b, targets);
                }
            }
            assign(context.gradient);
            return new Workspace.BatchLoss(loss, terms);
        }

        /** Adds a multiple of the expected counts; returns the log of the sum over the paths. */
        private double add(double factor, int sequence, int[] targets) {
            double sum = paths.logSum(logits.value, logits.packing, sequence, targets);
            paths.addExpected(factor, logits.gradient, pairs, ends);
            return sum;
        }

        private void assign(float[] gradient) {
            double[] scores = paths.transitions();
            for (int i = 0; i < pairs.length; i++) {
                gradient[transitions.offset() + i] = (float) (pairs[i] * scores[i]);
            }
            for (int j = 0; j < labels; j++) {
                gradient[start.offset() + j] = (float) ends[j];
                gradient[end.offset() + j] = (float) ends[labels + j];
            }
        }
    }

    private static boolean hasTarget(int[] targets, Packing packing, int sequence) {
        for (int t = 0; t < packing.length(sequence); t++) {
            if (targets[packing.row(t, sequence)] >= 0) {
                return true;
            }
        }
        return false;
    }
}
