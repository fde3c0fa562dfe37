package unroll.optim;

import java.util.Arrays;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;

/**
 * Ranges of a flat vector in a fixed order, such as those that a batch updates. Dense slices and
 * single embedding rows go through the same loops. Reused from batch to batch.
 */
public final class Ranges {
    private int[] bounds; // from, to, from, to, ...
    private int count;

    private Ranges(int room) {
        bounds = new int[2 * room];
    }

    /** Returns ranges without elements. */
    public static Ranges none() {
        return new Ranges(16);
    }

    public static Ranges of(int from, int to) {
        return none().add(from, to);
    }

    /** Returns the slices of which every batch updates all elements. */
    public static Ranges dense(Layout layout) {
        var ranges = none();
        for (var slice : layout.slices()) {
            if (!slice.byRow()) {
                ranges.add(slice.offset(), slice.end());
            }
        }
        return ranges;
    }

    public int count() {
        return count;
    }

    public int from(int i) {
        return bounds[2 * i];
    }

    public int to(int i) {
        return bounds[2 * i + 1];
    }

    /** Returns whether an element is in one of the ranges. */
    boolean contains(int element) {
        for (int i = 0; i < count; i++) {
            if (from(i) <= element && element < to(i)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the number of elements of all ranges. */
    public int elements() {
        int elements = 0;
        for (int i = 0; i < count; i++) {
            elements += to(i) - from(i);
        }
        return elements;
    }

    /** Adds a range, or extends the last one if it follows directly. */
    public Ranges add(int from, int to) {
        if (count > 0 && bounds[2 * count - 1] == from) {
            bounds[2 * count - 1] = to;
            return this;
        }
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * count] = from;
        bounds[2 * count + 1] = to;
        count++;
        return this;
    }

    /** Adds the rows of a by-row slice, in their order. */
    public Ranges addRows(Layout.Slice slice, RowSet rows) {
        int width = slice.rowSize();
        for (int i = 0; i < rows.count(); i++) {
            int from = slice.offset() + rows.row(i) * width;
            add(from, from + width);
        }
        return this;
    }

    /** Copies the ranges of another. */
    public Ranges set(Ranges other) {
        if (bounds.length < 2 * other.count) {
            bounds = new int[Math.max(2 * other.count, bounds.length)];
        }
        System.arraycopy(other.bounds, 0, bounds, 0, 2 * other.count);
        count = other.count;
        return this;
    }

    /**
     * Sets these to the intersection of two others, in the order of the first.
     *
     * @param few the shorter one: it is searched for each range of the other
     */
    public Ranges common(Ranges many, Ranges few) {
        count = 0;
        for (int r = 0; r < many.count; r++) {
            for (int f = 0; f < few.count; f++) {
                int from = Math.max(many.from(r), few.from(f));
                int to = Math.min(many.to(r), few.to(f));
                if (from < to) {
                    add(from, to);
                }
            }
        }
        return this;
    }
}
