package unroll.oracle;

/** The equations of a layer for one sequence: rows in, rows out. */
@FunctionalInterface
public interface OracleLayer {
    /**
     * @param own the layer's parameters
     * @param x [steps][inputs]
     * @return [rows][outputs]: one for each step, fewer after a stride, one after pooling
     */
    Scalar[][] of(Parameters own, Scalar[][] x);

    /** x + f(x). */
    static OracleLayer residual(OracleLayer f) {
        return (own, x) -> {
            var y = f.of(own, x);
            for (int t = 0; t < y.length; t++) {
                y[t] = Vectors.plus(y[t], x[t]);
            }
            return y;
        };
    }
}
