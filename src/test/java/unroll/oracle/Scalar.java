package unroll.oracle;

/** A number that remembers from which two numbers it was made, and its derivative by each. */
public final class Scalar {
    private final Tape tape;
    private final double value;
    private final Scalar left; // null at a leaf
    private final double byLeft;
    private final Scalar right; // null where there is one operand
    private final double byRight;
    private double gradient;

    Scalar(Tape tape, double value, Scalar left, double byLeft, Scalar right, double byRight) {
        this.tape = tape;
        this.value = value;
        this.left = left;
        this.byLeft = byLeft;
        this.right = right;
        this.byRight = byRight;
    }

    public double value() {
        return value;
    }

    /** The derivative by this number of what the tape last differentiated. */
    public double gradient() {
        return gradient;
    }

    public Scalar plus(Scalar other) {
        return binary(value + other.value, 1, other, 1);
    }

    public Scalar minus(Scalar other) {
        return binary(value - other.value, 1, other, -1);
    }

    public Scalar times(Scalar other) {
        return binary(value * other.value, other.value, other, value);
    }

    public Scalar over(Scalar other) {
        return binary(
                value / other.value, 1 / other.value, other, -value / (other.value * other.value));
    }

    /** The larger of the two; of equals, this one. */
    public Scalar max(Scalar other) {
        return value >= other.value ? binary(value, 1, other, 0) : binary(other.value, 0, other, 1);
    }

    public Scalar plus(double constant) {
        return unary(value + constant, 1);
    }

    public Scalar times(double constant) {
        return unary(value * constant, constant);
    }

    public Scalar negated() {
        return unary(-value, -1);
    }

    public Scalar exp() {
        double exp = Math.exp(value);
        return unary(exp, exp);
    }

    public Scalar log() {
        return unary(Math.log(value), 1 / value);
    }

    public Scalar tanh() {
        double tanh = Math.tanh(value);
        return unary(tanh, 1 - tanh * tanh);
    }

    public Scalar sigmoid() {
        double sigmoid = 1 / (1 + Math.exp(-value));
        return unary(sigmoid, sigmoid * (1 - sigmoid));
    }

    /** max(0, x), with derivative 0 at 0. */
    public Scalar relu() {
        return value > 0 ? unary(value, 1) : unary(0, 0);
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
        if (left != null) {
            left.gradient += byLeft * gradient;
        }
        if (right != null) {
            right.gradient += byRight * gradient;
        }
    }

    private Scalar unary(double result, double by) {
        return tape.record(new Scalar(tape, result, this, by, null, 0));
    }

    private Scalar binary(double result, double byThis, Scalar other, double byOther) {
        return tape.record(new Scalar(tape, result, this, byThis, other, byOther));
    }

    @Override
    public String toString() {
        return value + " (gradient " + gradient + ")";
    }
}
