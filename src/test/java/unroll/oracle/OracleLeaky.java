package unroll.oracle;

import java.util.List;

/**
 * Leaky units around a cell: h' = (1 - a) h + a cell(h).
 *
 * @param alpha a of each unit; null where it is the sigmoid of the parameter {@code alpha [units]}
 */
public record OracleLeaky(OracleCell cell, double[] alpha) implements OracleCell {
    @Override
    public Gates gates() {
        return cell.gates();
    }

    @Override
    public Gates recurrents() {
        return cell.recurrents();
    }

    @Override
    public Gates biases() {
        return cell.biases();
    }

    @Override
    public boolean byMatrices() {
        return cell.byMatrices();
    }

    @Override
    public int states() {
        return cell.states();
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, List<Past> past, Scalar[][] state) {
        var next = cell.step(own, x, past, state);
        var h = new Scalar[state[0].length];
        for (int i = 0; i < h.length; i++) {
            var way = next[0][i].minus(state[0][i]);
            h[i] =
                    state[0][i].plus(
                            alpha == null
                                    ? way.times(own.vector("alpha")[i].sigmoid())
                                    : way.times(alpha[i]));
        }
        next[0] = h;
        return next;
    }
}
