package unroll.oracle;

import java.util.List;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
 * 2000).
 *
 * <pre>
 * i = sigmoid(Wi x + Ui h + bi)    f = sigmoid(Wf x + Uf h + bf)    o = sigmoid(Wo x + Uo h + bo)
 * g = tanh(Wg x + Ug h + bg)       c' = f c + i g                   h' = o tanh(c')
 * </pre>
 *
 * @param gates order of i, f, g, o; without i where i is not a gate, without o where it is 1
 * @param coupled whether i is 1 - f where it is not a gate; else 1
 * @param peepholes whether pi c, pf c and po c' are added to the gates' sums
 */
public record OracleLstm(Gates gates, boolean coupled, boolean peepholes) implements OracleCell {
    public OracleLstm(Gates gates) {
        this(gates, false, false);
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, List<Past> past, Scalar[][] state) {
        var c = state[1];
        var f = Vectors.each(seeing(c, 'f', own, x, past), Scalar::sigmoid);
        var g = Vectors.each(sum('g', own, x, past), Scalar::tanh);
        if (has('i')) {
            g = Vectors.times(Vectors.each(seeing(c, 'i', own, x, past), Scalar::sigmoid), g);
        } else if (coupled) {
            g = Vectors.times(Vectors.each(f, gate -> gate.negated().plus(1)), g);
        }
        var c2 = Vectors.plus(Vectors.times(f, c), g);
        var h2 = Vectors.each(c2, Scalar::tanh);
        if (has('o')) {
            h2 = Vectors.times(Vectors.each(seeing(c2, 'o', own, x, past), Scalar::sigmoid), h2);
        }
        return new Scalar[][] {h2, c2};
    }

    private boolean has(char gate) {
        return gates.letters().indexOf(gate) >= 0;
    }

    private Scalar[] seeing(Scalar[] c, char gate, Parameters own, Scalar[] x, List<Past> past) {
        var sum = sum(gate, own, x, past);
        return peepholes ? Vectors.plus(sum, Vectors.times(own.vector("p" + gate), c)) : sum;
    }
}
