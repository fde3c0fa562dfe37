package unroll.oracle;

/**
 * In which order a cell's gates lie in a matrix or a bias: one letter a gate, {@code "ifgo"} for
 * PyTorch's LSTM. Each gate has as many rows as the cell has units.
 */
public record Gates(String letters) {
    /** The rows of one gate. */
    Scalar[][] rows(Parameters own, String matrix, char gate) {
        int rows = own.matrix(matrix).length / count();
        return own.rows(matrix, first(gate, rows), rows);
    }

    /** The part of one gate. */
    Scalar[] part(Parameters own, String vector, char gate) {
        int rows = own.vector(vector).length / count();
        return own.part(vector, first(gate, rows), rows);
    }

    /** Blocks of rows. */
    public int count() {
        return letters.length();
    }

    /**
     * Row of a tensor in this order, for a row of it in another.
     *
     * @param units rows of each gate
     */
    public int row(int row, Gates other, int units) {
        return first(other.letters.charAt(row / units), units) + row % units;
    }

    private int first(char gate, int rows) {
        int place = letters.indexOf(gate);
        if (place < 0) {
            throw new IllegalArgumentException("no gate " + gate + " among " + letters);
        }
        return place * rows;
    }
}
