package unroll.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recurrent connections of several lengths around a cell: that of one step has the matrix {@code
 * wh}, that of four steps {@code wh4}. A cell without recurrent matrices sees, in place of its
 * output of the step before, a mean of these outputs, unit by unit: their weights are the softmax
 * over the lags of the parameter {@code lags} [lags, units].
 *
 * @param lags rising
 */
public record OracleLags(OracleCell cell, List<Integer> lags) implements OracleCell {
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
    public int outputs(int units) {
        return cell.outputs(units);
    }

    @Override
    public Scalar[][] start(Tape tape, int units) {
        var state = Arrays.copyOf(cell.start(tape, units), states());
        for (int s = cell.states(); s < state.length; s++) {
            state[s] = tape.zeros(outputs(units));
        }
        return state;
    }

    /** The cell's, and the outputs from two steps before on. */
    @Override
    public int states() {
        return cell.states() + lags.get(lags.size() - 1) - 1;
    }

    @Override
    public Scalar[][] step(Parameters own, Scalar[] x, List<Past> none, Scalar[][] state) {
        int first = cell.states();
        var past = new ArrayList<Past>();
        for (int lag : lags) {
            past.add(
                    lag == 1
                            ? new Past("wh", state[0])
                            : new Past("wh" + lag, state[first + lag - 2]));
        }
        var seen = state.clone();
        if (!cell.byMatrices()) {
            seen[0] = mean(own, past);
        }
        var next = Arrays.copyOf(cell.step(own, x, past, seen), states());
        for (int s = first; s < next.length; s++) {
            next[s] = state[s == first ? 0 : s - 1];
        }
        return next;
    }

    private static Scalar[] mean(Parameters own, List<Past> past) {
        if (past.size() == 1) {
            return past.get(0).output();
        }
        var weights = own.matrix("lags");
        var mean = new Scalar[weights[0].length];
        for (int u = 0; u < mean.length; u++) {
            Scalar sum = null;
            Scalar all = null;
            for (int l = 0; l < weights.length; l++) {
                var weight = weights[l][u].exp();
                var part = weight.times(past.get(l).output()[u]);
                sum = sum == null ? part : sum.plus(part);
                all = all == null ? weight : all.plus(weight);
            }
            mean[u] = sum.over(all);
        }
        return mean;
    }
}
