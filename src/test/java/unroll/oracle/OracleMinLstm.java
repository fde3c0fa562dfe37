package unroll.oracle;

import java.util.List;

/**
 * minLSTM (Feng et al. 2024): f = sigmoid(Wf x + bf), i = sigmoid(Wi x + bi), n = Wn x + bn, h' =
 * (f h + i n) / (f + i).
 *
 * @param gates order of f, i, n
 */
public record OracleMinLstm(Gates gates) implements OracleCell {
    @Override
    public boolean byMatrices() {
        return false;
    }

    @Override
    public int states() {
        return 1;
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, List<Past> past, Scalar[][] state) {
        var f = Vectors.each(input('f', own, x), Scalar::sigmoid);
        var i = Vectors.each(input('i', own, x), Scalar::sigmoid);
        var sum = Vectors.plus(Vectors.times(f, state[0]), Vectors.times(i, input('n', own, x)));
        return new Scalar[][] {Vectors.each(sum, Vectors.plus(f, i), Scalar::over)};
    }
}
