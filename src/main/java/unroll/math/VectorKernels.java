package unroll.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The SIMD twin of {@link ScalarKernels}: loops over contiguous elements, a vector at a time. Gates
 * lie in {@link VectorGates}, products in {@link VectorProducts}, optimiser steps in {@link
 * VectorSteps}, sums in logarithms in {@link VectorLogSpace}.
 */
public final class VectorKernels extends VectorGates implements Kernels {
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
            int tiles, int panels, int k, int stride, float[] a, float[] b, float[] c, int cAt) {
        VectorProducts.multiplyPacked(tiles, panels, k, stride, a, b, c, cAt);
    }

    @Override
    public long multiplyAdds(int rounds, float[] sink) {
        return VectorProducts.multiplyAdds(rounds, sink);
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

    /**
     * Sixteen sums keep up without SIMD; and vectors of another width would be seen by the compiler
     * wherever it compiles products, which are then ten times slower.
     */
    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int count) {
        return SCALAR.dot(a, aAt, b, bAt, count);
    }

    @Override
    public void exp(double[] x, int at, int count) {
        VectorLogSpace.exp(x, at, count);
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
        VectorLogSpace.sumPaths(x, xAt, gate, plus, first, y, yAt, count, work);
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
