package unroll.math.linear;

import breeze.linalg.DenseMatrix;
import breeze.linalg.svd;
import java.util.Arrays;

/** Singular values of a matrix, by Breeze. */
public final class SingularValues {
    private SingularValues() {}

    /**
     * @param matrix row-major, [rows, columns], from {@code offset}; not modified
     * @return in descending order; NaN if the matrix has numbers that are not finite
     */
    public static double[] of(float[] matrix, int offset, int rows, int columns) {
        var elements = new double[rows * columns];
        boolean finite = true;
        for (int i = 0; i < elements.length; i++) {
            elements[i] = matrix[offset + i];
            finite &= Double.isFinite(elements[i]);
        }
        if (!finite) {
            var none = new double[Math.min(rows, columns)];
            Arrays.fill(none, Double.NaN);
            return none;
        }
        if (rows == columns) {
            return ofSquare(elements, rows);
        }
        // Of a tall or wide matrix, the roots of its Gram matrix's: exact to 1e-8 of the largest,
        // which is finer than the floats, and no factor is as large as the longer side squared.
        var values = ofSquare(gram(elements, rows, columns), Math.min(rows, columns));
        Arrays.setAll(values, i -> StrictMath.sqrt(values[i]));
        return values;
    }

    /** Breeze lies column-major, so this is the transpose, which has the same singular values. */
    private static double[] ofSquare(double[] elements, int n) {
        var factors =
                svd.Svd_DM_Impl$.MODULE$.apply(new DenseMatrix<Object>(n, n, (Object) elements));
        var values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = factors.singularValues().apply$mcD$sp(i);
        }
        return values;
    }

    /** A matrix times its transpose, the shorter side staying. */
    private static double[] gram(double[] matrix, int rows, int columns) {
        boolean tall = rows > columns;
        int n = Math.min(rows, columns);
        int inner = Math.max(rows, columns);
        var product = new double[n * n];
        for (int k = 0; k < inner; k++) {
            for (int i = 0; i < n; i++) {
                double a = tall ? matrix[k * n + i] : matrix[i * inner + k];
                for (int j = 0; j < n; j++) {
                    product[i * n + j] += a * (tall ? matrix[k * n + j] : matrix[j * inner + k]);
                }
            }
        }
        return product;
    }
}
