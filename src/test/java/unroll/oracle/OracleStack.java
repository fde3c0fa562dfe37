package unroll.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Recurrent layers one above the other, for one sequence. The parameters of layer 1 lie under
 * {@code l1.forward} and {@code l1.backward}.
 */
public record OracleStack(List<Layer> layers, Cut cut) {
    /** Backpropagated through the whole sequence. */
    public OracleStack(List<Layer> layers) {
        this(layers, Cut.NONE);
    }

    public record Layer(OracleCell cell, int units, boolean bidirectional) {
        public int directions() {
            return bidirectional ? 2 : 1;
        }

        public int outputs() {
            return directions() * cell.outputs(units);
        }
    }

    /**
     * @param outputs of the last layer, [steps][features]; the forward direction's come first
     * @param finals each direction's own final state, [states][units]: first layer forward, first
     *     layer backward, second layer forward, …
     */
    public record Result(Scalar[][] outputs, List<Scalar[][]> finals) {}

    /**
     * @param x [steps][inputs]
     */
    public Result run(Tape tape, Parameters parameters, Scalar[][] x) {
        var zeros = new ArrayList<Scalar[][]>();
        for (var layer : layers) {
            for (int d = 0; d < layer.directions(); d++) {
                zeros.add(layer.cell().start(tape, layer.units()));
            }
        }
        return run(tape, parameters, x, zeros);
    }

    /**
     * @param starts the state before the first step of each direction, in the order of the finals
     */
    public Result run(Tape tape, Parameters parameters, Scalar[][] x, List<Scalar[][]> starts) {
        var finals = new ArrayList<Scalar[][]>();
        var y = x;
        for (int l = 0; l < layers.size(); l++) {
            var layer = layers.get(l);
            var own = parameters.under("l" + l);
            var forward = new Scalar[y.length][];
            finals.add(
                    walk(
                            tape,
                            layer.cell(),
                            own.under("forward"),
                            y,
                            forward,
                            starts.get(finals.size()),
                            false));
            if (!layer.bidirectional()) {
                y = forward;
                continue;
            }
            var backward = new Scalar[y.length][];
            finals.add(
                    walk(
                            tape,
                            layer.cell(),
                            own.under("backward"),
                            y,
                            backward,
                            starts.get(finals.size()),
                            true));
            var joined = new Scalar[y.length][];
            for (int t = 0; t < y.length; t++) {
                joined[t] = Vectors.joined(forward[t], backward[t]);
            }
            y = joined;
        }
        return new Result(y, List.copyOf(finals));
    }

    /** Assigns the output of every step and gives back the final state. */
    private Scalar[][] walk(
            Tape tape,
            OracleCell cell,
            Parameters own,
            Scalar[][] x,
            Scalar[][] outputs,
            Scalar[][] start,
            boolean fromTheEnd) {
        var state = start;
        for (int i = 0; i < x.length; i++) {
            int t = fromTheEnd ? x.length - 1 - i : i;
            state = cell.step(own, x[t], cut.apply(tape, i, state));
            outputs[t] = state[0];
        }
        return state;
    }
}
