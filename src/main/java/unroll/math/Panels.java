package unroll.math;

import static unroll.math.Kernels.PANEL;

import java.util.Arrays;

/**
 * Packs the right side of a product: panels of {@link Kernels#PANEL} columns, each [k][PANEL],
 * zeros past n.
 */
public final class Panels {
    private Panels() {}

    /** Returns the panels that {@code n} columns take. */
    public static int count(int n) {
        return (n + PANEL - 1) / PANEL;
    }

    /** Returns the floats that a packed [k, n] matrix takes. */
    public static int size(int k, int n) {
        return Math.multiplyExact(Math.multiplyExact(count(n), PANEL), k);
    }

    /** Packs b [k, n], which lies with {@code ldb} floats from row to row. */
    public static void pack(
            int k, int n, float[] b, int bAt, int ldb, float[] packed, int packedAt) {
        for (int j = 0, at = packedAt; j < n; j += PANEL, at += k * PANEL) {
            int width = Math.min(PANEL, n - j);
            for (int row = 0; row < k; row++) {
                int to = at + row * PANEL;
                System.arraycopy(b, bAt + row * ldb + j, packed, to, width);
                Arrays.fill(packed, to + width, to + PANEL, 0);
            }
        }
    }

    /** Packs bᵀ [k, n] of b [n, k] with {@code ldb} floats from row to row. */
    public static void packTransposed(
            int k, int n, float[] b, int bAt, int ldb, float[] packed, int packedAt) {
        for (int j = 0, at = packedAt; j < n; j += PANEL, at += k * PANEL) {
            int width = Math.min(PANEL, n - j);
            if (width < PANEL) {
                Arrays.fill(packed, at, at + k * PANEL, 0);
            }
            for (int column = 0; column < width; column++) {
                int from = bAt + (j + column) * ldb;
                for (int row = 0; row < k; row++) {
                    packed[at + row * PANEL + column] = b[from + row];
                }
            }
        }
    }
}
