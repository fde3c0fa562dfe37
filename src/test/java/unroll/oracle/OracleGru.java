package unroll.oracle;

import java.util.List;

/**
 * Gated recurrent unit (Cho et al. 2014).
 *
 * <pre>
 * r = sigmoid(Wr x + Ur h + br)    z = sigmoid(Wz x + Uz h + bz)    h' = (1 - z) n + z h
 * n = tanh(Wn x + bn + r (Un h + bu))    reset after the product, as PyTorch and cuDNN have it
 * n = tanh(Wn x + bn + Un (r h))         reset before the product, as the paper has it
 * </pre>
 *
 * @param gates order of r, z, n
 * @param recurrents the same for the recurrent matrix; without n where the reset is before the
 *     product, whose Un is {@code wi [units, units]}
 * @param biases the same for the biases, with u where the reset is after the product
 */
public record OracleGru(Gates gates, Gates recurrents, Gates biases, boolean resetAfter)
        implements OracleCell {
    @Override
    public int states() {
        return 1;
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, List<Past> past, Scalar[][] state) {
        var h = state[0];
        var r = Vectors.each(sum('r', own, x, past), Scalar::sigmoid);
        var z = Vectors.each(sum('z', own, x, past), Scalar::sigmoid);
        var candidate =
                resetAfter
                        ? Vectors.times(
                                r,
                                Vectors.plus(recurrent('n', own, past), biases.part(own, "b", 'u')))
                        : resetBefore(own, past, r);
        var n = Vectors.each(Vectors.plus(input('n', own, x), candidate), Scalar::tanh);
        return new Scalar[][] {Vectors.blend(z, n, h)};
    }

    /** Sum of Un (r h), with the matrix wi4 where four steps before are seen by wh4. */
    private static Scalar[] resetBefore(Parameters own, List<Past> past, Scalar[] r) {
        return past.stream()
                .map(
                        p ->
                                Vectors.product(
                                        own.matrix(p.matrix().replace("wh", "wi")),
                                        Vectors.times(r, p.output())))
                .reduce(Vectors::plus)
                .orElseThrow();
    }
}
