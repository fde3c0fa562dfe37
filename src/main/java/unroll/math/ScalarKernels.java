package unroll.math;

import java.util.Arrays;

/** Plain Java, for JVMs without the vector module and as the reference for the SIMD twin. */
final class ScalarKernels implements Kernels {
    @Override
    public String description() {
        return "scalar";
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
        for (int j = 0, panel = bAt; j < n; j += PANEL, panel += k * PANEL) {
            int width = Math.min(PANEL, n - j);
            for (int i = 0; i < m; i++) {
                int to = cAt + i * ldc + j;
                if (!accumulate) {
                    Arrays.fill(c, to, to + width, 0);
                }
                for (int p = 0; p < k; p++) {
                    multiplyAdd(a[aAt + i * lda + p], b, panel + p * PANEL, c, to, width);
                }
            }
        }
    }

    @Override
    public void multiplyPacked(
            int tiles, int panels, int k, int stride, float[] a, float[] b, float[] c) {
        int ldc = panels * PANEL;
        for (int panel = 0; panel < panels; panel++) {
            for (int i = 0; i < tiles * TILE; i++) {
                int from = (i / TILE) * stride * TILE + i % TILE;
                for (int p = 0; p < k; p++) {
                    multiplyAdd(
                            a[from + p * TILE],
                            b,
                            (panel * stride + p) * PANEL,
                            c,
                            i * ldc + panel * PANEL,
                            PANEL);
                }
            }
        }
    }

    private static void multiplyAdd(float a, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int s = 0; s < n; s++) {
            c[cAt + s] = Math.fma(a, b[bAt + s], c[cAt + s]);
        }
    }

    @Override
    public void sigmoid(float[] x, int at, int count) {
        for (int i = at; i < at + count; i++) {
            x[i] = Functions.sigmoid(x[i]);
        }
    }

    @Override
    public void tanh(float[] x, int at, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = Functions.tanh(x[at + i]);
        }
    }

    @Override
    public void add(float[] x, int at, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] += x[at + i];
        }
    }

    @Override
    public void addRows(int rows, int columns, float[] x, int at, int ldx, float[] y, int yAt) {
        for (int i = 0; i < rows; i++) {
            add(x, at + i * ldx, y, yAt, columns);
        }
    }

    @Override
    public long multiplyAdds(int rounds, float[] sink) {
        float factor = sink[0];
        float a = 1;
        float b = 2;
        float c = 3;
        float d = 4;
        float e = 5;
        float f = 6;
        float g = 7;
        float h = 8;
        for (int i = 0; i < rounds; i++) {
            a = Math.fma(a, factor, factor);
            b = Math.fma(b, factor, factor);
            c = Math.fma(c, factor, factor);
            d = Math.fma(d, factor, factor);
            e = Math.fma(e, factor, factor);
            f = Math.fma(f, factor, factor);
            g = Math.fma(g, factor, factor);
            h = Math.fma(h, factor, factor);
        }
        sink[1] = a + b + c + d + e + f + g + h;
        return 8L * rounds;
    }

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
    public void dTanh(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i] * (1 - y[yAt + i] * y[yAt + i]);
        }
    }

    @Override
    public void addThroughTanh(
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] t,
            int tAt,
            float[] y,
            int yAt,
            int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = y[yAt + i] + a[aAt + i] * b[bAt + i] * (1 - t[tAt + i] * t[tAt + i]);
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
