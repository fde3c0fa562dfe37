package unroll.math.linear;

import breeze.linalg.DenseMatrix;
import breeze.linalg.NotConvergedException;
import breeze.linalg.cholesky;
import java.util.Optional;

/** Solves linear equations of a symmetric positive definite matrix, which Breeze factors. */
public final class Cholesky {
    private final int n;
    private final DenseMatrix<Object> lower;

    private Cholesky(int n, DenseMatrix<Object> lower) {
        this.n = n;
        this.lower = lower;
    }

    /**
     * Factors a matrix.
     *
     * @param symmetric [n, n]; not modified
     * @return nothing if the matrix is not positive definite, to rounding
     */
    public static Optional<Cholesky> of(double[] symmetric, int n) {
        try {
            var matrix = new DenseMatrix<Object>(n, n, (Object) symmetric);
            return Optional.of(new Cholesky(n, cholesky.ImplCholesky_DM$.MODULE$.apply(matrix)));
        } catch (NotConvergedException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the x of A x = y.
     *
     * @param y [n]; not modified
     */
    public double[] solve(double[] y) {
        var x = y.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                x[i] -= lower.apply$mcD$sp(i, j) * x[j];
            }
            x[i] /= lower.apply$mcD$sp(i, i);
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                x[i] -= lower.apply$mcD$sp(j, i) * x[j];
            }
            x[i] /= lower.apply$mcD$sp(i, i);
        }
        return x;
    }
}
