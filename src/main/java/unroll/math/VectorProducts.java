package unroll.math;

import static unroll.math.Kernels.PANEL;
import static unroll.math.Kernels.STRIP;
import static unroll.math.Kernels.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix products of {@link VectorKernels}. Register tiles: eight rows by two vectors (four by
 * two with only sixteen registers), all accumulators in local variables, k innermost.
 */
final class VectorProducts {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();

    /** AVX2 has sixteen registers; AVX-512 and NEON have thirty-two. */
    private static final int ROWS = LANES == 8 ? 4 : TILE;

    /** Rows of the left side that stay in the cache while all panels pass. */
    private static final int ROW_BLOCK = 64;

    /**
     * The same for a right side that no cache holds: reading it takes longer than multiplying few
     * rows by it.
     */
    private static final int LARGE_ROW_BLOCK = 256;

    /** The most elements of a right side that the cache holds. */
    private static final int CACHED = 512 * 1024;

    /** Rows of a panel that stay in the first-level cache. */
    private static final int DEPTH = 256;

    private VectorProducts() {}

    static void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int ldc,
            boolean accumulate) {
        int whole = n / PANEL * PANEL;
        int block = (long) n * k > CACHED ? LARGE_ROW_BLOCK : ROW_BLOCK;
        for (int i = 0; i < m; i += block) {
            int rows = Math.min(block, m - i);
            // Tiles only add: it takes less time to clear first than to let each of them choose.
            for (int row = i; row < i + rows && !accumulate; row++) {
                int at = cAt + row * ldc;
                Arrays.fill(c, at, at + whole, 0);
            }
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                for (int j = 0; j < whole; j += PANEL) {
                    panel(
                            rows,
                            depth,
                            a,
                            aAt + i * lda + p,
                            lda,
                            b,
                            bAt + j * k + p * PANEL,
                            c,
                            cAt + i * ldc + j,
                            ldc);
                }
            }
        }
        if (whole < n) {
            edge(m, n - whole, k, a, aAt, lda, b, bAt + whole * k, c, cAt + whole, ldc, accumulate);
        }
    }

    /**
     * Computes the last panel if it is not full, through a separate row, since c ends before the
     * panel does.
     */
    private static void edge(
            int m,
            int width,
            int k,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int ldc,
            boolean accumulate) {
        var tile = new float[TILE * PANEL];
        for (int i = 0; i < m; i += TILE) {
            int rows = Math.min(TILE, m - i);
            Arrays.fill(tile, 0);
            for (int r = 0; accumulate && r < rows; r++) {
                System.arraycopy(c, cAt + (i + r) * ldc, tile, r * PANEL, width);
            }
            panel(rows, k, a, aAt + i * lda, lda, b, bAt, tile, 0, PANEL);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(tile, r * PANEL, c, cAt + (i + r) * ldc, width);
            }
        }
    }

    private static void panel(
            int m,
            int k,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int ldc) {
        for (int j = 0; j < PANEL; j += 2 * LANES) {
            int i = 0;
            if (ROWS == TILE) {
                for (; i + 8 <= m; i += 8) {
                    VectorTiles.eight(
                            k, a, aAt + i * lda, lda, b, bAt + j, c, cAt + i * ldc + j, ldc);
                }
            }
            for (; i + 4 <= m; i += 4) {
                VectorTiles.four(k, a, aAt + i * lda, lda, b, bAt + j, c, cAt + i * ldc + j, ldc);
            }
            for (; i < m; i++) {
                VectorTiles.one(k, a, aAt + i * lda, b, bAt + j, c, cAt + i * ldc + j);
            }
        }
    }

    static void multiplyPacked(
            int tiles, int panels, int k, int stride, float[] a, float[] b, float[] c, int at) {
        for (int panel = 0; panel < panels; panel++) {
            for (int tile = 0; tile < tiles; tile++) {
                int column = tile * TILE;
                int aAt = column / STRIP * stride * STRIP + column % STRIP;
                int bAt = panel * stride * PANEL;
                int cAt = at + (panel * tiles * TILE + column) * PANEL;
                for (int j = 0; j < PANEL; j += 2 * LANES) {
                    for (int i = 0; i < TILE; i += ROWS) {
                        if (ROWS == TILE) {
                            VectorTiles.eightPacked(k, a, aAt, b, bAt + j, c, cAt + j);
                        } else {
                            VectorTiles.fourPacked(
                                    k, a, aAt + i, b, bAt + j, c, cAt + i * PANEL + j);
                        }
                    }
                }
            }
        }
    }

    static long multiplyAdds(int rounds, float[] sink) {
        FloatVector factor = FloatVector.broadcast(S, sink[0]);
        FloatVector v0 = FloatVector.broadcast(S, 1f);
        FloatVector v1 = FloatVector.broadcast(S, 2f);
        FloatVector v2 = FloatVector.broadcast(S, 3f);
        FloatVector v3 = FloatVector.broadcast(S, 4f);
        FloatVector v4 = FloatVector.broadcast(S, 5f);
        FloatVector v5 = FloatVector.broadcast(S, 6f);
        FloatVector v6 = FloatVector.broadcast(S, 7f);
        FloatVector v7 = FloatVector.broadcast(S, 8f);
        FloatVector v8 = FloatVector.broadcast(S, 9f);
        FloatVector v9 = FloatVector.broadcast(S, 10f);
        FloatVector v10 = FloatVector.broadcast(S, 11f);
        FloatVector v11 = FloatVector.broadcast(S, 12f);
        for (int i = 0; i < rounds; i++) {
            v0 = v0.fma(factor, factor);
            v1 = v1.fma(factor, factor);
            v2 = v2.fma(factor, factor);
            v3 = v3.fma(factor, factor);
            v4 = v4.fma(factor, factor);
            v5 = v5.fma(factor, factor);
            v6 = v6.fma(factor, factor);
            v7 = v7.fma(factor, factor);
            v8 = v8.fma(factor, factor);
            v9 = v9.fma(factor, factor);
            v10 = v10.fma(factor, factor);
            v11 = v11.fma(factor, factor);
        }
        v0 = v0.add(v1);
        v0 = v0.add(v2);
        v0 = v0.add(v3);
        v0 = v0.add(v4);
        v0 = v0.add(v5);
        v0 = v0.add(v6);
        v0 = v0.add(v7);
        v0 = v0.add(v8);
        v0 = v0.add(v9);
        v0 = v0.add(v10);
        v0 = v0.add(v11);
        sink[1] = v0.lane(0);
        return 12L * LANES * rounds;
    }
}
