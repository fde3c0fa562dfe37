package unroll.oracle;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
 * 2000).
 *
 * <pre>
 * i = sigmoid(Wi x + Ui h + bi)    f = sigmoid(Wf x + Uf h + bf)    o = sigmoid(Wo x + Uo h + bo)
 * g = tanh(Wg x + Ug h + bg)       c' = f c + i g                   h' = o tanh(c')
 * </pre>
 *
 * @param gates order of i, f, g, o
 */
public record OracleLstm(Gates gates) implements OracleCell {
    @Override
    public int states() {
        return 2;
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, Scalar[][] state) {
        var h = state[0];
        var c = state[1];
        var i = Vectors.each(gates.apply('i', own, x, h), Scalar::sigmoid);
        var f = Vectors.each(gates.apply('f', own, x, h), Scalar::sigmoid);
        var g = Vectors.each(gates.apply('g', own, x, h), Scalar::tanh);
        var o = Vectors.each(gates.apply('o', own, x, h), Scalar::sigmoid);
        var c2 = Vectors.plus(Vectors.times(f, c), Vectors.times(i, g));
        var h2 = Vectors.times(o, Vectors.each(c2, Scalar::tanh));
        return new Scalar[][] {h2, c2};
    }
}
