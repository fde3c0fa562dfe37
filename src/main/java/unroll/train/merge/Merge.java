package unroll.train.merge;

import unroll.train.worker.Metrics;
import unroll.train.worker.Part;
import unroll.train.worker.TrainableRanges;
import unroll.train.worker.Update;

/**
 * The weighted sum of a part of a round's updates, in double. Rounds adds the updates in the order
 * of their shards: floating-point sums depend on it.
 */
public final class Merge {

    /** The updates that the mean of a row is taken over. */
    public enum RowMean {
        /**
         * The shards that used the row, weighted by use: a rare word is not diluted by the others.
         */
        USERS,
        /**
         * All shards; the value of a shard that did not use the row is 0, like that of a gradient.
         */
        ALL
    }

    private final TrainableRanges trainable; // of the round's epoch
    private final Part part;
    private final RowMean rowMean;
    private final double[][] sums; // [vectors][elements of the part]; of weightless rows anything
    private final double[][] rowWeights; // [by-row slices][rows of the part]
    private final Metrics metrics = new Metrics();
    private double[] total = {}; // of the updates' own sums; empty without any
    private double[] idle = {}; // [by-row slices, 2], weighted; empty if no rows wait
    private double weight;
    private long steps;

    public Merge(TrainableRanges trainable, Part part, int vectors, RowMean rowMean) {
        this.trainable = trainable;
        this.part = part;
        this.rowMean = rowMean;
        sums = new double[vectors][part.size()];
        rowWeights = new double[trainable.rows().size()][];
        for (int s = 0; s < rowWeights.length; s++) {
            var slice = trainable.rows().get(s);
            rowWeights[s] = new double[part.endRow(slice) - part.firstRow(slice)];
        }
    }

    /** Adds the part of one shard's update. One without weight adds to the metrics only. */
    public void add(Update update) {
        metrics.add(update.metrics());
        if (update.weight() > 0) {
            addDense(update);
            addSums(update.sums());
            addIdle(update);
            for (int s = 0; s < update.slices(); s++) {
                addRows(s, update);
            }
            weight += update.weight();
            steps = Math.max(steps, update.steps());
        }
    }

    private void addDense(Update update) {
        var ranges = part.of(trainable.dense());
        int at = 0;
        for (var sum : sums) {
            for (int r = 0; r < ranges.count(); r++) {
                int to = ranges.from(r) - part.from();
                int length = ranges.to(r) - ranges.from(r);
                add(sum, to, update.dense(), at, length, update.weight(), weight == 0);
                at += length;
            }
        }
    }

    private void addSums(double[] sums) {
        if (total.length == 0) {
            total = sums.clone();
            return;
        }
        for (int i = 0; i < sums.length; i++) {
            total[i] += sums[i];
        }
    }

    private void addIdle(Update update) {
        if (idle.length == 0) {
            idle = new double[update.idle().length];
        }
        for (int i = 0; i < idle.length; i++) {
            idle[i] += update.weight() * update.idle()[i];
        }
    }

    private void addRows(int s, Update update) {
        var slice = trainable.rows().get(s);
        int width = slice.rowSize();
        int[] rows = update.rows(s);
        var weights = rowWeights[s];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i] - part.firstRow(slice);
            int to = slice.offset() + rows[i] * width - part.from();
            double w = rowMean == RowMean.USERS ? update.uses(s)[i] : update.weight();
            for (int v = 0; v < sums.length; v++) {
                int from = (v * rows.length + i) * width;
                add(sums[v], to, update.values(s), from, width, w, weights[row] == 0);
            }
            weights[row] += w;
        }
    }

    /** The first value is assigned: 0 + -0 would not be the shard's own bits. */
    private static void add(
            double[] sum, int to, float[] values, int from, int n, double weight, boolean first) {
        if (first) {
            for (int i = 0; i < n; i++) {
                sum[to + i] = weight * values[from + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                sum[to + i] += weight * values[from + i];
            }
        }
    }

    /**
     * Returns the mean. For a single shard it is exactly the shard's values: in double, the error
     * of w·x/w is less than half a float's last place.
     */
    public PartMean mean() {
        boolean any = weight > 0;
        var means = new float[any ? sums.length : 0][part.size()];
        var merged = new boolean[rowWeights.length][];
        for (int s = 0; s < merged.length; s++) {
            merged[s] = new boolean[rowWeights[s].length];
            for (int row = 0; row < merged[s].length; row++) {
                merged[s][row] = rowWeights[s][row] > 0;
            }
        }
        for (int v = 0; v < means.length; v++) {
            divide(sums[v], means[v]);
        }
        var idleMean = new double[idle.length];
        for (int i = 0; i < idle.length; i++) {
            idleMean[i] = idle[i] / weight;
        }
        return new PartMean(part, means, merged, weight, steps, idleMean, total, metrics);
    }

    private void divide(double[] sum, float[] mean) {
        var ranges = part.of(trainable.dense());
        for (int r = 0; r < ranges.count(); r++) {
            int from = ranges.from(r) - part.from();
            divide(sum, mean, from, from + ranges.to(r) - ranges.from(r), weight);
        }
        for (int s = 0; s < rowWeights.length; s++) {
            var slice = trainable.rows().get(s);
            int width = slice.rowSize();
            int start = slice.offset() + part.firstRow(slice) * width - part.from();
            for (int row = 0; row < rowWeights[s].length; row++) {
                double w = rowWeights[s][row];
                if (w > 0) {
                    int from = start + row * width;
                    double divisor = rowMean == RowMean.USERS ? w : weight;
                    divide(sum, mean, from, from + width, divisor);
                }
            }
        }
    }

    private static void divide(double[] sum, float[] mean, int from, int to, double weight) {
        for (int i = from; i < to; i++) {
            mean[i] = (float) (sum[i] / weight);
        }
    }
}
