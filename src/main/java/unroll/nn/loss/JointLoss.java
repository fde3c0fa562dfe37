package unroll.nn.loss;

import java.util.Arrays;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Softmax;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.RowSet;

/**
 * The loss of the steps of sequences, and beside it the cross-entropy of a class for each sequence
 * as a whole, whose logits are the output of another chain: the mean of the steps' loss, plus the
 * weighted sum of the sequences' over the number of steps that have a target. Weights of the steps'
 * classes do not change how much the sequences count.
 *
 * <p>Scores are those of the steps, followed in the row of a sequence's first step by the
 * probabilities of the classes, in its other rows by zeros.
 */
public final class JointLoss implements Loss {
    private final Loss steps;
    private final String chain;
    private final SoftmaxCrossEntropy sequences;
    private final double weight;

    /**
     * @param steps the loss of the last chain's output
     * @param chain with the logits, one row a sequence
     * @param weight of the cross-entropy
     */
    public JointLoss(Loss steps, String chain, int classes, double weight) {
        this.steps = steps;
        this.chain = chain;
        sequences = SoftmaxCrossEntropy.unweighted(classes);
        this.weight = weight;
    }

    @Override
    public int outputs() {
        return steps.outputs() + sequences.outputs();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        var pass = steps.open(capacity, kernels, allocator, input);
        float[] scores = allocator.floats(capacity.rows(), outputs());
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                var own = pass.loss(context);
                double more = own.terms() > 0 ? sequences(context, input.rows, own.terms()) : 0;
                return new Workspace.BatchLoss(own.sum() + more, own.terms(), own.impossible());
            }

            @Override
            public List<RowSet> used() {
                return pass.used();
            }

            @Override
            public void findUsed(Context context) {
                pass.findUsed(context);
            }

            @Override
            public void invalidate() {
                pass.invalidate();
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                pass.score(context, (rows, first, count) -> copy(rows, first, count, scores));
                var logits = context.output(chain);
                int classes = sequences.outputs();
                for (int b = 0; b < logits.rows; b++) {
                    int at = b * outputs() + steps.outputs();
                    Softmax.forward(logits.value, b * classes, scores, at, 1, classes);
                }
                to.rows(scores, 0, input.rows);
            }
        };
    }

    /** Copies scores of steps, and clears the columns of the classes. */
    private void copy(float[] rows, int first, int count, float[] scores) {
        int own = steps.outputs();
        for (int row = 0; row < count; row++) {
            int at = (first + row) * outputs();
            System.arraycopy(rows, row * own, scores, at, own);
            Arrays.fill(scores, at + own, at + outputs(), 0);
        }
    }

    /**
     * Returns the weighted loss of the sequences, and assigns its gradient.
     *
     * @param rows of the steps
     * @param terms of the steps' loss, which differ from the steps where classes have weights
     */
    private double sequences(Context context, int rows, double terms) {
        int[] steps = context.batch.target().ids();
        long counted = Arrays.stream(steps, 0, rows).filter(step -> step >= 0).count();
        var logits = context.output(chain);
        int[] targets = context.batch.stream(Batch.SECOND).ids();
        var own = sequences.loss(logits.value, targets, logits.rows, logits.gradient);
        float share = (float) (weight * own.terms() / counted); // the gradient is of their mean
        for (int i = 0; i < logits.rows * sequences.outputs(); i++) {
            logits.gradient[i] *= share;
        }
        return weight * own.sum() * (terms / counted);
    }
}
