package unroll.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The SIMD twin of {@link ScalarKernels}. Register tiles of the product: eight rows by two vectors
 * (four by two where there are only sixteen registers), all accumulators in local variables, k
 * innermost.
 */
public final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;

    /** As many floats as there are doubles in a vector. */
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(
                    float.class, VectorShape.forBitSize(Math.max(64, D.vectorBitSize() / 2)));

    private static final ScalarKernels SCALAR = new ScalarKernels();
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

    /** AVX2 has sixteen registers; AVX-512 and NEON have thirty-two. */
    private static final int ROWS = LANES == 8 ? 4 : TILE;

    /** Rows of the left side that stay in the cache while all panels pass. */
    private static final int ROW_BLOCK = 64;

    /** Rows of a panel that stay in the first-level cache. */
    private static final int DEPTH = 256;

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
        int whole = n / PANEL * PANEL;
        for (int i = 0; i < m; i += ROW_BLOCK) {
            int rows = Math.min(ROW_BLOCK, m - i);
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
                            ldc,
                            accumulate || p > 0);
                }
            }
        }
        if (whole < n) {
            edge(m, n - whole, k, a, aAt, lda, b, bAt + whole * k, c, cAt + whole, ldc, accumulate);
        }
    }

    /**
     * The last panel where it is not full: through a row of its own, since c ends before the panel
     * does.
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
            for (int r = 0; accumulate && r < rows; r++) {
                System.arraycopy(c, cAt + (i + r) * ldc, tile, r * PANEL, width);
            }
            panel(rows, k, a, aAt + i * lda, lda, b, bAt, tile, 0, PANEL, accumulate);
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
            int ldc,
            boolean accumulate) {
        for (int j = 0; j < PANEL; j += 2 * LANES) {
            int i = 0;
            if (ROWS == TILE) {
                for (; i + 8 <= m; i += 8) {
                    VectorTiles.eight(
                            k,
                            a,
                            aAt + i * lda,
                            lda,
                            b,
                            bAt + j,
                            c,
                            cAt + i * ldc + j,
                            ldc,
                            accumulate);
                }
            }
            for (; i + 4 <= m; i += 4) {
                VectorTiles.four(
                        k,
                        a,
                        aAt + i * lda,
                        lda,
                        b,
                        bAt + j,
                        c,
                        cAt + i * ldc + j,
                        ldc,
                        accumulate);
            }
            for (; i < m; i++) {
                VectorTiles.one(k, a, aAt + i * lda, b, bAt + j, c, cAt + i * ldc + j, accumulate);
            }
        }
    }

    @Override
    public void multiplyPacked(
            int tiles, int panels, int k, int stride, float[] a, float[] b, float[] c) {
        int ldc = panels * PANEL;
        for (int panel = 0; panel < panels; panel++) {
            for (int tile = 0; tile < tiles; tile++) {
                int aAt = tile * stride * TILE;
                int bAt = panel * stride * PANEL;
                int cAt = tile * TILE * ldc + panel * PANEL;
                for (int j = 0; j < PANEL; j += 2 * LANES) {
                    for (int i = 0; i < TILE; i += ROWS) {
                        if (ROWS == TILE) {
                            VectorTiles.eightPacked(k, a, aAt, b, bAt + j, c, cAt + j, ldc);
                        } else {
                            VectorTiles.fourPacked(
                                    k, a, aAt + i, b, bAt + j, c, cAt + i * ldc + j, ldc);
                        }
                    }
                }
            }
        }
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
        for (; i < count; i++) {
            y[yAt + i] = Functions.exp(x[at + i] - shift);
        }
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
        for (; i < count; i++) {
            y[yAt + i] += x[at + i];
        }
    }

    @Override
    public void addRows(int rows, int columns, float[] x, int at, int ldx, float[] y, int yAt) {
        int j = 0;
        for (; j + LANES <= columns; j += LANES) {
            FloatVector sum = FloatVector.fromArray(S, y, yAt + j);
            for (int i = 0; i < rows; i++) {
                sum = sum.add(FloatVector.fromArray(S, x, at + i * ldx + j));
            }
            sum.intoArray(y, yAt + j);
        }
        for (; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                y[yAt + j] += x[at + i * ldx + j];
            }
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
        for (; i < count; i++) {
            y[yAt + i] = Math.fma(factor, x[at + i], y[yAt + i]);
        }
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
    public long multiplyAdds(int rounds, float[] sink) {
        FloatVector factor = constant(sink[0]);
        FloatVector v0 = constant(1f);
        FloatVector v1 = constant(2f);
        FloatVector v2 = constant(3f);
        FloatVector v3 = constant(4f);
        FloatVector v4 = constant(5f);
        FloatVector v5 = constant(6f);
        FloatVector v6 = constant(7f);
        FloatVector v7 = constant(8f);
        FloatVector v8 = constant(9f);
        FloatVector v9 = constant(10f);
        FloatVector v10 = constant(11f);
        FloatVector v11 = constant(12f);
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

    @Override
    public void product(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            va.mul(vb).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
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
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector vc = FloatVector.fromArray(S, c, cAt + i);
            FloatVector vd = FloatVector.fromArray(S, d, dAt + i);
            va.mul(vb).add(vc.mul(vd)).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i] + c[cAt + i] * d[dAt + i];
        }
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
        for (; i < count; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i] * (y[yAt + i] * (1 - y[yAt + i]));
        }
    }

    @Override
    public void dTanh(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            va.mul(vb).mul(constant(1f).sub(vy.mul(vy))).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
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
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector vt = FloatVector.fromArray(S, t, tAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            vy.add(va.mul(vb).mul(constant(1f).sub(vt.mul(vt)))).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] = y[yAt + i] + a[aAt + i] * b[bAt + i] * (1 - t[tAt + i] * t[tAt + i]);
        }
    }

    @Override
    public void addProduct(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector.fromArray(S, y, yAt + i).add(va.mul(vb)).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
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
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            FloatVector vc = FloatVector.fromArray(S, c, cAt + i);
            vb.add(va.mul(vc.sub(vb))).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
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
        for (; i < count; i++) {
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
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vb = FloatVector.fromArray(S, b, bAt + i);
            va.div(va.add(vb)).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] = a[aAt + i] / (a[aAt + i] + b[bAt + i]);
        }
    }

    @Override
    public void productWithRest(float scale, float[] a, int aAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            va.mul(scale).mul(constant(1f).sub(vy)).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] = scale * a[aAt + i] * (1 - y[yAt + i]);
        }
    }

    @Override
    public void dTanh(float[] a, int aAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            va.mul(constant(1f).sub(vy.mul(vy))).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] = a[aAt + i] * (1 - y[yAt + i] * y[yAt + i]);
        }
    }

    @Override
    public void relu(float[] x, int at, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector.fromArray(S, x, at + i).max(0f).intoArray(x, at + i);
        }
        for (; i < count; i++) {
            x[at + i] = Math.max(x[at + i], 0f);
        }
    }

    @Override
    public void dRelu(float[] a, int aAt, float[] y, int yAt, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector va = FloatVector.fromArray(S, a, aAt + i);
            FloatVector vy = FloatVector.fromArray(S, y, yAt + i);
            FloatVector.zero(S).blend(va, vy.compare(VectorOperators.GT, 0f)).intoArray(y, yAt + i);
        }
        for (; i < count; i++) {
            y[yAt + i] = y[yAt + i] > 0 ? a[aAt + i] : 0;
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
        int whole = at + count / LANES * LANES;
        for (int i = at; i < whole; i += LANES) {
            FloatVector t = FloatVector.fromArray(S, theta, i);
            FloatVector g = FloatVector.fromArray(S, gradient, i).add(t.mul(step.decay()));
            FloatVector m = FloatVector.fromArray(S, mean, i);
            m = m.add(g.sub(m).mul(step.meanShare()));
            FloatVector v = FloatVector.fromArray(S, square, i).mul(step.squareKept());
            v = v.add(g.mul(g).mul(step.squareShare()));
            m.intoArray(mean, i);
            v.intoArray(square, i);
            FloatVector d = v.sqrt().mul(step.inverseRoot()).add(step.epsilon());
            t.mul(step.kept()).sub(m.div(d).mul(step.size())).intoArray(theta, i);
        }
        ScalarKernels.stepAdam(step, theta, gradient, mean, square, whole, at + count);
    }

    @Override
    public double sumOfSquares(float[] x, int at, int count) {
        int end = at + count / 16 * 16;
        double whole =
                switch (D.length()) {
                    case 8 -> squaresOfEightLanes(x, at, end);
                    case 4 -> squaresOfFourLanes(x, at, end);
                    default -> SCALAR.sumOfSquares(x, at, end - at);
                };
        return whole + ScalarKernels.restOfSquares(x, end, at + count);
    }

    private static double squaresOfEightLanes(float[] x, int from, int to) {
        DoubleVector a = DoubleVector.zero(D);
        DoubleVector b = a;
        for (int i = from; i < to; i += 16) {
            a = a.add(square(x, i));
            b = b.add(square(x, i + 8));
        }
        a = a.add(b);
        return ((a.lane(0) + a.lane(4)) + (a.lane(2) + a.lane(6)))
                + ((a.lane(1) + a.lane(5)) + (a.lane(3) + a.lane(7)));
    }

    private static double squaresOfFourLanes(float[] x, int from, int to) {
        DoubleVector a = DoubleVector.zero(D);
        DoubleVector b = a;
        DoubleVector c = a;
        DoubleVector d = a;
        for (int i = from; i < to; i += 16) {
            a = a.add(square(x, i));
            b = b.add(square(x, i + 4));
            c = c.add(square(x, i + 8));
            d = d.add(square(x, i + 12));
        }
        a = a.add(c).add(b.add(d));
        return (a.lane(0) + a.lane(2)) + (a.lane(1) + a.lane(3));
    }

    private static DoubleVector square(float[] x, int i) {
        Vector<Double> wide =
                FloatVector.fromArray(HALF, x, i).convertShape(VectorOperators.F2D, D, 0);
        return (DoubleVector) wide.mul(wide);
    }
}
