package unroll.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ExponentialTest {
    @Test
    void isCloseAndTheSameForBothKernels() {
        var x = new float[175_001];
        for (int i = 0; i < x.length; i++) {
            x[i] = 1.5f + (i - 87_000) / 1000f;
        }
        var scalar = new float[x.length];
        Kernels.scalar().exp(1.5f, x, 0, scalar, 0, x.length);
        var simd = new float[x.length];
        Kernels.fastest().exp(1.5f, x, 0, simd, 0, x.length);
        assertArrayEquals(scalar, simd);
        for (int i = 0; i < x.length; i++) {
            double expected = StrictMath.exp(x[i] - 1.5f);
            assertEquals(expected, scalar[i], 3e-7 * expected, "exp of " + (x[i] - 1.5f));
        }
    }

    @Test
    void staysWhatItIsBeyondItsRangeAndKeepsWhatIsNoNumber() {
        for (var kernels : new Kernels[] {Kernels.scalar(), Kernels.fastest()}) {
            var y = new float[40];
            java.util.Arrays.fill(y, -1e30f);
            y[3] = Float.NaN;
            y[20] = 1e30f;
            kernels.exp(0, y, 0, y, 0, y.length);
            assertEquals(Math.exp(-87), y[0], 1e-44);
            assertTrue(Float.isNaN(y[3]), kernels.description());
            assertEquals(Math.exp(88), y[20], 1e32);
        }
    }
}
