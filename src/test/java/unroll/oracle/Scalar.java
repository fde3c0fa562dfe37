package unroll.oracle;

/** A number that remembers how it hands its gradient on to the numbers it was made from. */
public final class Scalar {
    /** Adds to the gradients of the operands what follows from the gradient of the result. */
    @FunctionalInterface
    interface Backward {
        void handOn(double gradient);
    }

    private final Tape tape;
    private final double value;
    private final Backward backward;
    private double gradient;

    Scalar(Tape tape, double value, Backward backward) {
        this.tape = tape;
        this.value = value;
        this.backward = backward;
    }

    Tape tape() {
        return tape;
    }

    public double value() {
        return value;
    }

    /** The derivative by this number of what the tape last differentiated. */
    public double gradient() {
        return gradient;
    }

    public Scalar plus(Scalar other) {
        return tape.record(
                value + other.value,
                g -> {
                    gradient += g;
                    other.gradient += g;
                });
    }

    public Scalar minus(Scalar other) {
        return tape.record(
                value - other.value,
                g -> {
                    gradient += g;
                    other.gradient -= g;
                });
    }

    public Scalar times(Scalar other) {
        return tape.record(
                value * other.value,
                g -> {
                    gradient += g * other.value;
                    other.gradient += g * value;
                });
    }

    public Scalar over(Scalar other) {
        double quotient = value / other.value;
        return tape.record(
                quotient,
                g -> {
                    gradient += g / other.value;
                    other.gradient -= g * quotient / other.value;
                });
    }

    /** The larger of the two; of equals, this one. */
    public Scalar max(Scalar other) {
        var larger = value >= other.value ? this : other;
        return tape.record(larger.value, g -> larger.gradient += g);
    }

    /** Sum of a[i] b[i]; the arrays must not change afterwards. */
    static Scalar dot(Scalar[] a, Scalar[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i].value * b[i].value;
        }
        return a[0].tape.record(
                sum,
                g -> {
                    for (int i = 0; i < a.length; i++) {
                        a[i].gradient += g * b[i].value;
                        b[i].gradient += g * a[i].value;
                    }
                });
    }

    public Scalar plus(double constant) {
        return tape.record(value + constant, g -> gradient += g);
    }

    public Scalar times(double constant) {
        return tape.record(value * constant, g -> gradient += g * constant);
    }

    public Scalar negated() {
        return times(-1);
    }

    public Scalar exp() {
        double exp = Math.exp(value);
        return tape.record(exp, g -> gradient += g * exp);
    }

    public Scalar log() {
        return tape.record(Math.log(value), g -> gradient += g / value);
    }

    public Scalar tanh() {
        double tanh = Math.tanh(value);
        return tape.record(tanh, g -> gradient += g * (1 - tanh * tanh));
    }

    public Scalar sigmoid() {
        double sigmoid = 1 / (1 + Math.exp(-value));
        return tape.record(sigmoid, g -> gradient += g * sigmoid * (1 - sigmoid));
    }

    /** max(0, x), with derivative 0 at 0. */
    public Scalar relu() {
        return value > 0 ? plus(0) : tape.leaf(0);
    }

    /** The same number as a constant: no gradient flows through it. */
    public Scalar detached() {
        return tape.leaf(value);
    }

    void forget() {
        gradient = 0;
    }

    void begin() {
        gradient = 1;
    }

    void handOn() {
        backward.handOn(gradient);
    }

    @Override
    public String toString() {
        return value + " (gradient " + gradient + ")";
    }
}
