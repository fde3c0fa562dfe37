package unroll.math.linear;

import breeze.linalg.DenseMatrix;
import breeze.linalg.qr;

/** Random orthogonal matrices (Saxe et al. 2014). */
public final class Orthogonal {
    private Orthogonal() {}

    /**
     * Returns Q of a Gaussian matrix's QR decomposition, by Breeze, with R's diagonal made positive
     * so that Q is uniform (Mezzadri 2007).
     *
     * @param gaussian [n, n]; not modified
     * @return [n, n], row-major
     */
    public static double[] of(double[] gaussian, int n) {
        var factors =
                qr.impl_DM_Double$.MODULE$.apply(
                        new DenseMatrix<Object>(n, n, (Object) gaussian.clone()));
        var orthogonal = new double[n * n];
        for (int j = 0; j < n; j++) {
            double sign = Math.signum(factors.r().apply$mcD$sp(j, j));
            for (int i = 0; i < n; i++) {
                orthogonal[i * n + j] = sign * factors.q().apply$mcD$sp(i, j);
            }
        }
        return orthogonal;
    }
}
