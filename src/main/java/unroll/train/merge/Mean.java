package unroll.train.merge;

import java.util.List;
import unroll.nn.Layout;
import unroll.optim.IdleSteps;
import unroll.optim.Ranges;
import unroll.train.worker.Metrics;
import unroll.train.worker.TrainableRanges;

/** The mean of a round's updates, put together from its parts. */
public final class Mean {
    private final TrainableRanges trainable; // of the round's epoch
    private final boolean[][] merged; // [by-row slices][rows], whether a shard used the row
    private float[][] values = {}; // [vectors], as theta; elements that are not merged are 0
    private PartMean first; // has what concerns all parts

    /** Creates a mean that holds no part yet. */
    public Mean(TrainableRanges trainable) {
        this.trainable = trainable;
        merged = new boolean[trainable.rows().size()][];
        for (int s = 0; s < merged.length; s++) {
            merged[s] = new boolean[trainable.rows().get(s).shape().get(0)];
        }
    }

    /** Copies a part. */
    public void set(PartMean mean) {
        var part = mean.part();
        if (part.first()) {
            first = mean.withoutValues();
        }
        if (values.length == 0) {
            values = new float[mean.values().length][trainable.layout().size()];
        }
        for (int v = 0; v < values.length; v++) {
            System.arraycopy(mean.values()[v], 0, values[v], part.from(), part.size());
        }
        for (int s = 0; s < merged.length; s++) {
            int row = part.firstRow(trainable.rows().get(s));
            System.arraycopy(mean.merged(s), 0, merged[s], row, mean.merged(s).length);
        }
    }

    /**
     * Returns the mean of one vector at its merged elements, and {@code before} at all others.
     *
     * @param before laid out as theta. Not modified
     */
    public float[] of(int vector, float[] before) {
        var into = before.clone();
        if (weight() > 0) {
            var ranges = updated();
            for (int r = 0; r < ranges.count(); r++) {
                int from = ranges.from(r);
                System.arraycopy(values[vector], from, into, from, ranges.to(r) - from);
            }
        }
        return into;
    }

    /** Returns the merged elements, as ranges of theta. */
    public Ranges updated() {
        var ranges = Ranges.none().set(trainable.dense());
        for (int s = 0; s < merged.length; s++) {
            var slice = trainable.rows().get(s);
            int width = slice.rowSize();
            for (int row = 0; row < merged[s].length; row++) {
                if (merged[s][row]) {
                    int from = slice.offset() + row * width;
                    ranges.add(from, from + width);
                }
            }
        }
        return ranges;
    }

    /**
     * Lets rows that no shard used make the steps of the round without a gradient, which are the
     * mean of the shards' steps, if rows wait with them.
     */
    public void letIdle(float[] theta, float[] velocity) {
        double[] idle = first.idle();
        for (int s = 0; s < idle.length / 2; s++) {
            letIdle(s, idle[2 * s], idle[2 * s + 1], theta, velocity);
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
        for (int row = 0; !trainable.frozen(s) && row < merged[s].length; row++) {
            if (!merged[s][row]) {
                int from = slice.offset() + row * width;
                IdleSteps.apply(kept, travel, theta, velocity, from, from + width);
            }
        }
    }

    /** Returns the slices of which updates have the used rows. */
    public List<Layout.Slice> rows() {
        return trainable.rows();
    }

    public Layout layout() {
        return trainable.layout();
    }

    /** Returns the sum of the sums that shards sent in place of vectors; empty without any. */
    public double[] total() {
        return first.total();
    }

    /** Returns the loss terms of all updates. */
    public double weight() {
        return first.weight();
    }

    /** Returns the optimiser steps of the shard that made most. */
    public long steps() {
        return first.steps();
    }

    public Metrics metrics() {
        return first.metrics();
    }
}
