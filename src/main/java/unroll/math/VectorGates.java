package unroll.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The SIMD twin of {@link ScalarGates}: a vector at a time. */
abstract class VectorGates implements GateKernels {
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    static final int LANES = S.length();
    static final ScalarKernels SCALAR = new ScalarKernels();

    static FloatVector constant(float value) {
        return FloatVector.broadcast(S, value);
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

    /** Two vectors at a time, as in {@link VectorKernels#tanh}. */
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
}
