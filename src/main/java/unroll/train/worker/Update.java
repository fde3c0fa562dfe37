package unroll.train.worker;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import unroll.nn.Layout;
import unroll.optim.Ranges;

/**
 * A part of the result of a shard's round: values of one or more vectors (parameters and moments,
 * or a gradient) and their weight. Of by-row slices only the used rows are sent. A plain class of
 * primitive arrays, since Kryo cannot read records.
 */
public final class Update implements Serializable {
    private double weight;
    private long steps;
    private float[] dense; // [vectors, dense elements]; empty if the weight is 0
    private int[][] rows; // [by-row slices][used rows], rising
    private int[][] uses; // [by-row slices][used rows], batches that used the row
    private float[][] values; // [by-row slices][vectors, used rows, row size]
    private double[] idle; // [by-row slices, 2], as of DeferredRows; empty if no rows wait
    private double[] sums; // of shards that send sums in place of vectors
    private Metrics metrics;

    private Update(
            double weight,
            long steps,
            float[] dense,
            int[][] rows,
            int[][] uses,
            float[][] values,
            double[] idle,
            double[] sums,
            Metrics metrics) {
        this.weight = weight;
        this.steps = steps;
        this.dense = dense;
        this.rows = rows;
        this.uses = uses;
        this.values = values;
        this.idle = idle;
        this.sums = sums;
        this.metrics = metrics;
    }

    /** Returns an update without weight, for a shard without batches in the round. */
    public static Update zero(Metrics metrics) {
        return sums(new double[0], 0, metrics);
    }

    /**
     * Returns an update of sums, which the driver adds up as they are.
     *
     * @param weight rows that are summed
     */
    public static Update sums(double[] sums, double weight, Metrics metrics) {
        return new Update(
                weight,
                0,
                new float[0],
                new int[0][],
                new int[0][],
                new float[0][],
                new double[0],
                sums,
                metrics);
    }

    /**
     * Copies a part of values out of vectors.
     *
     * @param uses by slice and row of {@code trainable.rows()}, 0 for rows that are not sent
     * @param vectors each laid out as theta
     * @param weight of the values: the number of loss terms behind them
     * @param steps optimiser steps made
     * @param idle what the round does to rows that it does not use, as of {@link DeferredRows}
     */
    static Update of(
            TrainableRanges trainable,
            Part part,
            int[][] uses,
            float[][] vectors,
            double weight,
            long steps,
            double[] idle,
            Metrics metrics) {
        int slices = trainable.rows().size();
        var rows = new int[slices][];
        var counts = new int[slices][];
        var values = new float[slices][];
        for (int s = 0; s < slices; s++) {
            var slice = trainable.rows().get(s);
            rows[s] = used(uses[s], part.firstRow(slice), part.endRow(slice));
            counts[s] = new int[rows[s].length];
            for (int i = 0; i < rows[s].length; i++) {
                counts[s][i] = uses[s][rows[s][i]];
            }
            values[s] = rows(slice, rows[s], vectors);
        }
        var dense = dense(part.of(trainable.dense()), vectors);
        return new Update(weight, steps, dense, rows, counts, values, idle, new double[0], metrics);
    }

    /** Returns the used rows from {@code first} to before {@code end}. */
    private static int[] used(int[] uses, int first, int end) {
        int count = 0;
        for (int row = first; row < end; row++) {
            count += uses[row] > 0 ? 1 : 0;
        }
        var rows = new int[count];
        for (int row = first, i = 0; i < count; row++) {
            if (uses[row] > 0) {
                rows[i++] = row;
            }
        }
        return rows;
    }

    private static float[] rows(Layout.Slice slice, int[] rows, float[][] vectors) {
        int width = slice.rowSize();
        var values = new float[Math.multiplyExact(vectors.length * width, rows.length)];
        int to = 0;
        for (var vector : vectors) {
            for (int row : rows) {
                System.arraycopy(vector, slice.offset() + row * width, values, to, width);
                to += width;
            }
        }
        return values;
    }

    private static float[] dense(Ranges ranges, float[][] vectors) {
        var values = new float[Math.multiplyExact(vectors.length, ranges.elements())];
        int to = 0;
        for (var vector : vectors) {
            for (int r = 0; r < ranges.count(); r++) {
                int length = ranges.to(r) - ranges.from(r);
                System.arraycopy(vector, ranges.from(r), values, to, length);
                to += length;
            }
        }
        return values;
    }

    // For Java serialisation only: Kryo, which is fast by itself, uses the fields.

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.writeDouble(weight);
        out.writeLong(steps);
        ArraySerialization.write(out, dense);
        out.writeObject(rows);
        out.writeObject(uses);
        ArraySerialization.write(out, values);
        out.writeObject(idle);
        out.writeObject(sums);
        out.writeObject(metrics);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        weight = in.readDouble();
        steps = in.readLong();
        dense = ArraySerialization.readFloats(in);
        rows = (int[][]) in.readObject();
        uses = (int[][]) in.readObject();
        values = ArraySerialization.readVectors(in);
        idle = (double[]) in.readObject();
        sums = (double[]) in.readObject();
        metrics = (Metrics) in.readObject();
    }

    public double weight() {
        return weight;
    }

    public long steps() {
        return steps;
    }

    public float[] dense() {
        return dense;
    }

    /** Returns the number of by-row slices. */
    public int slices() {
        return rows.length;
    }

    public int[] rows(int slice) {
        return rows[slice];
    }

    public int[] uses(int slice) {
        return uses[slice];
    }

    public float[] values(int slice) {
        return values[slice];
    }

    /** Returns what the round does to rows that it does not use; empty if no rows wait. */
    public double[] idle() {
        return idle;
    }

    /** Returns the sums; empty if the shard sends vectors. */
    public double[] sums() {
        return sums;
    }

    public Metrics metrics() {
        return metrics;
    }
}
