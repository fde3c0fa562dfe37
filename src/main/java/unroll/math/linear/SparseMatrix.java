package unroll.math.linear;

/** A sparse matrix, row by row, in double. */
public final class SparseMatrix {
    private final int[] starts; // [rows + 1], place of each row's first element
    private final int[] columns; // [elements], rising within a row
    private final double[] values; // [elements]

    private SparseMatrix(int[] starts, int[] columns, double[] values) {
        this.starts = starts;
        this.columns = columns;
        this.values = values;
    }

    /**
     * Returns the sparse form of a dense matrix.
     *
     * @param dense [rows, columns] from {@code offset} on, row-major
     */
    public static SparseMatrix of(float[] dense, int offset, int rows, int columns) {
        int elements = 0;
        for (int i = 0; i < rows * columns; i++) {
            elements += dense[offset + i] != 0 ? 1 : 0;
        }
        var starts = new int[rows + 1];
        var places = new int[elements];
        var values = new double[elements];
        int e = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float value = dense[offset + row * columns + column];
                if (value != 0) {
                    places[e] = column;
                    values[e++] = value;
                }
            }
            starts[row + 1] = e;
        }
        return new SparseMatrix(starts, places, values);
    }

    public int rows() {
        return starts.length - 1;
    }

    /** Returns the product of a row with a vector that begins at {@code offset}. */
    public double dot(int row, double[] vector, int offset) {
        double sum = 0;
        for (int e = starts[row]; e < starts[row + 1]; e++) {
            sum += values[e] * vector[offset + columns[e]];
        }
        return sum;
    }
}
