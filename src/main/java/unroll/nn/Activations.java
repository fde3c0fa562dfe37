package unroll.nn;

import unroll.math.Allocator;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/**
 * Rows of activations on their way from one layer to the next, with their gradient. Owned by the
 * layer that makes them; buffers are made once for the largest batch.
 *
 * <p>A layer may change its input's values in place (dropout does), so backward never reads the
 * layer's own output values.
 */
public final class Activations {
    public final int columns;
    public final float[] value; // [rows, columns]
    public final float[] gradient; // [rows, columns], empty when only scoring

    /** Most rows. */
    public final int maxRows;

    /**
     * Where rows are one-hot: the place of each row's one. Then there are no values and no
     * gradient, and columns are those that the rows would have. Null where rows are values.
     */
    public RowSet ones;

    /** Rows in use. */
    public int rows;

    /**
     * Leading rows that hold what they held at the last forward: only others need work. 0 in
     * training.
     */
    public int unchanged;

    /** Where rows lie along time; each sequence has one row after pooling. */
    public Packing packing;

    /** Row of {@code value} for each packed row; null where rows are packed rows themselves. */
    public int[] index;

    public Activations(Allocator allocator, int rows, int columns, boolean training) {
        this.columns = columns;
        maxRows = rows;
        value = allocator.floats(rows, columns);
        gradient = allocator.floats(training ? rows : 0, columns);
    }

    /**
     * One-hot rows.
     *
     * @param ones place of each row's one
     */
    public Activations(int rows, int columns, RowSet ones) {
        this.columns = columns;
        this.ones = ones;
        maxRows = rows;
        value = new float[0];
        gradient = value;
    }
}
