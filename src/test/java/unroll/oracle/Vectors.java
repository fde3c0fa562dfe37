package unroll.oracle;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Vectors of scalars. */
public final class Vectors {
    private Vectors() {}

    /**
     * @throws IllegalArgumentException when the lengths differ
     */
    public static Scalar dot(Scalar[] a, Scalar[] b) {
        requireSame(a.length, b.length);
        return Scalar.dot(a, b);
    }

    /** W x, the matrix given as its rows. */
    public static Scalar[] product(Scalar[][] w, Scalar[] x) {
        var y = new Scalar[w.length];
        for (int r = 0; r < w.length; r++) {
            y[r] = dot(w[r], x);
        }
        return y;
    }

    public static Scalar[] plus(Scalar[] a, Scalar[] b) {
        return each(a, b, Scalar::plus);
    }

    public static Scalar[] times(Scalar[] a, Scalar[] b) {
        return each(a, b, Scalar::times);
    }

    /** (1 - share) a + share b. */
    static Scalar[] blend(Scalar[] share, Scalar[] a, Scalar[] b) {
        var rest = each(share, s -> s.negated().plus(1));
        return plus(times(rest, a), times(share, b));
    }

    public static Scalar[] each(Scalar[] a, UnaryOperator<Scalar> function) {
        var y = new Scalar[a.length];
        for (int i = 0; i < a.length; i++) {
            y[i] = function.apply(a[i]);
        }
        return y;
    }

    public static Scalar[] each(Scalar[] a, Scalar[] b, BinaryOperator<Scalar> function) {
        requireSame(a.length, b.length);
        var y = new Scalar[a.length];
        for (int i = 0; i < a.length; i++) {
            y[i] = function.apply(a[i], b[i]);
        }
        return y;
    }

    /** The parts one after the other. */
    public static Scalar[] joined(Scalar[]... parts) {
        int length = 0;
        for (var part : parts) {
            length += part.length;
        }
        var y = new Scalar[length];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, y, at, part.length);
            at += part.length;
        }
        return y;
    }

    public static double[] values(Scalar[] a) {
        var values = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            values[i] = a[i].value();
        }
        return values;
    }

    public static double[] gradients(Scalar[] a) {
        var gradients = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            gradients[i] = a[i].gradient();
        }
        return gradients;
    }

    private static void requireSame(int a, int b) {
        if (a != b) {
            throw new IllegalArgumentException(
                    "vectors must have one length, got " + a + " and " + b);
        }
    }
}
