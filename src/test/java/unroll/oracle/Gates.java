package unroll.oracle;

/**
 * In which order a cell's gates lie in its matrices: one letter a gate, {@code "ifgo"} for
 * PyTorch's LSTM. Each gate has as many rows as the cell has units.
 */
public record Gates(String letters) {
    /** wx, wh and b of one gate, applied: W x + U h + b. */
    Scalar[] apply(char gate, Parameters own, Scalar[] x, Scalar[] h) {
        return Vectors.plus(input(gate, own, x), recurrent(gate, own, h));
    }

    /** W x + b of one gate. */
    Scalar[] input(char gate, Parameters own, Scalar[] x) {
        int rows = own.vector("b").length / count();
        int first = first(gate, rows);
        return Vectors.plus(
                Vectors.product(own.rows("wx", first, rows), x), own.part("b", first, rows));
    }

    /** U h of one gate. */
    Scalar[] recurrent(char gate, Parameters own, Scalar[] h) {
        return Vectors.product(own.rows("wh", first(gate, h.length), h.length), h);
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
