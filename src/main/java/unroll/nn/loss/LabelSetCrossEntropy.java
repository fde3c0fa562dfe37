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
 * the label is in the set. Scores are the logits.
 */
public final class LabelSetCrossEntropy implements Loss {
    private static final float[] EQUAL = {};

    private final BinaryCrossEntropy ofLabel = new BinaryCrossEntropy();
    private final int labels;

    public LabelSetCrossEntropy(int labels) {
        this.labels = labels;
    }

    @Override
    public int outputs() {
        return labels;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations logits) {
        float[] holds = allocator.floats(capacity.training() ? logits.maxRows : 0, labels);
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                expect(context.batch.target(), logits.packing, holds);
                return ofLabel.loss(
                        logits.value, holds, EQUAL, logits.rows, labels, logits.gradient);
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                to.rows(logits.value, 0, logits.rows);
            }
        };
    }

    /**
     * Assigns 1 to the labels of each sequence and 0 to the others.
     *
     * @param sets labels of each example, each once
     * @param sequences of one row each
     * @param holds [sequences, labels] assigned
     */
    private void expect(Stream sets, Packing sequences, float[] holds) {
        Arrays.fill(holds, 0, sequences.sequences() * labels, 0);
        for (int b = 0; b < sequences.sequences(); b++) {
            int place = sets.packing().place(sequences.example(b));
            for (int t = 0; t < sets.packing().length(place); t++) {
                holds[b * labels + sets.ids()[sets.packing().row(t, place)]] = 1;
            }
        }
    }
}
