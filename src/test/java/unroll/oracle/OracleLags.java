package unroll.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recurrent connections of several lengths around a cell: that of one step has the matrix {@code
 * wh}, that of four steps {@code wh4}.
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
        var next = Arrays.copyOf(cell.step(own, x, past, state), states());
        for (int s = first; s < next.length; s++) {
            next[s] = state[s == first ? 0 : s - 1];
        }
        return next;
    }
}
