package unroll.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.math.linear.SparseMatrix;
import unroll.math.linear.SpectralRadius;
import unroll.nn.attention.AdditiveAttention;
import unroll.nn.layer.LayerNormalization;
import unroll.nn.layer.TimeDelay;

/** Parameters start where their papers have them, each from a stream of its own. */
final class InitializersTest {
    /** A parameter between two others, which must stay as they are. */
    private static float[] fill(Initializer start, String name, long seed, int... shape) {
        var layout = new Layout.Builder();
        layout.add("before", Initializers.zero(), 5);
        var slice = layout.add(name, start, shape);
        layout.add("after", Initializers.zero(), 4);
        var theta = layout.build().initialParameters(seed);
        for (int i = 0; i < theta.length; i++) {
            assertTrue((i >= 5 && i < 5 + slice.size()) || theta[i] == 0, "filled outside");
        }
        return Arrays.copyOfRange(theta, slice.offset(), slice.end());
    }

    private static float[] fill(Initializer start, int... shape) {
        return fill(start, "w", 3, shape);
    }

    private static void requireUniform(double bound, float[] numbers) {
        double least = 0;
        double most = 0;
        double sum = 0;
        double squares = 0;
        var distinct = new HashSet<Float>();
        for (float x : numbers) {
            least = Math.min(least, x);
            most = Math.max(most, x);
            sum += x / bound;
            squares += x / bound * x / bound;
            distinct.add(x);
        }
        int n = numbers.length;
        assertTrue(most <= bound && most > 0.95 * bound, "most: " + most + ", bound: " + bound);
        assertTrue(least >= -bound && least < -0.95 * bound, "least: " + least);
        // Four standard deviations of a mean of n, and of a mean of their squares.
        assertEquals(0, sum / n, 4 * Math.sqrt(1.0 / 3 / n));
        assertEquals(1.0 / 3, squares / n, 4 * Math.sqrt(4.0 / 45 / n));
        assertTrue(
                distinct.size() > 0.99 * n, "numbers come back: " + distinct.size() + " of " + n);
    }

    @Test
    void uniformStartsKeepToTheirBounds() {
        requireUniform(Math.sqrt(6.0 / (20 + 30)), fill(Initializers.glorot(4), 4 * 30, 20));
        requireUniform(Math.sqrt(6.0 / (20 + 30)), fill(Initializers.glorotByInput(4), 20, 4 * 30));
        requireUniform(1 / Math.sqrt(20), fill(Initializers.uniform(), 60, 20));
        requireUniform(0.3, fill(Initializers.within(0.3), 60, 20));
    }

    @Test
    void normalHasItsDeviationAndItsTails() {
        var numbers = fill(Initializers.normal(0.5), 100, 100);
        double sum = 0;
        double squares = 0;
        int far = 0;
        for (float x : numbers) {
            sum += x;
            squares += x * x;
            far += Math.abs(x) > 1 ? 1 : 0;
        }
        int n = numbers.length;
        assertEquals(0, sum / n, 4 * 0.5 / Math.sqrt(n));
        assertEquals(0.25, squares / n, 4 * 0.25 * Math.sqrt(2.0 / n));
        assertEquals(0.0455, (double) far / n, 4 * Math.sqrt(0.0455 * 0.9545 / n));
    }

    @Test
    void eachBlockIsOrthogonalAndNoneIsAnother() {
        int n = 6;
        var w = fill(Initializers.orthogonal(3), 3 * n, n);
        for (int block = 0; block < 3; block++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double product = 0;
                    for (int k = 0; k < n; k++) {
                        product += w[(block * n + i) * n + k] * w[(block * n + j) * n + k];
                    }
                    assertEquals(i == j ? 1 : 0, product, 1e-6);
                }
            }
        }
        assertNotEquals(w[0], w[n * n]);
        assertNotEquals(w[n * n], w[2 * n * n]);
    }

    @Test
    void blocksAndDiagonalsLieWhereTheyShould() {
        assertArrayEquals(new float[] {0, 0, 7, 7, 0, 0}, fill(Initializers.block(3, 1, 7), 6));
        float[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        assertArrayEquals(identity, fill(Initializers.identity(), 3, 3));
        float[] scaled = {2, 0, 0, 2};
        assertArrayEquals(scaled, fill(Initializers.scaled(Initializers.identity(), 2), 2, 2));
    }

    @Test
    void attentionAndConvolutionStartByTheirWidths() {
        var layout = new Layout.Builder();
        new AdditiveAttention(layout, "a", 20, 400);
        new TimeDelay(layout, "t", 10, 60, 3, 1, 1, TimeDelay.Activation.NONE);
        var all = layout.build();
        var theta = all.initialParameters(5);
        requireUniform(Math.sqrt(6.0 / (20 + 400)), part(theta, all.slice("a.w")));
        requireUniform(Math.sqrt(6.0 / (30 + 60)), part(theta, all.slice("t.w")));
        double squares = 0;
        for (float x : part(theta, all.slice("a.v"))) {
            squares += x * x;
        }
        // The mean of 400 squares is 1 / 400, within four standard deviations.
        assertEquals(1, squares, 4 * Math.sqrt(2.0 / 400));
    }

    private static float[] part(float[] theta, Layout.Slice slice) {
        return Arrays.copyOfRange(theta, slice.offset(), slice.end());
    }

    @Test
    void normalisationStartsWithoutEffect() {
        var layout = new Layout.Builder();
        new LayerNormalization(layout, "n", 3);
        var theta = layout.build().initialParameters(1);
        assertArrayEquals(new float[] {1, 1, 1, 0, 0, 0}, theta);
    }

    @Test
    void aSparseMatrixHasItsConnectionsAndItsRadius() {
        int n = 40;
        var w = fill(Initializers.sparse(0.1, 0.9), n, n);
        var places = new HashSet<Integer>();
        boolean positive = false;
        boolean negative = false;
        for (int row = 0; row < n; row++) {
            int connections = 0;
            for (int i = 0; i < n; i++) {
                float x = w[row * n + i];
                if (x != 0) {
                    connections++;
                    places.add(i);
                }
                positive |= x > 0;
                negative |= x < 0;
            }
            assertEquals(4, connections);
        }
        assertTrue(positive && negative, "one sign only");
        assertTrue(places.size() > n / 2, "few columns are connected: " + places.size());
        assertEquals(0.9, SpectralRadius.of(SparseMatrix.of(w, 0, n, n)), 1e-4);
        assertTrue(places.contains(0) && places.contains(n - 1), "an end is never connected");
        // A connection a row, and a radius that has to grow.
        var few = fill(Initializers.sparse(0.001, 5), 3, 3);
        assertEquals(3, nonZero(few));
        assertEquals(5, SpectralRadius.of(SparseMatrix.of(few, 0, 3, 3)), 1e-4);
    }

    private static int nonZero(float[] numbers) {
        int count = 0;
        for (float x : numbers) {
            count += x == 0 ? 0 : 1;
        }
        return count;
    }

    @Test
    void aStreamIsAFunctionOfSeedAndName() {
        var sparse = Initializers.sparse(0.5, 1);
        for (var start :
                List.of(
                        Initializers.normal(1),
                        Initializers.uniform(),
                        Initializers.within(1),
                        Initializers.glorot(1),
                        Initializers.glorotByInput(1),
                        Initializers.orthogonal(1),
                        sparse)) {
            var first = fill(start, "w", 3, 4, 4);
            assertArrayEquals(first, fill(start, "w", 3, 4, 4));
            if (start != sparse) {
                assertEquals(16, nonZero(first), "an element has no start");
            }
            assertTrue(!Arrays.equals(first, fill(start, "w", 4, 4, 4)), "the seed has no effect");
            assertTrue(!Arrays.equals(first, fill(start, "v", 3, 4, 4)), "the name has no effect");
        }
    }
}
