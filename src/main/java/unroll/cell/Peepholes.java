package unroll.cell;

import unroll.nn.Step;

/** Connections from a memory to a gate, one weight a unit. */
final class Peepholes {
    private Peepholes() {}

    /** {@code block += p c}, p being the cell's vector of that number. */
    static void add(Step s, int vector, float[] memory, int memoryAt, int block) {
        int p = s.vector(vector);
        for (int at = 0; at < s.size; at += s.units) {
            s.kernels.addProduct(s.theta, p, memory, memoryAt + at, s.gates, block + at, s.units);
        }
    }

    /** Computes gradients from that of the block: {@code dp += block c}, {@code dc += block p}. */
    static void dAdd(Step s, int vector, float[] memory, int memoryAt, int block, float[] dMemory) {
        int p = s.vector(vector);
        for (int at = 0; at < s.size; at += s.units) {
            s.kernels.addProduct(
                    s.gates, block + at, memory, memoryAt + at, s.gradient, p, s.units);
            s.kernels.addProduct(s.gates, block + at, s.theta, p, dMemory, at, s.units);
        }
    }
}
