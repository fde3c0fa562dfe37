package unroll.math.linear;

import breeze.linalg.DenseMatrix;
import breeze.linalg.eig;
import unroll.math.RandomKeys;

/**
 * The largest modulus among the eigenvalues of a square matrix, by orthogonal iteration: a small
 * basis is multiplied by the matrix until it spans the dominant eigenvectors, and Breeze finds the
 * eigenvalues of the matrix within it. Unlike the power method it is right for complex pairs, and
 * for eigenvalues of nearly the same modulus. Where the basis spans everything it is exact at once.
 */
public final class SpectralRadius {
    private static final int BASIS = 24; // vectors
    private static final int PRODUCTS = 5; // between two orthogonalisations
    private static final int CHECK = 20; // orthogonalisations between two looks at the eigenvalues
    private static final int LOOKS = 200; // at most
    private static final double TOLERANCE = 1e-10; // change from look to look, relative

    private SpectralRadius() {}

    /** Of a square matrix; the result is a function of its elements alone. */
    public static double of(SparseMatrix matrix) {
        int n = matrix.rows();
        var basis = new double[Math.min(n, BASIS)][n];
        for (int v = 0; v < basis.length; v++) {
            for (int i = 0; i < n; i++) {
                basis[v][i] = RandomKeys.unit(RandomKeys.mix(v, i)) - 0.5;
            }
        }
        orthogonalise(basis);
        double radius = within(matrix, basis);
        for (int look = 0; look < LOOKS && basis.length < n; look++) {
            for (int i = 0; i < CHECK; i++) {
                for (int product = 0; product < PRODUCTS; product++) {
                    multiply(matrix, basis);
                }
                orthogonalise(basis);
            }
            double before = radius;
            radius = within(matrix, basis);
            if (Math.abs(radius - before) <= TOLERANCE * radius) {
                break;
            }
        }
        return radius;
    }

    private static void multiply(SparseMatrix matrix, double[][] basis) {
        for (int v = 0; v < basis.length; v++) {
            var product = new double[basis[v].length];
            for (int i = 0; i < product.length; i++) {
                product[i] = matrix.dot(i, basis[v], 0);
            }
            basis[v] = product;
        }
    }

    /** Gram and Schmidt's method, twice, which is as good as reflections. */
    private static void orthogonalise(double[][] basis) {
        for (int v = 0; v < basis.length; v++) {
            for (int twice = 0; twice < 2; twice++) {
                for (int u = 0; u < v; u++) {
                    double share = dot(basis[u], basis[v]);
                    for (int i = 0; i < basis[v].length; i++) {
                        basis[v][i] -= share * basis[u][i];
                    }
                }
                double length = Math.sqrt(dot(basis[v], basis[v]));
                for (int i = 0; length > 0 && i < basis[v].length; i++) {
                    basis[v][i] /= length;
                }
            }
        }
    }

    private static double within(SparseMatrix matrix, double[][] basis) {
        int size = basis.length;
        var images = basis.clone();
        multiply(matrix, images);
        var projected = new double[size * size]; // column-major
        for (int v = 0; v < size; v++) {
            for (int u = 0; u < size; u++) {
                projected[v * size + u] = dot(basis[u], images[v]);
            }
        }
        var found =
                eig.Eig_DM_Impl$.MODULE$.apply(
                        new DenseMatrix<Object>(size, size, (Object) projected));
        double radius = 0;
        for (int i = 0; i < size; i++) {
            double real = found.eigenvalues().apply$mcD$sp(i);
            double imaginary = found.eigenvaluesComplex().apply$mcD$sp(i);
            radius = Math.max(radius, Math.sqrt(real * real + imaginary * imaginary));
        }
        return radius;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
