package unroll.oracle;

/**
 * Gated recurrent unit (Cho et al. 2014).
 *
 * <pre>
 * r = sigmoid(Wr x + Ur h + br)    z = sigmoid(Wz x + Uz h + bz)    h' = (1 - z) n + z h
 * n = tanh(Wn x + bn + r (Un h + un))    reset after the product, as PyTorch and cuDNN have it
 * n = tanh(Wn x + bn + Un (r h))         reset before the product, as the paper has it
 * </pre>
 *
 * @param gates order of r, z, n
 * @param resetAfter the reset after the product; its second bias un is {@code bn [units]}
 */
public record OracleGru(Gates gates, boolean resetAfter) implements OracleCell {
    @Override
    public int states() {
        return 1;
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, Scalar[][] state) {
        var h = state[0];
        var r = Vectors.each(gates.apply('r', own, x, h), Scalar::sigmoid);
        var z = Vectors.each(gates.apply('z', own, x, h), Scalar::sigmoid);
        var recurrent =
                resetAfter
                        ? Vectors.times(
                                r, Vectors.plus(gates.recurrent('n', own, h), own.vector("bn")))
                        : gates.recurrent('n', own, Vectors.times(r, h));
        var n = Vectors.each(Vectors.plus(gates.input('n', own, x), recurrent), Scalar::tanh);
        var rest = Vectors.each(z, gate -> gate.negated().plus(1));
        return new Scalar[][] {Vectors.plus(Vectors.times(rest, n), Vectors.times(z, h))};
    }
}
