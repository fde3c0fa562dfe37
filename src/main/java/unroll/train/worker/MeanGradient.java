package unroll.train.worker;

import java.util.Arrays;
import unroll.nn.batch.RowSet;

/** The mean of several batches' gradients, weighted by their loss terms and summed in double. */
final class MeanGradient {
    private final Scratch scratch;
    private final double[] sum; // as theta; of by-row slices only rows in use
    private double weight;

    MeanGradient(Scratch scratch) {
        this.scratch = scratch;
        sum = scratch.sum;
        var dense = scratch.trainable.dense();
        for (int r = 0; r < dense.count(); r++) {
            Arrays.fill(sum, dense.from(r), dense.to(r), 0);
        }
    }

    double weight() {
        return weight;
    }

    /** Adds the scratch's gradient, of the batch of its ranges and used rows. */
    void add(double terms) {
        for (int s = 0; s < scratch.uses.length; s++) {
            if (!scratch.trainable.frozen(s)) {
                clearNewRows(s, scratch.workspace.used(s));
            }
        }
        var ranges = scratch.ranges;
        for (int r = 0; r < ranges.count(); r++) {
            for (int i = ranges.from(r); i < ranges.to(r); i++) {
                sum[i] += terms * scratch.gradient[i];
            }
        }
        weight += terms;
    }

    /** Writes the mean to the scratch's gradient, and sets its ranges to all that was added. */
    void write() {
        var ranges = scratch.ranges.set(scratch.trainable.dense());
        for (int s = 0; s < scratch.uses.length; s++) {
            var slice = scratch.trainable.rows().get(s);
            for (int row = 0; row < scratch.uses[s].length; row++) {
                if (scratch.uses[s][row] > 0) {
                    int from = slice.offset() + row * slice.rowSize();
                    ranges.add(from, from + slice.rowSize());
                }
            }
        }
        for (int r = 0; r < ranges.count(); r++) {
            for (int i = ranges.from(r); i < ranges.to(r); i++) {
                scratch.gradient[i] = (float) (sum[i] / weight);
            }
        }
    }

    private void clearNewRows(int s, RowSet used) {
        var slice = scratch.trainable.rows().get(s);
        for (int i = 0; i < used.count(); i++) {
            if (scratch.uses[s][used.row(i)] == 0) {
                int from = slice.offset() + used.row(i) * slice.rowSize();
                Arrays.fill(sum, from, from + slice.rowSize(), 0);
            }
        }
    }
}
