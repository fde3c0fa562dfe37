package unroll.math;

/** The plain Java loops of {@link GateKernels}. */
abstract class ScalarGates implements GateKernels {
    @Override
    public void product(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i];
        }
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
        for (int i = 0; i < count; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i] + c[cAt + i] * d[dAt + i];
        }
    }

    @Override
    public void dSigmoid(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i] * (y[yAt + i] * (1 - y[yAt + i]));
        }
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
        for (int i = 0; i < count; i++) {
            float gradient = d[dAt + i];
            float tanh = t[tAt + i];
            float gate = o[oAt + i];
            dc[dcAt + i] = dc[dcAt + i] + gradient * gate * (1 - tanh * tanh);
            o[oAt + i] = gradient * tanh * (gate * (1 - gate));
        }
    }

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
        for (int at = 0; at < count; at++) {
            float gradient = d[dAt + at];
            float forget = f[fAt + at];
            float gate = i[iAt + at];
            float candidate = g[gAt + at];
            f[fAt + at] = gradient * c[cAt + at] * (forget * (1 - forget));
            i[iAt + at] = gradient * candidate * (gate * (1 - gate));
            g[gAt + at] = gradient * gate * (1 - candidate * candidate);
            d[dAt + at] = gradient * forget;
        }
    }

    @Override
    public void addProduct(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = y[yAt + i] + a[aAt + i] * b[bAt + i];
        }
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
        for (int i = 0; i < count; i++) {
            y[yAt + i] = b[bAt + i] + a[aAt + i] * (c[cAt + i] - b[bAt + i]);
        }
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
        for (int i = 0; i < count; i++) {
            float gradient = d[dAt + i];
            float share = a[aAt + i];
            float rest = 1 - share;
            a[aAt + i] = gradient * (c[cAt + i] - b[bAt + i]) * (share * rest);
            db[dbAt + i] = gradient * rest;
            dc[dcAt + i] = gradient * share;
        }
    }

    @Override
    public void share(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = a[aAt + i] / (a[aAt + i] + b[bAt + i]);
        }
    }

    @Override
    public void productWithRest(float scale, float[] a, int aAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = scale * a[aAt + i] * (1 - y[yAt + i]);
        }
    }

    @Override
    public void dTanh(float[] a, int aAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = a[aAt + i] * (1 - y[yAt + i] * y[yAt + i]);
        }
    }

    @Override
    public void relu(float[] x, int at, int count) {
        for (int i = 0; i < count; i++) {
            x[at + i] = Math.max(x[at + i], 0f);
        }
    }

    @Override
    public void dRelu(float[] a, int aAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = y[yAt + i] > 0 ? a[aAt + i] : 0;
        }
    }
}
