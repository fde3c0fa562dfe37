package unroll.oracle;

import java.util.List;

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
    public Scalar[][] step(Parameters own, Scalar[] x, List<Past> past, Scalar[][] state) {
        var sum = sum('h', own, x, past);
        return new Scalar[][] {Vectors.each(sum, relu ? Scalar::relu : Scalar::tanh)};
    }
}
