package unroll.oracle;

/**
 * Ridge regression: the weights w that minimise the mean of (w x - y)² plus ridge w², from (X'X / n
 * + ridge) w = X'y / n by Gauss and Jordan's elimination.
 */
public final class OracleRidge {
    private OracleRidge() {}

    /**
     * @param x [rows][features]
     * @param y [rows][targets]
     * @return [targets][features]
     */
    public static double[][] solve(double[][] x, double[][] y, double ridge) {
        int features = x[0].length;
        int targets = y[0].length;
        var a = new double[features][features + targets];
        for (int i = 0; i < features; i++) {
            for (int row = 0; row < x.length; row++) {
                for (int j = 0; j < features + targets; j++) {
                    double other = j < features ? x[row][j] : y[row][j - features];
                    a[i][j] += x[row][i] * other / x.length;
                }
            }
            a[i][i] += ridge;
        }
        for (int p = 0; p < features; p++) {
            for (int i = 0; i < features; i++) {
                double factor = i == p ? 0 : a[i][p] / a[p][p];
                for (int j = 0; j < features + targets; j++) {
                    a[i][j] -= factor * a[p][j];
                }
            }
        }
        var weights = new double[targets][features];
        for (int k = 0; k < targets; k++) {
            for (int i = 0; i < features; i++) {
                weights[k][i] = a[i][features + k] / a[i][i];
            }
        }
        return weights;
    }
}
