package unroll.math;

import java.util.Arrays;

/** Plain Java, for JVMs without the vector module and as the reference for the SIMD twin. */
final class ScalarKernels extends ScalarGates implements Kernels {
    private static final int SUMS = 16; // of a dot product

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
        for (int panel = 0; panel < panels; panel++) {
            for (int i = 0; i < tiles * TILE; i++) {
                int from = (i / STRIP) * stride * STRIP + i % STRIP;
                for (int p = 0; p < k; p++) {
                    multiplyAdd(
                            a[from + p * STRIP],
                            b,
                            (panel * stride + p) * PANEL,
                            c,
                            (panel * tiles * TILE + i) * PANEL,
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
        int whole = count / SUMS * SUMS;
        float sum =
                (foldedSums(a, aAt, b, bAt, whole) + foldedSums(a, aAt + 1, b, bAt + 1, whole))
                        + (foldedSums(a, aAt + 2, b, bAt + 2, whole)
                                + foldedSums(a, aAt + 3, b, bAt + 3, whole));
        for (int i = whole; i < count; i++) {
            sum = Math.fma(a[aAt + i], b[bAt + i], sum);
        }
        return sum;
    }

    /** The running sums of elements 0, 4, 8 and 12 of every sixteen. */
    private static float foldedSums(float[] a, int aAt, float[] b, int bAt, int whole) {
        return (runningSum(a, aAt, b, bAt, whole) + runningSum(a, aAt + 4, b, bAt + 4, whole))
                + (runningSum(a, aAt + 8, b, bAt + 8, whole)
                        + runningSum(a, aAt + 12, b, bAt + 12, whole));
    }

    private static float runningSum(float[] a, int aAt, float[] b, int bAt, int whole) {
        float sum = 0;
        for (int i = 0; i < whole; i += SUMS) {
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
