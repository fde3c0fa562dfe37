package unroll.oracle;

/**
 * The simple recurrent network (Elman 1990): h' = f(W x + U h + b).
 *
 * @param relu whether f is max(0, .) and not tanh
 */
public record OracleElman(boolean relu) implements OracleCell {
    @Override
    public Gates gates() {
        return new Gates("h");
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, Scalar[][] state) {
        var sum = gates().apply('h', own, x, state[0]);
        return new Scalar[][] {Vectors.each(sum, relu ? Scalar::relu : Scalar::tanh)};
    }
}
