package unroll.nn.input;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;

/**
 * The gradient of a by-row parameter, row by row as they come: the first that a batch gives to a
 * row is assigned, further ones are added.
 */
final class RowGradients {
    private final int offset;
    private final int width;
    private final Kernels kernels;
    private final RowSet used = new RowSet();
    private final boolean[] seen; // [rows]

    RowGradients(Layout.Slice slice, Kernels kernels, Allocator allocator) {
        offset = slice.offset();
        width = slice.rowSize();
        this.kernels = kernels;
        seen = allocator.booleans(slice.shape().get(0));
    }

    /** Returns the rows in use, in the order in which they came. */
    RowSet used() {
        return used;
    }

    /** Prepares for the rows of a batch. */
    void clear() {
        for (int i = 0; i < used.count(); i++) {
            seen[used.row(i)] = false;
        }
        used.clear();
    }

    /** Adds a row whose gradient is not known yet. */
    void use(int row) {
        if (!seen[row]) {
            seen[row] = true;
            used.add(row);
        }
    }

    /**
     * @param d gradient of one row, from {@code at}
     * @param gradient [parameters], changed
     */
    void add(int row, float[] d, int at, float[] gradient) {
        int to = offset + row * width;
        if (seen[row]) {
            kernels.add(d, at, gradient, to, width);
        } else {
            seen[row] = true;
            used.add(row);
            System.arraycopy(d, at, gradient, to, width);
        }
    }
}
