package unroll.cell;

import unroll.nn.Step;

/** Connections from a cell state to a gate, one weight a unit. */
final class Peepholes {
    private Peepholes() {}

    /** {@code block += p c}, p being the cell's vector of that number. */
    static void add(Step s, int vector, float[] cellState, int cellStateAt, int block) {
        int p = s.vector(vector);
        for (int at = 0; at < s.size; at += s.units) {
            s.kernels.addProduct(
                    s.theta, p, cellState, cellStateAt + at, s.gates, block + at, s.units);
        }
    }

    /** Computes gradients from that of the block: {@code dp += block c}, {@code dc += block p}. */
    static void dAdd(
            Step s, int vector, float[] cellState, int cellStateAt, int block, float[] dCellState) {
        int p = s.vector(vector);
        for (int at = 0; at < s.size; at += s.units) {
            s.kernels.addProduct(
                    s.gates, block + at, cellState, cellStateAt + at, s.gradient, p, s.units);
            s.kernels.addProduct(s.gates, block + at, s.theta, p, dCellState, at, s.units);
        }
    }
}
