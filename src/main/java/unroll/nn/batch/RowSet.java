package unroll.nn.batch;

/** The distinct rows of a by-row parameter that a batch uses. */
public final class RowSet {
    private int[] rows = new int[1024];
    private int count;

    public void clear() {
        count = 0;
    }

    public void add(int row) {
        if (count == rows.length) {
            rows = java.util.Arrays.copyOf(rows, 2 * count);
        }
        rows[count++] = row;
    }

    public int count() {
        return count;
    }

    public int row(int i) {
        return rows[i];
    }
}
