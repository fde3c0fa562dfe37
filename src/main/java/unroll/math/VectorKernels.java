package unroll.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The SIMD twin of {@link ScalarKernels}: loops over contiguous elements, a vector at a time.
 * Products lie in {@link VectorProducts}, optimiser steps in {@link VectorSteps}, sums in
 * logarithms in {@link VectorLogSpace}.
 */
public final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
    private static final ScalarKernels SCALAR = new ScalarKernels();

    @Override
    public String description() {
        return "SIMD, " + S.vectorBitSize() + " bits";
    }

    @Override
    public void multiply(
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
        VectorProducts.multiply(m, n, k, a, aAt, lda, b, bAt, c, cAt, ldc, accumulate);
    }

    @Override
    public void multiplyPacked(
            int tiles, int panels, int k, int stride, float[] a, float[] b, float[] c) {
        VectorProducts.multiplyPacked(tiles, panels, k, stride, a, b, c);
    }

    @Override
    public long multiplyAdds(int rounds, float[] sink) {
        return VectorProducts.multiplyAdds(rounds, sink);
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(S, value);
    }

    @Override
    public void sigmoid(float[] x, int at, int count) {
        scaledTanh(0.5f, x, at, 0.5f, 0.5f, x, at, count);
    }

    @Override
    public void exp(float shift, float[] x, int at, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, at + i).sub(constant(shift));
            v = v.min(constant(Functions.EXP_HIGHEST)).max(constant(Functions.EXP_LOWEST));
            FloatVector t = v.fma(constant(Functions.LOG2_E), constant(Functions.ROUNDING));
            FloatVector n = t.sub(constant(Functions.ROUNDING));
            FloatVector r = n.fma(constant(Functions.LN2_HIGH), v);
            r = n.fma(constant(Functions.LN2_LOW), r);
            FloatVector p = constant(Functions.E6).fma(r, constant(Functions.E5));
            p = p.fma(r, constant(Functions.E4));
            p = p.fma(r, constant(Functions.E3));
            p = p.fma(r, constant(Functions.E2));
            p = p.fma(r, constant(Functions.E1));
            p = p.fma(r.mul(r), r.add(constant(1f)));
            FloatVector scale =
                    t.reinterpretAsInts()
                            .lanewise(VectorOperators.LSHL, Functions.EXPONENT_AT)
                            .add(Functions.ONE_BITS)
                            .reinterpretAsFloats();
            p.mul(scale).intoArray(y, yAt + i);
        }
        SCALAR.exp(shift, x, at + i, y, yAt + i, count - i);
    }

    @Override
    public void tanh(float[] x, int at, float[] y, int yAt, int count) {
        scaledTanh(1f, x, at, 1f, -0f, y, yAt, count);
    }

    /**
     * {@code y = height * tanh(slope * x) + shift}. Two vectors at a time, written out: a method of
     * this length is compiled alone. Where the compiler inlines several such loops into a caller,
     * it runs out of room and the later ones allocate their vectors.
     */
    private static void scaledTanh(
            float slope,
            float[] x,
            int at,
            float height,
            float shift,
            float[] y,
            int yAt,
            int count) {
        int i = 0;
        for (; i + 2 * LANES <= count; i += 2 * LANES) {
            FloatVector v = FloatVector.fromArray(S, x, at + i).mul(slope);
            FloatVector w = FloatVector.fromArray(S, x, at + i + LANES).mul(slope);
            v = v.min(Functions.TANH_LIMIT).max(-Functions.TANH_LIMIT);
            w = w.min(Functions.TANH_LIMIT).max(-Functions.TANH_LIMIT);
            FloatVector u = v.mul(v);
            FloatVector p = constant(Functions.P4).fma(u, constant(Functions.P3));
            FloatVector q = constant(Functions.Q4).fma(u, constant(Functions.Q3));
            p = p.fma(u, constant(Functions.P2));
            q = q.fma(u, constant(Functions.Q2));
            p = p.fma(u, constant(Functions.P1));
            q = q.fma(u, constant(Functions.Q1));
            p = p.fma(u, constant(1f));
            q = q.fma(u, constant(1f));
            v = v.mul(p).div(q);
            u = w.mul(w);
            p = constant(Functions.P4).fma(u, constant(Functions.P3));
            q = constant(Functions.Q4).fma(u, constant(Functions.Q3));
            p = p.fma(u, constant(Functions.P2));
            q = q.fma(u, constant(Functions.Q2));
            p = p.fma(u, constant(Functions.P1));
            q = q.fma(u, constant(Functions.Q1));
            p = p.fma(u, constant(1f));
            q = q.fma(u, constant(1f));
            w = w.mul(p).div(q);
            v.fma(constant(height), constant(shift)).intoArray(y, yAt + i);
            w.fma(constant(height), constant(shift)).intoArray(y, yAt + i + LANES);
        }
        for (; i < count; i++) {
            y[yAt + i] = Math.fma(Functions.tanh(slope * x[at + i]), height, shift);
        }
    }

    @Override
    public void add(float[] x, int at, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector.fromArray(S, y, yAt + i)
                    .add(FloatVector.fromArray(S, x, at + i))
                    .intoArray(y, yAt + i);
        }
        SCALAR.add(x, at + i, y, yAt + i, count - i);
    }

    /**
     * Short rows, which are not worth a copy each, by columns of vectors. Long ones so would go
     * many times through rows whose lines share a place in the cache.
     */
    @Override
    public void copyRows(
            int rows, int columns, float[] x, int at, int ldx, float[] y, int yAt, int ldy) {
        int column = 0;
        for (; columns <= PANEL && column + LANES <= columns; column += LANES) {
            for (int i = 0; i < rows; i++) {
                FloatVector.fromArray(S, x, at + i * ldx + column)
                        .intoArray(y, yAt + i * ldy + column);
            }
        }
        if (column < columns) {
            SCALAR.copyRows(rows, columns - column, x, at + column, ldx, y, yAt + column, ldy);
        }
    }

    @Override
    public void addScaled(float factor, float[] x, int at, float[] y, int yAt, int count) {
        FloatVector factors = constant(factor);
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector.fromArray(S, x, at + i)
                    .fma(factors, FloatVector.fromArray(S, y, yAt + i))
                    .intoArray(y, yAt + i);
        }
        SCALAR.addScaled(factor, x, at + i, y, yAt + i, count - i);
    }

    /** Four vectors of four, which every machine has, so that there are always sixteen sums. */
    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int count) {
        FloatVector v0 = FloatVector.zero(FOUR);
        FloatVector v1 = v0;
        FloatVector v2 = v0;
        FloatVector v3 = v0;
        int i = 0;
        for (; i + 16 <= count; i += 16) {
            int x = aAt + i;
            int y = bAt + i;
            v0 = four(a, x).fma(four(b, y), v0);
            v1 = four(a, x + 4).fma(four(b, y + 4), v1);
            v2 = four(a, x + 8).fma(four(b, y + 8), v2);
            v3 = four(a, x + 12).fma(four(b, y + 12), v3);
        }
        FloatVector folded = v0.add(v1).add(v2.add(v3));
        float sum = (folded.lane(0) + folded.lane(1)) + (folded.lane(2) + folded.lane(3));
        for (; i < count; i++) {
            sum = Math.fma(a[aAt + i], b[bAt + i], sum);
        }
        return sum;
    }

    private static FloatVector four(float[] x, int at) {
        return FloatVector.fromArray(FOUR, x, at);
    }

    @Override
    public void product(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            va.mul(vb).intoArray(y, yAt + i);
        }
        SCALAR.product(a, aAt + i, b, bAt + i, y, yAt + i, count - i);
    }

    @Override
    public void productSum(
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            float[] d,
            int dAt,
            float[] y,
            int yAt,
            int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector vc = FloatVector.fromArray(S, c, cAt + i);
            FloatVector vd = FloatVector.fromArray(S, d, dAt + i);
            va.mul(vb).add(vc.mul(vd)).intoArray(y, yAt + i);
        }
        SCALAR.productSum(a, aAt + i, b, bAt + i, c, cAt + i, d, dAt + i, y, yAt + i, count - i);
    }

    @Override
    public void dSigmoid(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            va.mul(vb).mul(vy.mul(constant(1f).sub(vy))).intoArray(y, yAt + i);
        }
        SCALAR.dSigmoid(a, aAt + i, b, bAt + i, y, yAt + i, count - i);
    }

    @Override
    public void dOutput(
            float[] d,
            int dAt,
            float[] t,
            int tAt,
            float[] o,
            int oAt,
            float[] dc,
            int dcAt,
            int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector vd = FloatVector.fromArray(S, d, dAt + i);
            FloatVector vt = FloatVector.fromArray(S, t, tAt + i);
            FloatVector vo = FloatVector.fromArray(S, o, oAt + i);
            FloatVector vc = FloatVector.fromArray(S, dc, dcAt + i);
            vc.add(vd.mul(vo).mul(constant(1f).sub(vt.mul(vt)))).intoArray(dc, dcAt + i);
            vd.mul(vt).mul(vo.mul(constant(1f).sub(vo))).intoArray(o, oAt + i);
        }
        SCALAR.dOutput(d, dAt + i, t, tAt + i, o, oAt + i, dc, dcAt + i, count - i);
    }

    /** Two vectors at a time, as in {@link #scaledTanh}. */
    @Override
    public void dProductSum(
            float[] d,
            int dAt,
            float[] c,
            int cAt,
            float[] f,
            int fAt,
            float[] i,
            int iAt,
            float[] g,
            int gAt,
            int count) {
        int at = 0;
        for (; at + 2 * LANES <= count; at += 2 * LANES) {
            FloatVector d0 = FloatVector.fromArray(S, d, dAt + at);
            FloatVector c0 = FloatVector.fromArray(S, c, cAt + at);
            FloatVector f0 = FloatVector.fromArray(S, f, fAt + at);
            FloatVector i0 = FloatVector.fromArray(S, i, iAt + at);
            FloatVector g0 = FloatVector.fromArray(S, g, gAt + at);
            d0.mul(c0).mul(f0.mul(constant(1f).sub(f0))).intoArray(f, fAt + at);
            d0.mul(g0).mul(i0.mul(constant(1f).sub(i0))).intoArray(i, iAt + at);
            d0.mul(i0).mul(constant(1f).sub(g0.mul(g0))).intoArray(g, gAt + at);
            d0.mul(f0).intoArray(d, dAt + at);
            FloatVector d1 = FloatVector.fromArray(S, d, dAt + at + LANES);
            FloatVector c1 = FloatVector.fromArray(S, c, cAt + at + LANES);
            FloatVector f1 = FloatVector.fromArray(S, f, fAt + at + LANES);
            FloatVector i1 = FloatVector.fromArray(S, i, iAt + at + LANES);
            FloatVector g1 = FloatVector.fromArray(S, g, gAt + at + LANES);
            d1.mul(c1).mul(f1.mul(constant(1f).sub(f1))).intoArray(f, fAt + at + LANES);
            d1.mul(g1).mul(i1.mul(constant(1f).sub(i1))).intoArray(i, iAt + at + LANES);
            d1.mul(i1).mul(constant(1f).sub(g1.mul(g1))).intoArray(g, gAt + at + LANES);
            d1.mul(f1).intoArray(d, dAt + at + LANES);
        }
        SCALAR.dProductSum(
                d, dAt + at, c, cAt + at, f, fAt + at, i, iAt + at, g, gAt + at, count - at);
    }

    @Override
    public void addProduct(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector.fromArray(S, y, yAt + i).add(va.mul(vb)).intoArray(y, yAt + i);
        }
        SCALAR.addProduct(a, aAt + i, b, bAt + i, y, yAt + i, count - i);
    }

    @Override
    public void blend(
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            float[] y,
            int yAt,
            int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector vc = FloatVector.fromArray(S, c, cAt + i);
            vb.add(va.mul(vc.sub(vb))).intoArray(y, yAt + i);
        }
        SCALAR.blend(a, aAt + i, b, bAt + i, c, cAt + i, y, yAt + i, count - i);
    }

    @Override
    public void dBlend(
            float[] d,
            int dAt,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            float[] db,
            int dbAt,
            float[] dc,
            int dcAt,
            int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector vd = FloatVector.fromArray(S, d, dAt + i);
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector vc = FloatVector.fromArray(S, c, cAt + i);
            FloatVector rest = constant(1f).sub(va);
            vd.mul(vc.sub(vb)).mul(va.mul(rest)).intoArray(a, aAt + i);
            vd.mul(rest).intoArray(db, dbAt + i);
            vd.mul(va).intoArray(dc, dcAt + i);
        }
        SCALAR.dBlend(
                d, dAt + i, a, aAt + i, b, bAt + i, c, cAt + i, db, dbAt + i, dc, dcAt + i,
                count - i);
    }

    @Override
    public void share(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            va.div(va.add(vb)).intoArray(y, yAt + i);
        }
        SCALAR.share(a, aAt + i, b, bAt + i, y, yAt + i, count - i);
    }

    @Override
    public void productWithRest(float scale, float[] a, int aAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            va.mul(scale).mul(constant(1f).sub(vy)).intoArray(y, yAt + i);
        }
        SCALAR.productWithRest(scale, a, aAt + i, y, yAt + i, count - i);
    }

    @Override
    public void dTanh(float[] a, int aAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            va.mul(constant(1f).sub(vy.mul(vy))).intoArray(y, yAt + i);
        }
        SCALAR.dTanh(a, aAt + i, y, yAt + i, count - i);
    }

    @Override
    public void relu(float[] x, int at, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector.fromArray(S, x, at + i).max(0f).intoArray(x, at + i);
        }
        SCALAR.relu(x, at + i, count - i);
    }

    @Override
    public void dRelu(float[] a, int aAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            FloatVector.zero(S).blend(va, vy.compare(VectorOperators.GT, 0f)).intoArray(y, yAt + i);
        }
        SCALAR.dRelu(a, aAt + i, y, yAt + i, count - i);
    }

    @Override
    public void exp(double[] x, int at, int count) {
        VectorLogSpace.exp(x, at, count);
    }

    @Override
    public void sumWays(
            double[] x,
            int xAt,
            double[] gate,
            double[] plus,
            int first,
            double[] y,
            int yAt,
            int count,
            double[] work) {
        VectorLogSpace.sumWays(x, xAt, gate, plus, first, y, yAt, count, work);
    }

    @Override
    public void adam(
            AdamStep step,
            float[] theta,
            float[] gradient,
            float[] mean,
            float[] square,
            int at,
            int count) {
        VectorSteps.adam(step, theta, gradient, mean, square, at, count);
    }
}
