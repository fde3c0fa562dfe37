package unroll.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ScalingTest {
    @Test
    void digitsBehindALargeMeanStay() {
        var scaling = new Scaling(new double[] {1.7e9}, new double[] {0.5});
        var encoded = scaling.encode(new double[] {1.7e9 + 0.25, 1.7e9 - 1});
        assertArrayEquals(new float[] {0.5f, -2}, encoded);
        assertArrayEquals(new double[] {1.7e9 + 0.25, 1.7e9 - 1}, scaling.decode(encoded));
        assertArrayEquals(new double[] {1.7e9 + 0.25, 1.7e9 - 1}, scaling.restore(encoded));
    }

    @Test
    void aConstantColumnIsForecastExactlyAndItsTargetsStayTrue() {
        var scaling = new Scaling(new double[] {1e9 + 0.1}, new double[] {0});
        assertArrayEquals(new float[] {0}, scaling.encode(new double[] {1e9 + 0.1}));
        assertArrayEquals(new double[] {1e9 + 0.1}, scaling.decode(new float[] {0.3f}));
        var other = scaling.encode(new double[] {2e9});
        assertEquals(2e9, scaling.restore(other)[0], 100);
        assertEquals(-1e9, scaling.error(0.3, other[0], 0), 100);
    }

    @Test
    void theWholeRangeOfDoublesIsStandardised() {
        for (double scale : new double[] {1e300, 1e38, 1, 1e-300, Double.MIN_VALUE * 8}) {
            var scaling = new Scaling(new double[] {scale}, new double[] {scale / 2});
            var encoded = scaling.encode(new double[] {2 * scale, 0});
            assertArrayEquals(new float[] {2, -2}, encoded);
            assertArrayEquals(new double[] {2 * scale, 0}, scaling.decode(encoded));
        }
        double most = Double.MAX_VALUE;
        var scaling = new Scaling(new double[] {-most / 2}, new double[] {most / 2});
        assertArrayEquals(new float[] {3}, scaling.encode(new double[] {most}));
        assertArrayEquals(new double[] {most}, scaling.decode(new float[] {9}));
    }

    @Test
    void whatANetworkCannotCalculateWithDoesNotFit() {
        var scaling = new Scaling(new double[] {0, 5}, new double[] {1e-10, 0});
        assertTrue(scaling.fits(new double[] {1e4, 5, -1e4, 1e9}));
        assertFalse(scaling.fits(new double[] {1e6, 5}));
        assertTrue(scaling.fitsAllTo(1e4));
        assertFalse(scaling.fitsAllTo(1e6));
        assertFalse(Scaling.none(1).fits(new double[] {1e300}));
        assertTrue(Scaling.none(0).fits(new double[0]));
    }
}
