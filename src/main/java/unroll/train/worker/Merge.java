package unroll.train.worker;

import java.util.Arrays;
import java.util.List;
import unroll.nn.Layout;
import unroll.optim.IdleSteps;
import unroll.optim.Ranges;

/**
 * The weighted sum of a round's updates, in double. Rounds adds the updates in the order of their
 * shards: floating-point sums depend on it. Reused from round to round.
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

    private TrainableRanges trainable; // of the round's epoch
    private final int vectors;
    private final RowMean rowMean;
    private final double[][] sums; // [vectors], as theta; rows of no weight hold anything
    private final double[][] rowWeights; // [by-row slices][rows]
    private double[] total = {}; // of the updates' own sums; empty without any
    private double[] idle = {}; // [by-row slices, 2], weighted; empty if no rows wait
    private double weight;
    private long steps;
    private Metrics metrics = new Metrics();

    public Merge(TrainableRanges trainable, int vectors, RowMean rowMean) {
        this.trainable = trainable;
        this.vectors = vectors;
        this.rowMean = rowMean;
        sums = new double[vectors][trainable.layout().size()];
        rowWeights = new double[trainable.rows().size()][];
        for (int s = 0; s < rowWeights.length; s++) {
            rowWeights[s] = new double[trainable.rows().get(s).shape().get(0)];
        }
    }

    /** Clears the sum before the updates of a round. */
    public void clear(RoundId round) {
        trainable = trainable.at(round.epoch());
        weight = 0;
        steps = 0;
        total = new double[0];
        idle = new double[0];
        metrics = new Metrics();
        for (var weights : rowWeights) {
            Arrays.fill(weights, 0);
        }
    }

    /** Adds one shard's update. One without weight adds to the metrics only. */
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
        var ranges = trainable.dense();
        int at = 0;
        for (var sum : sums) {
            for (int r = 0; r < ranges.count(); r++) {
                int length = ranges.to(r) - ranges.from(r);
                add(sum, ranges.from(r), update.dense(), at, length, update.weight(), weight == 0);
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
            int to = slice.offset() + rows[i] * width;
            double w = rowMean == RowMean.USERS ? update.uses(s)[i] : update.weight();
            for (int v = 0; v < vectors; v++) {
                int from = (v * rows.length + i) * width;
                add(sums[v], to, update.values(s), from, width, w, weights[rows[i]] == 0);
            }
            weights[rows[i]] += w;
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
     * Returns the mean of one vector at its merged elements, and {@code before} at all others. For
     * a single shard it is exactly the shard's values: in double, the error of w·x/w is less than
     * half a float's last place.
     *
     * @param before laid out as theta. Not modified
     */
    public float[] mean(int vector, float[] before) {
        var into = before.clone();
        if (weight == 0) {
            return into;
        }
        var sum = sums[vector];
        var ranges = trainable.dense();
        for (int r = 0; r < ranges.count(); r++) {
            divide(sum, into, ranges.from(r), ranges.to(r), weight);
        }
        for (int s = 0; s < rowWeights.length; s++) {
            var slice = trainable.rows().get(s);
            for (int row = 0; row < rowWeights[s].length; row++) {
                double w = rowWeights[s][row];
                if (w > 0) {
                    int from = slice.offset() + row * slice.rowSize();
                    divide(
                            sum,
                            into,
                            from,
                            from + slice.rowSize(),
                            rowMean == RowMean.USERS ? w : weight);
                }
            }
        }
        return into;
    }

    private static void divide(double[] sum, float[] into, int from, int to, double weight) {
        for (int i = from; i < to; i++) {
            into[i] = (float) (sum[i] / weight);
        }
    }

    /**
     * Lets rows that no shard used make the steps of the round without a gradient, which are the
     * mean of the shards' steps, if rows wait with them.
     */
    public void letIdle(float[] theta, float[] velocity) {
        for (int s = 0; s < idle.length / 2; s++) {
            letIdle(s, idle[2 * s] / weight, idle[2 * s + 1] / weight, theta, velocity);
        }
    }

    /**
     * The same of one by-row slice, unless it is frozen.
     *
     * @param kept and {@code travel} as of {@link IdleSteps}
     */
    public void letIdle(int s, double kept, double travel, float[] theta, float[] velocity) {
        var slice = trainable.rows().get(s);
        int width = slice.rowSize();
        for (int row = 0; !trainable.frozen(s) && row < rowWeights[s].length; row++) {
            if (rowWeights[s][row] == 0) {
                int from = slice.offset() + row * width;
                IdleSteps.apply(kept, travel, theta, velocity, from, from + width);
            }
        }
    }

    /** Returns the slices of which updates have the used rows. */
    public List<Layout.Slice> rows() {
        return trainable.rows();
    }

    /** Returns the merged elements, as ranges of theta. */
    public Ranges updated() {
        var ranges = Ranges.none().set(trainable.dense());
        for (int s = 0; s < rowWeights.length; s++) {
            var slice = trainable.rows().get(s);
            for (int row = 0; row < rowWeights[s].length; row++) {
                if (rowWeights[s][row] > 0) {
                    int from = slice.offset() + row * slice.rowSize();
                    ranges.add(from, from + slice.rowSize());
                }
            }
        }
        return ranges;
    }

    /** Returns the sum of the sums that shards sent in place of vectors; empty without any. */
    public double[] total() {
        return total;
    }

    public Layout layout() {
        return trainable.layout();
    }

    /** Returns the loss terms of all updates. */
    public double weight() {
        return weight;
    }

    /** Returns the optimiser steps of the shard that made most. */
    public long steps() {
        return steps;
    }

    public Metrics metrics() {
        return metrics;
    }
}
