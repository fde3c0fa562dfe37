package unroll.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import unroll.math.linear.Orthogonal;

/**
 * Products and functions against plain double arithmetic, and the SIMD kernels against the scalar
 * ones bit by bit.
 */
final class KernelsTest {
    private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 31, 32, 33, 65, 130, 300};
    private static final float UNTOUCHED = 77;

    private final Kernels scalar = Kernels.scalar();

    private static Kernels simd() {
        assumeTrue(Kernels.simdAvailable(), "started without --add-modules jdk.incubator.vector");
        return Kernels.fastest();
    }

    private static float[] random(SplittableRandom random, int size) {
        var x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (random.nextDouble() * 4 - 2);
        }
        return x;
    }

    @Test
    void vectorModuleGivesSimdKernels() {
        assertTrue(simd().description().startsWith("SIMD"));
    }

    @Test
    void productsAreThoseOfDoubleArithmeticAndEqualInBits() {
        var random = new SplittableRandom(1);
        for (int m : SIZES) {
            for (int n : new int[] {1, 31, 32, 33, 100}) {
                int k = SIZES[random.nextInt(SIZES.length)];
                checkProduct(random, m, n, k, false);
                checkProduct(random, m, n, k, true);
            }
        }
        checkProduct(random, 70, 64, 600, true);
        checkProduct(random, 70, 64, 600, false);
    }

    private void checkProduct(SplittableRandom random, int m, int n, int k, boolean accumulate) {
        int lda = k + 3;
        int ldc = n + 5;
        var a = random(random, m * lda + 2);
        var b = random(random, k * n);
        var before = random(random, m * ldc + 4);
        Arrays.fill(before, 0, 4, UNTOUCHED);
        var packed = new float[Panels.size(k, n) + 1];
        Panels.pack(k, n, b, 0, n, packed, 1);
        var c = before.clone();
        scalar.multiply(m, n, k, a, 2, lda, packed, 1, c, 4, ldc, accumulate);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < ldc; j++) {
                int at = 4 + i * ldc + j;
                if (j >= n) {
                    assertEquals(before[at], c[at], "beyond the product's columns");
                    continue;
                }
                double sum = accumulate ? before[at] : 0;
                for (int p = 0; p < k; p++) {
                    sum += (double) a[2 + i * lda + p] * b[p * n + j];
                }
                assertEquals(
                        sum,
                        c[at],
                        1e-6 * (4 * k + 2),
                        "[" + m + "," + k + "]x[" + k + "," + n + "]");
            }
        }
        var twin = before.clone();
        simd().multiply(m, n, k, a, 2, lda, packed, 1, twin, 4, ldc, accumulate);
        assertArrayEquals(c, twin);
    }

    @Test
    void transposedPackingIsThatOfTheTranspose() {
        var random = new SplittableRandom(2);
        int k = 9;
        int n = 45;
        var b = random(random, k * n);
        var transposed = new float[n * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < n; j++) {
                transposed[j * k + i] = b[i * n + j];
            }
        }
        var expected = new float[Panels.size(k, n)];
        var packed = new float[Panels.size(k, n)];
        Arrays.fill(packed, UNTOUCHED);
        Panels.pack(k, n, b, 0, n, expected, 0);
        Panels.packTransposed(k, n, transposed, 0, k, packed, 0);
        assertArrayEquals(expected, packed);
    }

    @Test
    void weightGradientIsTheSumOverRowsHoweverTheyAreCut() {
        var random = new SplittableRandom(3);
        int gates = 3;
        int outputs = 37;
        int inputs = 21;
        int rows = 301;
        var d = random(random, gates * rows * outputs);
        var x = random(random, rows * inputs);
        var whole = gradient(scalar, gates, outputs, inputs, rows, d, x, rows);
        for (int g = 0; g < gates; g++) {
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    double sum = 0;
                    for (int row = 0; row < rows; row++) {
                        sum += (double) d[(g * rows + row) * outputs + o] * x[row * inputs + i];
                    }
                    assertEquals(sum, whole[(g * outputs + o) * inputs + i], 1e-3);
                }
            }
        }
        assertArrayEquals(whole, gradient(scalar, gates, outputs, inputs, rows, d, x, 7));
        assertArrayEquals(whole, gradient(simd(), gates, outputs, inputs, rows, d, x, 50));
    }

    private static float[] gradient(
            Kernels kernels,
            int gates,
            int outputs,
            int inputs,
            int rows,
            float[] d,
            float[] x,
            int cut) {
        var gradient = new WeightGradient(kernels, Allocator.heap(), gates, outputs, inputs);
        var sum = new float[gates * outputs * inputs];
        for (int twice = 0; twice < 2; twice++) { // a second use must not see the first
            for (int row = 0; row < rows; row += cut) {
                int count = Math.min(cut, rows - row);
                gradient.add(
                        count, d, row * outputs, rows * outputs, outputs, x, row * inputs, inputs);
            }
            gradient.finish(sum, 0);
        }
        return sum;
    }

    @Test
    void functionsAreCloseToTheirDefinition() {
        for (float x = -20; x < 20; x += 0.0137f) {
            var y = new float[] {x, x};
            scalar.sigmoid(y, 0, 1);
            scalar.tanh(y, 1, y, 1, 1);
            assertEquals(1 / (1 + StrictMath.exp(-x)), y[0], 2e-7);
            assertEquals(StrictMath.tanh(x), y[1], 4e-7 * Math.abs(StrictMath.tanh(x)));
        }
    }

    @Test
    void functionsOfOddValuesAreSane() {
        var x =
                new float[] {
                    Float.NEGATIVE_INFINITY,
                    -1e30f,
                    -0f,
                    0f,
                    1e30f,
                    Float.POSITIVE_INFINITY,
                    Float.NaN
                };
        for (var kernels : new Kernels[] {scalar, simd()}) {
            // Long enough for whole vectors.
            var many = new float[64 * x.length];
            for (int i = 0; i < many.length; i++) {
                many[i] = x[i % x.length];
            }
            var tanh = new float[many.length];
            kernels.tanh(many, 0, tanh, 0, many.length);
            kernels.sigmoid(many, 0, many.length);
            for (int i = 0; i < many.length; i++) {
                float value = x[i % x.length];
                assertEquals(
                        StrictMath.tanh(value),
                        tanh[i],
                        3e-7,
                        kernels.description() + " tanh of " + value);
                assertEquals(
                        1 / (1 + StrictMath.exp(-value)),
                        many[i],
                        2e-7,
                        kernels.description() + " sigmoid of " + value);
            }
        }
    }

    @Test
    void pointwiseLoopsAreEqualInBits() {
        var random = new SplittableRandom(4);
        for (int n : SIZES) {
            var a = random(random, n + 3);
            var b = random(random, n + 3);
            var c = random(random, n + 3);
            var d = random(random, n + 3);
            var y = random(random, n + 3);
            var expected = pointwise(scalar, n, a, b, c, d, y);
            var twin = pointwise(simd(), n, a, b, c, d, y);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], twin[i], "loop " + i + " of " + n);
            }
            for (int i = 3; i < n + 3; i++) {
                double ab = (double) a[i] * b[i];
                assertEquals(ab, expected[2][i], 1e-6);
                assertEquals(ab + (double) c[i] * d[i], expected[3][i], 2e-6);
                assertEquals(ab * y[i] * (1 - y[i]), expected[4][i], 1e-5);
                assertEquals(y[i] + a[i], expected[5][i], 1e-6);
                double slope = y[i] * (1 - (double) y[i]); // of a sigmoid, by its value
                double tanhSlope = 1 - (double) c[i] * c[i];
                assertEquals(a[i] * c[i] * slope, expected[6][i], 2e-5);
                assertEquals(b[i] + a[i] * y[i] * tanhSlope, expected[7][i], 2e-5);
                assertEquals(a[i] * c[i] * slope, expected[8][i], 2e-5);
                assertEquals(a[i] * y[i] * tanhSlope, expected[9][i], 2e-5);
                assertEquals(a[i] * b[i] * slope, expected[10][i], 2e-5);
                assertEquals(a[i] * y[i], expected[11][i], 1e-6);
            }
        }
    }

    private static float[][] pointwise(
            Kernels k, int n, float[] a, float[] b, float[] c, float[] d, float[] y) {
        var out = new float[12][];
        Arrays.setAll(out, i -> y.clone());
        out[7] = b.clone();
        out[9] = c.clone();
        out[11] = a.clone();
        k.sigmoid(out[0], 3, n);
        k.tanh(a, 3, out[1], 3, n);
        k.product(a, 3, b, 3, out[2], 3, n);
        k.productSum(a, 3, b, 3, c, 3, d, 3, out[3], 3, n);
        k.dSigmoid(a, 3, b, 3, out[4], 3, n);
        k.add(a, 3, out[5], 3, n);
        k.dOutput(a, 3, c, 3, out[6], 3, out[7], 3, n);
        k.dProductSum(out[11], 3, b, 3, out[10], 3, out[8], 3, out[9], 3, n);
        return out;
    }

    @Test
    void rowsAreAddedInOrder() {
        var random = new SplittableRandom(5);
        int rows = 13;
        int columns = 41;
        var x = random(random, rows * columns);
        var y = random(random, columns);
        var expected = y.clone();
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < columns; j++) {
                expected[j] += x[row * columns + j];
            }
        }
        for (var kernels : new Kernels[] {scalar, simd()}) {
            var sum = y.clone();
            kernels.addRows(rows, columns, x, 0, columns, sum, 0);
            assertArrayEquals(expected, sum);
        }
    }

    @Test
    void rowsAreCopiedAndNothingBetweenThem() {
        var random = new SplittableRandom(8);
        int rows = 5;
        for (int columns : new int[] {1, 15, 16, 32, 41}) {
            int from = columns + 2;
            int to = columns + 3;
            var x = random(random, 3 + rows * from);
            for (var kernels : new Kernels[] {scalar, simd()}) {
                var y = random(random, 2 + rows * to);
                var expected = y.clone();
                for (int row = 0; row < rows; row++) {
                    for (int j = 0; j < columns; j++) {
                        expected[2 + row * to + j] = x[3 + row * from + j];
                    }
                }
                kernels.copyRows(rows, columns, x, 3, from, y, 2, to);
                assertArrayEquals(expected, y);
            }
        }
    }

    @Test
    void orthogonalMatricesAreOrthogonal() {
        int n = 17;
        var random = new SplittableRandom(6);
        var gaussian = new double[n * n];
        Arrays.setAll(gaussian, i -> random.nextDouble() - 0.5);
        var q = Orthogonal.of(gaussian, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double product = 0;
                for (int k = 0; k < n; k++) {
                    product += q[i * n + k] * q[j * n + k];
                }
                assertEquals(i == j ? 1 : 0, product, 1e-12);
            }
        }
    }

    @Test
    void stepsOfAdamAndSumsOfSquaresAreEqualInBits() {
        var random = new SplittableRandom(9);
        var step = new AdamStep(0.1f, 0.9f, 0.1f, 0.99f, 0.01f, 0.02f, 3, 1e-8f);
        for (int size : SIZES) {
            var vectors = new float[2][4][];
            for (int v = 0; v < 4; v++) {
                vectors[0][v] = random(random, size + 3);
                if (v == 3) {
                    product(scalar, vectors[0][v]); // squares are not negative
                }
                vectors[1][v] = vectors[0][v].clone();
            }
            for (var kernels : new Kernels[] {scalar, simd()}) {
                var x = vectors[kernels == scalar ? 0 : 1];
                kernels.adam(step, x[0], x[1], x[2], x[3], 2, size);
            }
            for (int v = 0; v < 4; v++) {
                assertArrayEquals(vectors[0][v], vectors[1][v], "vector " + v + " of " + size);
            }
            var x = random(random, size + 3);
            double sum = 0;
            for (int i = 2; i < size + 2; i++) {
                sum += (double) x[i] * x[i];
            }
            assertEquals(sum, SumOfSquares.of(x, 2, size), 1e-14 * sum);
        }
    }

    private static void product(Kernels kernels, float[] x) {
        kernels.product(x, 0, x, 0, x, 0, x.length);
    }

    @Test
    void dotProductsAreThoseOfDoubleArithmeticAndEqualInBits() {
        var random = new SplittableRandom(8);
        for (int count : new int[] {0, 1, 3, 15, 16, 17, 31, 32, 100, 257}) {
            var a = random(random, count + 3);
            var b = random(random, count + 2);
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += (double) a[3 + i] * b[2 + i];
            }
            float dot = scalar.dot(a, 3, b, 2, count);
            assertEquals(sum, dot, 1e-6 * (count + 1));
            assertEquals(dot, simd().dot(a, 3, b, 2, count));
        }
    }

    @Test
    void addScaledTouchesItsElementsOnlyAndIsEqualInBits() {
        var random = new SplittableRandom(9);
        for (int count : SIZES) {
            var x = random(random, count + 3);
            var y = random(random, count + 2);
            var twin = y.clone();
            var before = y.clone();
            scalar.addScaled(-1.7f, x, 3, y, 1, count);
            simd().addScaled(-1.7f, x, 3, twin, 1, count);
            assertArrayEquals(y, twin);
            assertEquals(before[0], y[0]);
            assertEquals(before[count + 1], y[count + 1]);
            for (int i = 0; i < count; i++) {
                assertEquals(before[1 + i] - 1.7 * x[3 + i], y[1 + i], 1e-6);
            }
        }
    }
}
