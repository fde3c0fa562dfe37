package unroll.oracle;

import static org.junit.jupiter.api.Assertions.fail;

/** What the derivatives of a computation are found to be by moving each number a little. */
public final class CentralDifferences {
    private CentralDifferences() {}

    /** A number made from others. */
    @FunctionalInterface
    public interface Computation {
        Scalar of(Tape tape, Scalar[] at);
    }

    /** Requires the tape's derivatives at a place to be those found. */
    public static void check(Computation computation, double... at) {
        var tape = new Tape();
        var numbers = tape.leaves(at);
        tape.differentiate(computation.of(tape, numbers));
        double step = 1e-5;
        var found = new double[at.length];
        double most = 0;
        for (int i = 0; i < at.length; i++) {
            var moved = at.clone();
            moved[i] = at[i] + step;
            double above = value(computation, moved);
            moved[i] = at[i] - step;
            found[i] = (above - value(computation, moved)) / (2 * step);
            most = Math.max(most, Math.abs(found[i]));
        }
        for (int i = 0; i < at.length; i++) {
            double gradient = numbers[i].gradient();
            if (!(Math.abs(gradient - found[i]) <= 1e-8 * most)) {
                fail(
                        "derivative "
                                + i
                                + ": central differences "
                                + found[i]
                                + ", tape "
                                + gradient);
            }
        }
    }

    private static double value(Computation computation, double[] at) {
        var tape = new Tape();
        return computation.of(tape, tape.leaves(at)).value();
    }
}
