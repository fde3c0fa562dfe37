package unroll.oracle;

import java.util.List;

/** The equations of a recurrent cell for one step of one sequence. */
public interface OracleCell {
    /** The gates in the order in which they lie in {@code wx}. */
    Gates gates();

    /** The same for {@code wh}. */
    default Gates recurrents() {
        return gates();
    }

    /** The same for {@code b}. */
    default Gates biases() {
        return gates();
    }

    /** Whether earlier outputs reach a step by recurrent matrices. */
    default boolean byMatrices() {
        return true;
    }

    /**
     * Vectors of the state, each of as many numbers as the cell has units. The first is the cell's
     * output.
     */
    int states();

    /** Numbers of its output. */
    default int outputs(int units) {
        return units;
    }

    /** The state before the first step. */
    default Scalar[][] start(Tape tape, int units) {
        var state = new Scalar[states()][];
        for (int s = 0; s < state.length; s++) {
            state[s] = tape.zeros(outputs(units));
        }
        return state;
    }

    /**
     * @param own the cell's parameters: {@code wx [gates * units, inputs]}, {@code wh [gates *
     *     units, units]}, {@code b [gates * units]} and what else the cell names
     * @param x inputs of this step
     * @param past what the recurrent matrices multiply
     * @param state of the step before
     * @return the state after this step
     */
    Scalar[][] step(Parameters own, Scalar[] x, List<Past> past, Scalar[][] state);

    /** A step whose recurrent matrix multiplies the output of the step before. */
    default Scalar[][] step(Parameters own, Scalar[] x, Scalar[][] state) {
        return step(own, x, List.of(new Past("wh", state[0])), state);
    }

    /**
     * An earlier output.
     *
     * @param matrix name of the recurrent matrix that multiplies it
     */
    record Past(String matrix, Scalar[] output) {}

    /** W x + b + sum of U h of one gate. */
    default Scalar[] sum(char gate, Parameters own, Scalar[] x, List<Past> past) {
        return Vectors.plus(input(gate, own, x), recurrent(gate, own, past));
    }

    /** W x + b of one gate. */
    default Scalar[] input(char gate, Parameters own, Scalar[] x) {
        return Vectors.plus(
                Vectors.product(gates().rows(own, "wx", gate), x), biases().part(own, "b", gate));
    }

    /** Sum of U h of one gate. */
    default Scalar[] recurrent(char gate, Parameters own, List<Past> past) {
        return past.stream()
                .map(p -> Vectors.product(recurrents().rows(own, p.matrix(), gate), p.output()))
                .reduce(Vectors::plus)
                .orElseThrow();
    }
}
