package unroll.nn.recurrent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.nn.Cell;
import unroll.nn.Initializer;
import unroll.nn.Step;

/**
 * A cell that shows the final states of every sequence, and adds gradients to them, as a loss on
 * the final states would. Each direction that runs it has taps of its own, in the order of their
 * first forward pass.
 */
final class TappedCell implements Cell {
    /** Final states of one direction and the gradients that enter there, [sequences, units]. */
    static final class Tap {
        final float[] hidden;
        final float[] cellState;
        final float[] dHidden;
        final float[] dCellState;
        private int entered; // elements of the gradients that have been added

        Tap(int size) {
            hidden = new float[size];
            cellState = new float[size];
            dHidden = new float[size];
            dCellState = new float[size];
        }
    }

    private final Cell cell;
    private final int size;
    private final Map<Step, Tap> taps = new LinkedHashMap<>();

    /**
     * @param size sequences times units
     */
    TappedCell(Cell cell, int size) {
        this.cell = cell;
        this.size = size;
    }

    List<Tap> taps() {
        return new ArrayList<>(taps.values());
    }

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
    public boolean passesHidden() {
        return cell.passesHidden();
    }

    @Override
    public List<Block> describeBlocks() {
        return cell.describeBlocks();
    }

    @Override
    public int cellStates() {
        return cell.cellStates();
    }

    @Override
    public int saved() {
        return cell.saved();
    }

    @Override
    public Initializer bias() {
        return cell.bias();
    }

    @Override
    public void forward(Step step) {
        cell.forward(step);
        var tap = taps.computeIfAbsent(step, s -> new Tap(size));
        tap.entered = 0;
        System.arraycopy(step.hidden, 0, tap.hidden, 0, step.size);
        if (cell.cellStates() > 0) {
            System.arraycopy(step.cellState[0], 0, tap.cellState, 0, step.size);
        }
    }

    /** A sequence's final step is the first one that backward comes to. */
    @Override
    public void backward(Step step) {
        var tap = taps.get(step);
        for (; tap.entered < step.size; tap.entered++) {
            step.dHidden[tap.entered] += tap.dHidden[tap.entered];
            if (cell.cellStates() > 0) {
                step.dCellState[0][tap.entered] += tap.dCellState[tap.entered];
            }
        }
        cell.backward(step);
    }
}
