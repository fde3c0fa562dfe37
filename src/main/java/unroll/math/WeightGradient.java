package unroll.math;

import static unroll.math.Kernels.PANEL;
import static unroll.math.Kernels.STRIP;
import static unroll.math.Kernels.TILE;

import java.util.Arrays;

/**
 * Gradient of a weight matrix [gates * outputs, inputs]: the sum over rows of dᵀ x, in the order in
 * which rows are added. Rows are collected in blocks, both sides packed, so that the product runs
 * from the cache.
 */
public final class WeightGradient {
    /** Rows of a block: its two sides fit the second-level cache. */
    private static final int BLOCK = 256;

    private final Kernels kernels;
    private final int gates;
    private final int outputs;
    private final int inputs;
    private final int tiles;
    private final int panelsOfGate;
    private final float[] x; // [strips][BLOCK][STRIP]
    private final float[] d; // [gates * panelsOfGate][BLOCK][PANEL]
    private final float[] sum; // [gates * panelsOfGate][tiles * TILE][PANEL], transposed
    private int filled;

    public WeightGradient(
            Kernels kernels, Allocator allocator, int gates, int outputs, int inputs) {
        this.kernels = kernels;
        this.gates = gates;
        this.outputs = outputs;
        this.inputs = inputs;
        tiles = (inputs + TILE - 1) / TILE;
        panelsOfGate = Panels.count(outputs);
        x = allocator.floats(strips(inputs), BLOCK, STRIP);
        d = allocator.floats(gates, panelsOfGate, BLOCK, PANEL);
        sum = allocator.floats(gates, panelsOfGate, tiles, TILE, PANEL);
    }

    private static int strips(int inputs) {
        return (inputs + STRIP - 1) / STRIP;
    }

    /**
     * Adds rows to the sum.
     *
     * @param d gradient of gate g of row r at {@code dAt + g * plane + r * ldd}, [outputs] each
     * @param from input of row r at {@code at + r * ld}, [inputs] each
     */
    public void add(
            int rows, float[] d, int dAt, int plane, int ldd, float[] from, int at, int ld) {
        for (int done = 0; done < rows; ) {
            int count = Math.min(rows - done, BLOCK - filled);
            packStrips(count, from, at + done * ld, ld);
            for (int g = 0; g < gates; g++) {
                packPanels(g, count, d, dAt + g * plane + done * ldd, ldd);
            }
            filled += count;
            done += count;
            if (filled == BLOCK) {
                flush();
            }
        }
    }

    private void packStrips(int count, float[] from, int at, int ld) {
        for (int column = 0; column < inputs; column += STRIP) {
            int width = Math.min(STRIP, inputs - column);
            int to = column * BLOCK + filled * STRIP;
            kernels.copyRows(count, width, from, at + column, ld, x, to, STRIP);
        }
    }

    private void packPanels(int gate, int count, float[] from, int at, int ld) {
        for (int panel = 0; panel < panelsOfGate; panel++) {
            int width = Math.min(PANEL, outputs - panel * PANEL);
            int to = ((gate * panelsOfGate + panel) * BLOCK + filled) * PANEL;
            kernels.copyRows(count, width, from, at + panel * PANEL, ld, d, to, PANEL);
        }
    }

    private void flush() {
        kernels.multiplyPacked(tiles, gates * panelsOfGate, filled, BLOCK, x, d, sum);
        filled = 0;
    }

    /** Assigns the sum, [gates * outputs, inputs], and clears it. */
    public void finish(float[] gradient, int at) {
        if (filled > 0) {
            flush();
        }
        for (int g = 0; g < gates; g++) {
            for (int o = 0; o < outputs; o += TILE) {
                int from = (g * panelsOfGate + o / PANEL) * tiles * TILE * PANEL + o % PANEL;
                int to = at + (g * outputs + o) * inputs;
                transpose(Math.min(TILE, outputs - o), from, gradient, to);
            }
        }
        Arrays.fill(sum, 0);
    }

    /** A few outputs at a time, so that the lines of both sides stay in the cache. */
    private void transpose(int width, int from, float[] gradient, int to) {
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < width; o++) {
                gradient[to + o * inputs + i] = sum[i * PANEL + from + o];
            }
        }
    }
}
