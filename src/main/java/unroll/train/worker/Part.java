package unroll.train.worker;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import unroll.nn.Layout;
import unroll.optim.Ranges;

/**
 * A part of theta whose updates are merged by themselves. Rows of by-row slices are in one part as
 * a whole. A plain class, since Kryo cannot read records.
 */
public final class Part implements Serializable {
    private final int from;
    private final int to;

    private Part(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** Returns all of theta. */
    public static Part all(Layout layout) {
        return new Part(0, layout.size());
    }

    /** Returns parts of about equal size, in their order, that make up theta. */
    public static List<Part> cut(Layout layout, int count) {
        var parts = new ArrayList<Part>();
        int from = 0;
        for (int i = 1; i <= count; i++) {
            int to = rowStart(layout, (int) ((long) layout.size() * i / count));
            if (to > from || i == count) {
                parts.add(new Part(from, to));
            }
            from = to;
        }
        return parts;
    }

    private static int rowStart(Layout layout, int element) {
        for (var slice : layout.byRow()) {
            if (slice.offset() <= element && element < slice.end()) {
                return element - (element - slice.offset()) % slice.rowSize();
            }
        }
        return element;
    }

    /** Returns the part's first element. */
    public int from() {
        return from;
    }

    public int size() {
        return to - from;
    }

    /** Returns whether nothing of theta precedes it. */
    public boolean first() {
        return from == 0;
    }

    /** Returns the ranges of theta that are in this part. */
    public Ranges of(Ranges ranges) {
        return Ranges.none().common(ranges, Ranges.of(from, to));
    }

    /** Returns the first row of a by-row slice that is in this part or follows it. */
    public int firstRow(Layout.Slice slice) {
        return row(slice, from);
    }

    /** Returns the row after the last one of a by-row slice that is in this part. */
    public int endRow(Layout.Slice slice) {
        return row(slice, to);
    }

    private static int row(Layout.Slice slice, int element) {
        int row = (element - slice.offset()) / slice.rowSize();
        return Math.max(0, Math.min(slice.shape().get(0), row));
    }
}
