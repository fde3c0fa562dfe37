package unroll.nn;

import unroll.math.Allocator;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/**
 * The output of a layer, rows of activations with their gradient, as the next layer reads it. Owned
 * by the layer that computes it; buffers are allocated once, for the largest batch.
 *
 * <p>A layer may change its input's values in place (dropout does), so backward never reads the
 * layer's own output values.
 */
public final class Activations {
    public final int columns;
    public final float[] value; // [rows, columns]
    public final float[] gradient; // [rows, columns], empty when only scoring

    /** The capacity in rows. */
    public final int maxRows;

    /**
     * The place of the one in each row, if rows are one-hot; null otherwise. One-hot rows have no
     * values and no gradient; columns are those that they would have.
     */
    public RowSet ones;

    /** Rows in use. */
    public int rows;

    /**
     * Leading rows that are the same as at the last forward, so that only later ones need work. 0
     * in training.
     */
    public int unchanged;

    /** The packing of the rows along time; after pooling, each sequence has one row. */
    public Packing packing;

    /** The row of {@code value} for each packed row; null if rows are packed rows themselves. */
    public int[] index;

    public Activations(Allocator allocator, int rows, int columns, boolean training) {
        this.columns = columns;
        maxRows = rows;
        value = allocator.floats(rows, columns);
        gradient = allocator.floats(training ? rows : 0, columns);
    }

    /**
     * Creates one-hot rows.
     *
     * @param ones place of the one in each row
     */
    public Activations(int rows, int columns, RowSet ones) {
        this.columns = columns;
        this.ones = ones;
        maxRows = rows;
        value = new float[0];
        gradient = value;
    }

    private Activations(Activations of, int[] index) {
        columns = of.columns;
        value = of.value;
        gradient = of.gradient;
        maxRows = of.maxRows;
        ones = of.ones;
        this.index = index;
    }

    /**
     * Returns the same values and gradients for another packing.
     *
     * @param index row of {@code value} for each of its packed rows
     */
    public Activations reordered(int[] index) {
        return new Activations(this, index);
    }
}
