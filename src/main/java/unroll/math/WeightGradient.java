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
    /** The most rows of a block: its two sides fit the second-level cache. */
    public static final int BLOCK = 256;

    private final Kernels kernels;
    private final int gates;
    private final int outputs;
    private final int inputs;
    private final int tiles;
    private final int panelsOfGate;
    private final float[] x; // [strips][BLOCK][STRIP]
    private final float[] d; // [gates * panelsOfGate][BLOCK][PANEL]
    private final float[] sum; // [gates * panelsOfGate][tiles * TILE][PANEL], transposed
    private int filled; // rows of the block so far
    private int rows; // those whose outputs are added some at a time

    public WeightGradient(
            Kernels kernels, Allocator allocator, int gates, int outputs, int inputs) {
        this(kernels, allocator, gates, outputs, inputs, outputs);
    }

    private WeightGradient(
            Kernels kernels, Allocator allocator, int gates, int outputs, int inputs, int held) {
        this.kernels = kernels;
        this.gates = gates;
        this.outputs = outputs;
        this.inputs = inputs;
        tiles = (inputs + TILE - 1) / TILE;
        panelsOfGate = Panels.count(outputs);
        x = allocator.floats(strips(inputs), BLOCK, STRIP);
        d = allocator.floats(gates, Panels.count(held), BLOCK, PANEL);
        sum = allocator.floats(gates, panelsOfGate, tiles, TILE, PANEL);
    }

    /**
     * Returns the gradient of a matrix with so many outputs that rows are added some outputs at a
     * time, with {@link #rows} and {@link #columns}.
     *
     * @param most outputs at a time
     */
    public static WeightGradient ofManyOutputs(
            Kernels kernels, Allocator allocator, int outputs, int inputs, int most) {
        return new WeightGradient(kernels, allocator, 1, outputs, inputs, most);
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
            packStrips(filled, count, from, at + done * ld, ld);
            for (int g = 0; g < gates; g++) {
                int of = dAt + g * plane + done * ldd;
                packPanels(g * panelsOfGate, outputs, filled, count, d, of, ldd);
            }
            filled += count;
            done += count;
            if (filled == BLOCK) {
                flush();
            }
        }
    }

    /**
     * Begins with rows of which {@link #columns} adds the outputs.
     *
     * @param count at most {@link #BLOCK}
     * @param from input of row r at {@code at + r * ld}, [inputs] each
     */
    public void rows(int count, float[] from, int at, int ld) {
        packStrips(0, count, from, at, ld);
        rows = count;
    }

    /**
     * Adds some outputs of the rows at hand to the sum.
     *
     * @param first output, a multiple of {@link Kernels#PANEL}
     * @param width outputs
     * @param from gradient of row r at {@code at + r * ld}, [width] each
     */
    public void columns(int first, int width, float[] from, int at, int ld) {
        packPanels(0, width, 0, rows, from, at, ld);
        int to = first / PANEL * tiles * TILE * PANEL;
        kernels.multiplyPacked(tiles, Panels.count(width), rows, BLOCK, x, d, sum, to);
    }

    /** Packs inputs into the block's rows from {@code row} on. */
    private void packStrips(int row, int count, float[] from, int at, int ld) {
        for (int column = 0; column < inputs; column += STRIP) {
            int width = Math.min(STRIP, inputs - column);
            int to = column * BLOCK + row * STRIP;
            kernels.copyRows(count, width, from, at + column, ld, x, to, STRIP);
        }
    }

    /**
     * Packs outputs into the panels from {@code panel} on, the block's rows from {@code row} on.
     */
    private void packPanels(
            int panel, int columns, int row, int count, float[] from, int at, int ld) {
        for (int column = 0; column < columns; column += PANEL) {
            int width = Math.min(PANEL, columns - column);
            int to = ((panel + column / PANEL) * BLOCK + row) * PANEL;
            kernels.copyRows(count, width, from, at + column, ld, d, to, PANEL);
        }
    }

    private void flush() {
        kernels.multiplyPacked(tiles, gates * panelsOfGate, filled, BLOCK, x, d, sum, 0);
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
