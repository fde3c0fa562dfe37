package unroll.math;

import static unroll.math.Kernels.PANEL;
import static unroll.math.Kernels.STRIP;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the product: rows by two vectors, all accumulators in local variables, k
 * innermost; c is added to. Written out, since only local variables stay in registers; and once for
 * either way that the left side lies: where its step along k is no constant, each of its elements
 * is checked for its range, which costs a tenth of the speed or more.
 */
final class VectorTiles {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();

    private VectorTiles() {}

    /** Eight rows by two vectors of c, the left side as it lies. */
    static void eight(
            int k, float[] a, int aAt, int lda, float[] b, int bAt, float[] c, int cAt, int ldc) {
        FloatVector l0 = FloatVector.fromArray(S, c, cAt);
        FloatVector r0 = FloatVector.fromArray(S, c, cAt + LANES);
        FloatVector l1 = FloatVector.fromArray(S, c, cAt + ldc);
        FloatVector r1 = FloatVector.fromArray(S, c, cAt + ldc + LANES);
        FloatVector l2 = FloatVector.fromArray(S, c, cAt + 2 * ldc);
        FloatVector r2 = FloatVector.fromArray(S, c, cAt + 2 * ldc + LANES);
        FloatVector l3 = FloatVector.fromArray(S, c, cAt + 3 * ldc);
        FloatVector r3 = FloatVector.fromArray(S, c, cAt + 3 * ldc + LANES);
        FloatVector l4 = FloatVector.fromArray(S, c, cAt + 4 * ldc);
        FloatVector r4 = FloatVector.fromArray(S, c, cAt + 4 * ldc + LANES);
        FloatVector l5 = FloatVector.fromArray(S, c, cAt + 5 * ldc);
        FloatVector r5 = FloatVector.fromArray(S, c, cAt + 5 * ldc + LANES);
        FloatVector l6 = FloatVector.fromArray(S, c, cAt + 6 * ldc);
        FloatVector r6 = FloatVector.fromArray(S, c, cAt + 6 * ldc + LANES);
        FloatVector l7 = FloatVector.fromArray(S, c, cAt + 7 * ldc);
        FloatVector r7 = FloatVector.fromArray(S, c, cAt + 7 * ldc + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector bl = FloatVector.fromArray(S, b, bAt + p * PANEL);
            FloatVector br = FloatVector.fromArray(S, b, bAt + p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(S, a[aAt + p]);
            l0 = a0.fma(bl, l0);
            r0 = a0.fma(br, r0);
            FloatVector a1 = FloatVector.broadcast(S, a[aAt + lda + p]);
            l1 = a1.fma(bl, l1);
            r1 = a1.fma(br, r1);
            FloatVector a2 = FloatVector.broadcast(S, a[aAt + 2 * lda + p]);
            l2 = a2.fma(bl, l2);
            r2 = a2.fma(br, r2);
            FloatVector a3 = FloatVector.broadcast(S, a[aAt + 3 * lda + p]);
            l3 = a3.fma(bl, l3);
            r3 = a3.fma(br, r3);
            FloatVector a4 = FloatVector.broadcast(S, a[aAt + 4 * lda + p]);
            l4 = a4.fma(bl, l4);
            r4 = a4.fma(br, r4);
            FloatVector a5 = FloatVector.broadcast(S, a[aAt + 5 * lda + p]);
            l5 = a5.fma(bl, l5);
            r5 = a5.fma(br, r5);
            FloatVector a6 = FloatVector.broadcast(S, a[aAt + 6 * lda + p]);
            l6 = a6.fma(bl, l6);
            r6 = a6.fma(br, r6);
            FloatVector a7 = FloatVector.broadcast(S, a[aAt + 7 * lda + p]);
            l7 = a7.fma(bl, l7);
            r7 = a7.fma(br, r7);
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
        l1.intoArray(c, cAt + ldc);
        r1.intoArray(c, cAt + ldc + LANES);
        l2.intoArray(c, cAt + 2 * ldc);
        r2.intoArray(c, cAt + 2 * ldc + LANES);
        l3.intoArray(c, cAt + 3 * ldc);
        r3.intoArray(c, cAt + 3 * ldc + LANES);
        l4.intoArray(c, cAt + 4 * ldc);
        r4.intoArray(c, cAt + 4 * ldc + LANES);
        l5.intoArray(c, cAt + 5 * ldc);
        r5.intoArray(c, cAt + 5 * ldc + LANES);
        l6.intoArray(c, cAt + 6 * ldc);
        r6.intoArray(c, cAt + 6 * ldc + LANES);
        l7.intoArray(c, cAt + 7 * ldc);
        r7.intoArray(c, cAt + 7 * ldc + LANES);
    }

    /** Four rows by two vectors of c, the left side as it lies. */
    static void four(
            int k, float[] a, int aAt, int lda, float[] b, int bAt, float[] c, int cAt, int ldc) {
        FloatVector l0 = FloatVector.fromArray(S, c, cAt);
        FloatVector r0 = FloatVector.fromArray(S, c, cAt + LANES);
        FloatVector l1 = FloatVector.fromArray(S, c, cAt + ldc);
        FloatVector r1 = FloatVector.fromArray(S, c, cAt + ldc + LANES);
        FloatVector l2 = FloatVector.fromArray(S, c, cAt + 2 * ldc);
        FloatVector r2 = FloatVector.fromArray(S, c, cAt + 2 * ldc + LANES);
        FloatVector l3 = FloatVector.fromArray(S, c, cAt + 3 * ldc);
        FloatVector r3 = FloatVector.fromArray(S, c, cAt + 3 * ldc + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector bl = FloatVector.fromArray(S, b, bAt + p * PANEL);
            FloatVector br = FloatVector.fromArray(S, b, bAt + p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(S, a[aAt + p]);
            l0 = a0.fma(bl, l0);
            r0 = a0.fma(br, r0);
            FloatVector a1 = FloatVector.broadcast(S, a[aAt + lda + p]);
            l1 = a1.fma(bl, l1);
            r1 = a1.fma(br, r1);
            FloatVector a2 = FloatVector.broadcast(S, a[aAt + 2 * lda + p]);
            l2 = a2.fma(bl, l2);
            r2 = a2.fma(br, r2);
            FloatVector a3 = FloatVector.broadcast(S, a[aAt + 3 * lda + p]);
            l3 = a3.fma(bl, l3);
            r3 = a3.fma(br, r3);
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
        l1.intoArray(c, cAt + ldc);
        r1.intoArray(c, cAt + ldc + LANES);
        l2.intoArray(c, cAt + 2 * ldc);
        r2.intoArray(c, cAt + 2 * ldc + LANES);
        l3.intoArray(c, cAt + 3 * ldc);
        r3.intoArray(c, cAt + 3 * ldc + LANES);
    }

    /** One row by two vectors of c, the left side as it lies. */
    static void one(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        FloatVector l0 = FloatVector.fromArray(S, c, cAt);
        FloatVector r0 = FloatVector.fromArray(S, c, cAt + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector bl = FloatVector.fromArray(S, b, bAt + p * PANEL);
            FloatVector br = FloatVector.fromArray(S, b, bAt + p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(S, a[aAt + p]);
            l0 = a0.fma(bl, l0);
            r0 = a0.fma(br, r0);
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
    }

    /** Eight rows by two vectors of c, from eight columns of a strip, c in its panel. */
    static void eightPacked(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        FloatVector l0 = FloatVector.fromArray(S, c, cAt);
        FloatVector r0 = FloatVector.fromArray(S, c, cAt + LANES);
        FloatVector l1 = FloatVector.fromArray(S, c, cAt + PANEL);
        FloatVector r1 = FloatVector.fromArray(S, c, cAt + PANEL + LANES);
        FloatVector l2 = FloatVector.fromArray(S, c, cAt + 2 * PANEL);
        FloatVector r2 = FloatVector.fromArray(S, c, cAt + 2 * PANEL + LANES);
        FloatVector l3 = FloatVector.fromArray(S, c, cAt + 3 * PANEL);
        FloatVector r3 = FloatVector.fromArray(S, c, cAt + 3 * PANEL + LANES);
        FloatVector l4 = FloatVector.fromArray(S, c, cAt + 4 * PANEL);
        FloatVector r4 = FloatVector.fromArray(S, c, cAt + 4 * PANEL + LANES);
        FloatVector l5 = FloatVector.fromArray(S, c, cAt + 5 * PANEL);
        FloatVector r5 = FloatVector.fromArray(S, c, cAt + 5 * PANEL + LANES);
        FloatVector l6 = FloatVector.fromArray(S, c, cAt + 6 * PANEL);
        FloatVector r6 = FloatVector.fromArray(S, c, cAt + 6 * PANEL + LANES);
        FloatVector l7 = FloatVector.fromArray(S, c, cAt + 7 * PANEL);
        FloatVector r7 = FloatVector.fromArray(S, c, cAt + 7 * PANEL + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector bl = FloatVector.fromArray(S, b, bAt + p * PANEL);
            FloatVector br = FloatVector.fromArray(S, b, bAt + p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(S, a[aAt + p * STRIP]);
            l0 = a0.fma(bl, l0);
            r0 = a0.fma(br, r0);
            FloatVector a1 = FloatVector.broadcast(S, a[aAt + p * STRIP + 1]);
            l1 = a1.fma(bl, l1);
            r1 = a1.fma(br, r1);
            FloatVector a2 = FloatVector.broadcast(S, a[aAt + p * STRIP + 2]);
            l2 = a2.fma(bl, l2);
            r2 = a2.fma(br, r2);
            FloatVector a3 = FloatVector.broadcast(S, a[aAt + p * STRIP + 3]);
            l3 = a3.fma(bl, l3);
            r3 = a3.fma(br, r3);
            FloatVector a4 = FloatVector.broadcast(S, a[aAt + p * STRIP + 4]);
            l4 = a4.fma(bl, l4);
            r4 = a4.fma(br, r4);
            FloatVector a5 = FloatVector.broadcast(S, a[aAt + p * STRIP + 5]);
            l5 = a5.fma(bl, l5);
            r5 = a5.fma(br, r5);
            FloatVector a6 = FloatVector.broadcast(S, a[aAt + p * STRIP + 6]);
            l6 = a6.fma(bl, l6);
            r6 = a6.fma(br, r6);
            FloatVector a7 = FloatVector.broadcast(S, a[aAt + p * STRIP + 7]);
            l7 = a7.fma(bl, l7);
            r7 = a7.fma(br, r7);
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
        l1.intoArray(c, cAt + PANEL);
        r1.intoArray(c, cAt + PANEL + LANES);
        l2.intoArray(c, cAt + 2 * PANEL);
        r2.intoArray(c, cAt + 2 * PANEL + LANES);
        l3.intoArray(c, cAt + 3 * PANEL);
        r3.intoArray(c, cAt + 3 * PANEL + LANES);
        l4.intoArray(c, cAt + 4 * PANEL);
        r4.intoArray(c, cAt + 4 * PANEL + LANES);
        l5.intoArray(c, cAt + 5 * PANEL);
        r5.intoArray(c, cAt + 5 * PANEL + LANES);
        l6.intoArray(c, cAt + 6 * PANEL);
        r6.intoArray(c, cAt + 6 * PANEL + LANES);
        l7.intoArray(c, cAt + 7 * PANEL);
        r7.intoArray(c, cAt + 7 * PANEL + LANES);
    }

    /** Four rows by two vectors of c, from four columns of a strip, c in its panel. */
    static void fourPacked(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
        FloatVector l0 = FloatVector.fromArray(S, c, cAt);
        FloatVector r0 = FloatVector.fromArray(S, c, cAt + LANES);
        FloatVector l1 = FloatVector.fromArray(S, c, cAt + PANEL);
        FloatVector r1 = FloatVector.fromArray(S, c, cAt + PANEL + LANES);
        FloatVector l2 = FloatVector.fromArray(S, c, cAt + 2 * PANEL);
        FloatVector r2 = FloatVector.fromArray(S, c, cAt + 2 * PANEL + LANES);
        FloatVector l3 = FloatVector.fromArray(S, c, cAt + 3 * PANEL);
        FloatVector r3 = FloatVector.fromArray(S, c, cAt + 3 * PANEL + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector bl = FloatVector.fromArray(S, b, bAt + p * PANEL);
            FloatVector br = FloatVector.fromArray(S, b, bAt + p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(S, a[aAt + p * STRIP]);
            l0 = a0.fma(bl, l0);
            r0 = a0.fma(br, r0);
            FloatVector a1 = FloatVector.broadcast(S, a[aAt + p * STRIP + 1]);
            l1 = a1.fma(bl, l1);
            r1 = a1.fma(br, r1);
            FloatVector a2 = FloatVector.broadcast(S, a[aAt + p * STRIP + 2]);
            l2 = a2.fma(bl, l2);
            r2 = a2.fma(br, r2);
            FloatVector a3 = FloatVector.broadcast(S, a[aAt + p * STRIP + 3]);
            l3 = a3.fma(bl, l3);
            r3 = a3.fma(br, r3);
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
        l1.intoArray(c, cAt + PANEL);
        r1.intoArray(c, cAt + PANEL + LANES);
        l2.intoArray(c, cAt + 2 * PANEL);
        r2.intoArray(c, cAt + 2 * PANEL + LANES);
        l3.intoArray(c, cAt + 3 * PANEL);
        r3.intoArray(c, cAt + 3 * PANEL + LANES);
    }
}
