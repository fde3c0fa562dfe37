package unroll.cell;

import java.util.ArrayList;
import java.util.List;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Initializers;
import unroll.nn.Step;

/**
 * Leaky units (Mozer 1992; Jaeger et al. 2007) around any cell: the hidden state moves a part of
 * the way to the output of the cell, {@code h' = (1 - α) h + α cell(h)}. A cell state besides the
 * hidden state is the cell's own and does not leak. Where an output layer's values are fed back in
 * place of h, h is carried as a cell state, the last one.
 *
 * @param alpha of each unit; null if it is learned, {@code α = σ(a)} with a the parameter {@code
 *     alpha} [units], which starts at zero
 * @param fedBack whether h itself is fed back
 */
record Leaky(Cell cell, float[] alpha, boolean fedBack) implements Cell {
    @Override
    public int gates() {
        return cell.gates();
    }

    @Override
    public int recurrents() {
        return cell.recurrents();
    }

    @Override
    public int blocks() {
        return cell.blocks();
    }

    @Override
    public List<Block> describeBlocks() {
        return cell.describeBlocks();
    }

    @Override
    public int cellStates() {
        return cell.cellStates() + (fedBack ? 0 : 1);
    }

    @Override
    public int saved() {
        return cell.saved() + 1; // output of the cell
    }

    @Override
    public Initializer bias() {
        return cell.bias();
    }

    @Override
    public Initializer recurrent() {
        return cell.recurrent();
    }

    @Override
    public List<Vector> vectors() {
        var vectors = new ArrayList<>(cell.vectors());
        if (alpha == null) {
            vectors.add(new Vector("alpha", Initializers.zero()));
        }
        return vectors;
    }

    @Override
    public boolean passesHidden() {
        return fedBack;
    }

    @Override
    public int reset() {
        return cell.reset();
    }

    @Override
    public void activateReset(Step s) {
        cell.activateReset(s);
    }

    @Override
    public void forward(Step s) {
        cell.forward(s);
        float[] target = s.saved[cell.saved()];
        System.arraycopy(s.hidden, 0, target, s.savedAt, s.size);
        float[] share = share(s);
        for (int at = 0; at < s.size; at += s.units) {
            s.kernels.blend(
                    share,
                    0,
                    before(s),
                    s.previousAt + at,
                    target,
                    s.savedAt + at,
                    s.hidden,
                    at,
                    s.units);
        }
        if (!fedBack) {
            System.arraycopy(s.hidden, 0, s.cellState[cell.cellStates()], 0, s.size);
        }
    }

    @Override
    public void backward(Step s) {
        var k = s.kernels;
        float[] target = s.saved[cell.saved()];
        float[] share = share(s);
        float[] rows = s.rows;
        if (!fedBack) {
            k.add(s.dCellState[cell.cellStates()], 0, s.dHidden, 0, s.size);
        }
        for (int at = 0; at < s.size; at += s.units) {
            System.arraycopy(share, 0, rows, s.units, s.units);
            k.dBlend(
                    s.dHidden,
                    at,
                    rows,
                    s.units,
                    before(s),
                    s.previousAt + at,
                    target,
                    s.savedAt + at,
                    target,
                    s.savedAt + at,
                    s.dHidden,
                    at,
                    s.units);
            if (alpha == null) {
                k.add(rows, s.units, s.gradient, s.vector(cell.vectors().size()), s.units);
            }
        }
        cell.backward(s);
        if (!fedBack) {
            System.arraycopy(target, s.savedAt, s.dCellState[cell.cellStates()], 0, s.size);
        } else if (cell.passesHidden()) {
            k.add(target, s.savedAt, s.dHidden, 0, s.size);
        } else {
            System.arraycopy(target, s.savedAt, s.dHidden, 0, s.size);
        }
    }

    /** h before the step, at {@code previousAt}. */
    private float[] before(Step s) {
        return fedBack ? s.previousHidden : s.previousCellState[cell.cellStates()];
    }

    /** α of each unit, from 0. */
    private float[] share(Step s) {
        if (alpha != null) {
            return alpha;
        }
        System.arraycopy(s.theta, s.vector(cell.vectors().size()), s.rows, 0, s.units);
        s.kernels.sigmoid(s.rows, 0, s.units);
        return s.rows;
    }
}
