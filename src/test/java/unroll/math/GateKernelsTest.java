package unroll.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The loops of gates against their definitions, and SIMD against scalar bit by bit. */
final class GateKernelsTest {
    private static final int FROM = 3; // no vector is aligned
    private static final double CLOSE = 1e-6;

    private final Kernels scalar = Kernels.scalar();

    private static float[] random(SplittableRandom random, int size, double low, double high) {
        var x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (low + random.nextDouble() * (high - low));
        }
        return x;
    }

    @Test
    void loopsAreTheirDefinitionsAndEqualInBits() {
        assumeTrue(Kernels.simdAvailable(), "started without --add-modules jdk.incubator.vector");
        var random = new SplittableRandom(7);
        for (int n : new int[] {1, 7, 16, 33, 130}) {
            var a = random(random, n + FROM, 0.01, 0.99);
            var b = random(random, n + FROM, -1, 1);
            var c = random(random, n + FROM, -1, 1);
            var y = random(random, n + FROM, -1, 1);
            var results = run(scalar, n, a, b, c, y);
            assertArrayEquals(results, run(Kernels.fastest(), n, a, b, c, y));
            for (int i = FROM; i < n + FROM; i++) {
                double gradient = y[i];
                double rest = 1 - (double) a[i];
                assertEquals(y[i] + (double) a[i] * b[i], results[0][i], CLOSE);
                assertEquals(rest * b[i] + (double) a[i] * c[i], results[1][i], CLOSE);
                assertEquals(gradient * (c[i] - b[i]) * a[i] * rest, results[2][i], CLOSE);
                assertEquals(gradient * rest, results[3][i], CLOSE);
                assertEquals(gradient * a[i], results[4][i], CLOSE);
                assertEquals(a[i] / ((double) a[i] + 0.5), results[5][i], CLOSE);
                assertEquals(-2.0 * a[i] * (1 - y[i]), results[6][i], 4 * CLOSE);
                assertEquals(a[i] * (1 - (double) y[i] * y[i]), results[7][i], CLOSE);
                assertEquals(Math.max(0, y[i]), results[8][i]);
                assertEquals(y[i] > 0 ? a[i] : 0, results[9][i]);
            }
        }
    }

    private static float[][] run(Kernels k, int n, float[] a, float[] b, float[] c, float[] y) {
        var out = new float[10][];
        Arrays.setAll(out, i -> y.clone());
        int at = FROM;
        k.addProduct(a, at, b, at, out[0], at, n);
        k.blend(a, at, b, at, c, at, out[1], at, n);
        out[2] = a.clone();
        k.dBlend(y, at, out[2], at, b, at, c, at, out[3], at, out[4], at, n);
        var half = new float[n + at];
        Arrays.fill(half, 0.5f);
        k.share(a, at, half, at, out[5], at, n);
        k.productWithRest(-2, a, at, out[6], at, n);
        k.dTanh(a, at, out[7], at, n);
        k.relu(out[8], at, n);
        k.dRelu(a, at, out[9], at, n);
        return out;
    }

    @Test
    void gradientsOfABlendMayTakeThePlaceOfWhatTheyCameFrom() {
        var random = new SplittableRandom(8);
        int n = 50;
        var a = random(random, n, 0, 1);
        var b = random(random, n, -1, 1);
        var c = random(random, n, -1, 1);
        var d = random(random, n, -1, 1);
        var apart = new float[][] {a.clone(), new float[n], new float[n]};
        scalar.dBlend(d, 0, apart[0], 0, b, 0, c, 0, apart[1], 0, apart[2], 0, n);
        for (var kernels : new Kernels[] {scalar, Kernels.fastest()}) {
            var share = a.clone();
            var gradient = d.clone();
            var other = c.clone();
            kernels.dBlend(gradient, 0, share, 0, b, 0, other, 0, gradient, 0, other, 0, n);
            assertArrayEquals(apart[0], share);
            assertArrayEquals(apart[1], gradient);
            assertArrayEquals(apart[2], other);
        }
    }
}
