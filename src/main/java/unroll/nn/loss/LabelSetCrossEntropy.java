package unroll.nn.loss;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.Workspace;
import unroll.nn.batch.Packing;
import unroll.nn.batch.Stream;

/**
 * Cross-entropy of a set of labels for each sequence, any number of which may hold: the mean over
 * sequences and labels of the {@link BinaryCrossEntropy} of one logit a label, whose target is 1 if
 * the label is in the set. A weight a label multiplies the terms of the sets that hold it, but does
 * not count in the mean, as PyTorch's {@code BCEWithLogitsLoss} defines {@code pos_weight}. Scores
 * are the logits.
 */
public final class LabelSetCrossEntropy implements Loss {
    private final BinaryCrossEntropy ofLabel = new BinaryCrossEntropy();
    private final float[] weights; // [labels]

    /**
     * @param weights of the terms whose label holds, [labels]
     */
    public LabelSetCrossEntropy(float[] weights) {
        this.weights = weights.clone();
    }

    @Override
    public int outputs() {
        return weights.length;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations logits) {
        float[] holds = allocator.floats(capacity.training() ? logits.maxRows : 0, outputs());
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                expect(context.batch.target(), logits.packing, holds);
                return LabelSetCrossEntropy.this.loss(
                        logits.value, holds, logits.rows, logits.gradient);
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                to.rows(logits.value, 0, logits.rows);
            }
        };
    }

    /**
     * Returns the loss of sequences, and computes its gradient.
     *
     * @param logits [rows, labels]. Not modified
     * @param holds [rows, labels], 1 or 0
     * @param dLogits [rows, labels] assigned: gradient of the mean
     */
    private Workspace.BatchLoss loss(float[] logits, float[] holds, int rows, float[] dLogits) {
        int labels = outputs();
        double terms = (double) rows * labels;
        double loss = 0;
        for (int i = 0; i < rows * labels; i++) {
            double weight = holds[i] == 1 ? weights[i % labels] : 1;
            loss += weight * ofLabel.loss(logits[i], holds[i]);
            dLogits[i] = (float) (weight * ofLabel.slope(logits[i], holds[i]) / terms);
        }
        return new Workspace.BatchLoss(loss, terms);
    }

    /**
     * Assigns 1 to the labels of each sequence and 0 to the others.
     *
     * @param sets labels of each example, each once
     * @param sequences of one row each
     * @param holds [sequences, labels] assigned
     */
    private void expect(Stream sets, Packing sequences, float[] holds) {
        int labels = outputs();
        Arrays.fill(holds, 0, sequences.sequences() * labels, 0);
        for (int b = 0; b < sequences.sequences(); b++) {
            int place = sets.packing().place(sequences.example(b));
            for (int t = 0; t < sets.packing().length(place); t++) {
                holds[b * labels + sets.ids()[sets.packing().row(t, place)]] = 1;
            }
        }
    }
}
