package unroll.math;

/** The loops of gates and activations: element by element, over {@code float[]} and offsets. */
interface GateKernels {
    /** {@code y = a b}. Element by element; y may be an input at the same place. */
    void product(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count);

    /** {@code y = a b + c d}. Element by element; y may be an input at the same place. */
    void productSum(
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
            int count);

    /**
     * Backward of a sigmoid whose value y holds: {@code y = a b y (1 - y)}. Element by element; y
     * may be an input at the same place.
     */
    void dSigmoid(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count);

    /**
     * Gradients of {@code o tanh(c)} from that of its result, d, where o is a sigmoid's value and t
     * that of the tanh: {@code o = d t o (1 - o)} and {@code dc += d o (1 - t²)}. Element by
     * element.
     */
    void dOutput(
            float[] d,
            int dAt,
            float[] t,
            int tAt,
            float[] o,
            int oAt,
            float[] dc,
            int dcAt,
            int count);

    /**
     * Gradients of {@code f c + i g} from that of its result, d, where f and i are sigmoids' values
     * and g that of a tanh: {@code f = d c f (1 - f)}, {@code i = d g i (1 - i)}, {@code g = d i (1
     * - g²)} and {@code d = d f}. Element by element.
     */
    void dProductSum(
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
            int count);

    /** {@code y += a b}. Element by element; y may be an input at the same place. */
    void addProduct(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count);

    /**
     * {@code y = b + a (c - b)}: from b to c by the share a. Element by element; y may be an input
     * at the same place.
     */
    void blend(
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            float[] y,
            int yAt,
            int count);

    /**
     * Gradients of {@link #blend} from that of its result, d, where a is a sigmoid's value: {@code
     * a = d (c - b) a (1 - a)}, {@code db = d (1 - a)}, {@code dc = d a}. Element by element; an
     * output may be an input at the same place.
     */
    void dBlend(
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
            int count);

    /** {@code y = a / (a + b)}. Element by element; y may be an input at the same place. */
    void share(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int count);

    /** {@code y = scale a (1 - y)}. Element by element; y may be a at the same place. */
    void productWithRest(float scale, float[] a, int aAt, float[] y, int yAt, int count);

    /** {@code y = a (1 - y²)}: through a tanh whose value y holds. Element by element. */
    void dTanh(float[] a, int aAt, float[] y, int yAt, int count);

    /** {@code x = max(0, x)}. */
    void relu(float[] x, int at, int count);

    /** Assigns {@code y = a} if y is above zero, else 0, element by element. */
    void dRelu(float[] a, int aAt, float[] y, int yAt, int count);
}
