package unroll.math;

/**
 * The polynomials behind the activations, one element at a time. Both kernels evaluate these very
 * operations.
 *
 * <p>{@code tanh(x) = x P(x²) / Q(x²)} on [-8, 8], coefficients fitted for least relative error
 * (6.6e-9 before rounding); beyond 8 it is one to the last bit but one.
 */
final class Functions {
    static final float TANH_LIMIT = 8f;
    static final float P1 = 0.13444641f;
    static final float P2 = 0.0035717627f;
    static final float P3 = 2.1897136e-5f;
    static final float P4 = 1.5233331e-8f;
    static final float Q1 = 0.4677797f;
    static final float Q2 = 0.026165085f;
    static final float Q3 = 0.00034115516f;
    static final float Q4 = 8.5237525e-7f;

    private Functions() {}

    static float tanh(float x) {
        float v = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, x));
        float u = v * v;
        float p = Math.fma(P4, u, P3);
        p = Math.fma(p, u, P2);
        p = Math.fma(p, u, P1);
        p = Math.fma(p, u, 1f);
        float q = Math.fma(Q4, u, Q3);
        q = Math.fma(q, u, Q2);
        q = Math.fma(q, u, Q1);
        q = Math.fma(q, u, 1f);
        return v * p / q;
    }

    static float sigmoid(float x) {
        return Math.fma(0.5f, tanh(0.5f * x), 0.5f);
    }
}
