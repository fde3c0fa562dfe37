package unroll.math;

/**
 * The polynomials behind the activations, one element at a time. Both kernels evaluate these very
 * operations.
 *
 * <p>{@code tanh(x) = x P(x²) / Q(x²)} on [-8, 8], coefficients fitted for least relative error
 * (6.6e-9 before rounding); beyond 8 it is one to the last bit but one.
 *
 * <p>{@code exp(x) = 2^n exp(r)} with n = round(x / ln 2) and a polynomial for r (Cephes' expf),
 * held between exp(-87) and exp(88). Adding 1.5 * 2^23 rounds, and leaves n in the low bits.
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

    static final float EXP_LOWEST = -87f;
    static final float EXP_HIGHEST = 88f;
    static final float LOG2_E = 1.442695f;
    static final float ROUNDING = 12582912f;
    static final float LN2_HIGH = -0.6933594f;
    static final float LN2_LOW = 2.12194440e-4f;
    static final float E1 = 0.5f;
    static final float E2 = 0.16666666f;
    static final float E3 = 0.041665796f;
    static final float E4 = 0.008333452f;
    static final float E5 = 0.0013981999f;
    static final float E6 = 0.00019875691f;
    static final int EXPONENT_AT = 23;
    static final int ONE_BITS = 0x3F800000;

    private Functions() {}

    static float exp(float x) {
        float v = Math.max(EXP_LOWEST, Math.min(EXP_HIGHEST, x));
        float t = Math.fma(v, LOG2_E, ROUNDING);
        float n = t - ROUNDING;
        float r = Math.fma(n, LN2_HIGH, v);
        r = Math.fma(n, LN2_LOW, r);
        float p = Math.fma(E6, r, E5);
        p = Math.fma(p, r, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, E1);
        p = Math.fma(p, r * r, r + 1f);
        int bits = (Float.floatToRawIntBits(t) << EXPONENT_AT) + ONE_BITS;
        return p * Float.intBitsToFloat(bits);
    }

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
