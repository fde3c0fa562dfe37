package unroll.oracle;

import java.util.List;

/**
 * minGRU (Feng et al. 2024): z = sigmoid(Wz x + bz), n = Wn x + bn, h' = (1 - z) h + z n.
 *
 * @param gates order of z, n
 */
public record OracleMinGru(Gates gates) implements OracleCell {
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
        var z = Vectors.each(input('z', own, x), Scalar::sigmoid);
        return new Scalar[][] {Vectors.blend(z, state[0], input('n', own, x))};
    }
}
