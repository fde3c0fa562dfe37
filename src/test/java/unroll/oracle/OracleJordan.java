package unroll.oracle;

import java.util.List;

/**
 * The network of Jordan (1986): its output y = V h + c, or the softmax of it, is fed back in place
 * of h.
 *
 * @param hidden the hidden layer
 * @param outputs numbers of y
 */
public record OracleJordan(OracleElman hidden, int outputs, boolean softmax) implements OracleCell {
    @Override
    public Gates gates() {
        return hidden.gates();
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public int outputs(int units) {
        return outputs;
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, List<Past> past, Scalar[][] state) {
        var h = hidden.step(own, x, past, state)[0];
        var y = Vectors.plus(Vectors.product(own.matrix("v"), h), own.vector("c"));
        return new Scalar[][] {
            softmax ? Vectors.each(OracleCrossEntropy.logSoftmax(y), Scalar::exp) : y
        };
    }
}
