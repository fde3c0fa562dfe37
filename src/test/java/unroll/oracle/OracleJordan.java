package unroll.oracle;

import java.util.List;

/**
 * The network of Jordan (1986): its output y = V h + c, or the softmax of it, is fed back in place
 * of h. Where the hidden units are leaky, h is a state besides y.
 *
 * @param hidden the hidden layer, whose only state is h
 * @param outputs numbers of y
 */
public record OracleJordan(OracleCell hidden, int outputs, boolean softmax) implements OracleCell {
    @Override
    public Gates gates() {
        return hidden.gates();
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public int outputs(int units) {
        return outputs;
    }

    @Override
    public Scalar[][] start(Tape tape, int units) {
        return new Scalar[][] {tape.zeros(outputs), tape.zeros(units)};
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, List<Past> past, Scalar[][] state) {
        var h = hidden.step(own, x, past, new Scalar[][] {state[1]})[0];
        var y = sums(own, h);
        return new Scalar[][] {
            softmax ? Vectors.each(OracleCrossEntropy.logSoftmax(y), Scalar::exp) : y, h
        };
    }

    /** What the output layer's softmax takes. */
    public static Scalar[] sums(Parameters own, Scalar[] h) {
        return Vectors.plus(Vectors.product(own.matrix("v"), h), own.vector("c"));
    }
}
