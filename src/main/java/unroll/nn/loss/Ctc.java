package unroll.nn.loss;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.Workspace;

/**
 * Connectionist temporal classification (Graves et al. 2006): a sequence of labels that is shorter
 * than its input and not aligned with it. Each step outputs a label or the blank; repetitions count
 * once and blanks are removed. The loss is -log of the summed probability of all {@link Alignments}
 * that give the target, the mean over sequences. A target that no alignment can give, since it is
 * longer than its input (equal neighbours need a blank between them), is left out and counted.
 *
 * <p>Scores are logarithms of probabilities, [rows, labels + 1]; the blank is the last class.
 */
public final class Ctc implements Loss {
    private final int labels;

    public Ctc(int labels) {
        this.labels = labels;
    }

    @Override
    public int outputs() {
        return labels + 1;
    }

    /** Opens a pass for batches of any size: its buffers grow to the longest sequence. */
    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations logits) {
        var alignments = new Alignments(kernels, outputs(), labels);
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                return alignments.loss(
                        logits.value, logits.packing, context.batch.target(), logits.gradient);
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                alignments.logSoftmax(logits.value, logits.rows);
                to.rows(logits.value, 0, logits.rows);
            }
        };
    }
}
