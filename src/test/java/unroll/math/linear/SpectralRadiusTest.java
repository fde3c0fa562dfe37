package unroll.math.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import breeze.linalg.DenseMatrix;
import breeze.linalg.eig;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpectralRadiusTest {
    private static double of(float[] dense, int n) {
        return SpectralRadius.of(SparseMatrix.of(dense, 0, n, n));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 24, 25, 120})
    void isTheLargestModulusOfAllEigenvalues(int n) {
        var random = new Random(n);
        var dense = new float[n * n];
        var transposed = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            dense[i] = random.nextInt(4) == 0 ? (float) random.nextGaussian() : 0;
            dense[i] = n == 1 ? -3 : dense[i];
            transposed[i] = dense[i]; // has the same eigenvalues
        }
        var all =
                eig.Eig_DM_Impl$.MODULE$.apply(new DenseMatrix<Object>(n, n, (Object) transposed));
        double radius = 0;
        for (int i = 0; i < n; i++) {
            double real = all.eigenvalues().apply$mcD$sp(i);
            double imaginary = all.eigenvaluesComplex().apply$mcD$sp(i);
            radius = Math.max(radius, Math.hypot(real, imaginary));
        }
        assertEquals(radius, of(dense, n), 1e-7 * radius);
    }

    @Test
    void findsAComplexPairAmongManyRealEigenvalues() {
        int n = 60;
        var dense = new float[n * n];
        for (int i = 2; i < n; i++) {
            dense[i * n + i] = 1 - i / 100f;
        }
        dense[1] = 2; // a rotation times 2
        dense[n] = -2;
        assertEquals(2, of(dense, n), 1e-9);
    }
}
