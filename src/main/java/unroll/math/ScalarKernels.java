package unroll.math;

import java.util.Arrays;

/** Plain Java, for JVMs without the vector module and as the reference for the SIMD twin. */
final class ScalarKernels extends ScalarGates implements Kernels {

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
            int tiles, int panels, int k, int stride, float[] a, float[] b, float[] c, int cAt) {
        for (int panel = 0; panel < panels; panel++) {
            for (int i = 0; i < tiles * TILE; i++) {
                int from = (i / STRIP) * stride * STRIP + i % STRIP;
                for (int p = 0; p < k; p++) {
                    multiplyAdd(
                            a[from + p * STRIP],
                            b,
                            (panel * stride + p) * PANEL,
                            c,
                            cAt + (panel * tiles * TILE + i) * PANEL,
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
    public void exp(float shift, float[] x, int at, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] = Functions.exp(x[at + i] - shift);
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
    public void addScaled(float factor, float[] x, int at, float[] y, int yAt, int count) {
        multiplyAdd(factor, x, at, y, yAt, count);
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int count) {
        int whole = count / 16 * 16;
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        float s8 = 0;
        float s9 = 0;
        float s10 = 0;
        float s11 = 0;
        float s12 = 0;
        float s13 = 0;
        float s14 = 0;
        float s15 = 0;
        for (int i = 0; i < whole; i += 16) {
            int x = aAt + i;
            int y = bAt + i;
            s0 = Math.fma(a[x], b[y], s0);
            s1 = Math.fma(a[x + 1], b[y + 1], s1);
            s2 = Math.fma(a[x + 2], b[y + 2], s2);
            s3 = Math.fma(a[x + 3], b[y + 3], s3);
            s4 = Math.fma(a[x + 4], b[y + 4], s4);
            s5 = Math.fma(a[x + 5], b[y + 5], s5);
            s6 = Math.fma(a[x + 6], b[y + 6], s6);
            s7 = Math.fma(a[x + 7], b[y + 7], s7);
            s8 = Math.fma(a[x + 8], b[y + 8], s8);
            s9 = Math.fma(a[x + 9], b[y + 9], s9);
            s10 = Math.fma(a[x + 10], b[y + 10], s10);
            s11 = Math.fma(a[x + 11], b[y + 11], s11);
            s12 = Math.fma(a[x + 12], b[y + 12], s12);
            s13 = Math.fma(a[x + 13], b[y + 13], s13);
            s14 = Math.fma(a[x + 14], b[y + 14], s14);
            s15 = Math.fma(a[x + 15], b[y + 15], s15);
        }
        s0 = (s0 + s4) + (s8 + s12);
        s1 = (s1 + s5) + (s9 + s13);
        s2 = (s2 + s6) + (s10 + s14);
        s3 = (s3 + s7) + (s11 + s15);
        float sum = (s0 + s1) + (s2 + s3);
        for (int i = whole; i < count; i++) {
            sum = Math.fma(a[aAt + i], b[bAt + i], sum);
        }
        return sum;
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
    public void exp(double[] x, int at, int count) {
        for (int i = at; i < at + count; i++) {
            x[i] = LogSpace.exp(x[i]);
        }
    }

    @Override
    public void sumPaths(
            double[] x,
            int xAt,
            double[] gate,
            double[] plus,
            int first,
            double[] y,
            int yAt,
            int count,
            double[] work) {
        sumPaths(x, xAt, gate, plus, first, y, yAt, 0, count);
    }

    static void sumPaths(
            double[] x,
            int xAt,
            double[] gate,
            double[] plus,
            int first,
            double[] y,
            int yAt,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            int at = xAt + i;
            double skipped = gate[first + i] + x[at - 2];
            y[yAt + i] = plus[first + i] + LogSpace.add(x[at], x[at - 1], skipped);
        }
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
        stepAdam(step, theta, gradient, mean, square, at, at + count);
    }

    static void stepAdam(
            AdamStep step,
            float[] theta,
            float[] gradient,
            float[] mean,
            float[] square,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float g = gradient[i] + step.decay() * theta[i];
            float m = mean[i] + step.meanShare() * (g - mean[i]);
            float v = step.squareKept() * square[i] + step.squareShare() * (g * g);
            mean[i] = m;
            square[i] = v;
            float d = (float) Math.sqrt(v) * step.inverseRoot() + step.epsilon();
            theta[i] = step.kept() * theta[i] - step.size() * (m / d);
        }
    }
}
