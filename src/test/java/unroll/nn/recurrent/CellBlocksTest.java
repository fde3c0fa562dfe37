package unroll.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.CellConf.Gru;
import unroll.conf.CellConf.Lstm;
import unroll.conf.CellConf.Reset;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Cell;
import unroll.nn.Step;

/** A cell asks for the blocks that it needs, and for no others: each costs memory in every row. */
final class CellBlocksTest {
    private static final int UNITS = 3;
    private static final int SIZE = 2 * UNITS; // two sequences

    @TestFactory
    Stream<DynamicTest> forwardAssignsEveryBlockThatTheCellAskedFor() {
        var confs = new ArrayList<CellConf>();
        for (var name : CellConf.Name.values()) {
            confs.add(CellConf.of(name));
        }
        confs.add(new Gru(Reset.BEFORE));
        confs.add(new Lstm(1, true, false));
        confs.add(new Lstm(1, false, true));
        confs.add(new Lstm(1, true, true));
        confs.add(new Lstm(1, true, false, false, false));
        confs.add(new Lstm(1, true, false, false, true));
        confs.add(new Lstm(1, true, false, true, false));
        return confs.stream()
                .flatMap(
                        conf ->
                                Stream.of(new LeakConf.None(), new LeakConf.Learned())
                                        .map(leak -> layer(conf, leak)))
                .map(
                        layer ->
                                DynamicTest.dynamicTest(
                                        layer.toString(), () -> check(Cells.of(layer))));
    }

    private static RecurrentConf layer(CellConf conf, LeakConf leak) {
        return new RecurrentConf(conf, UNITS, false, leak, List.of(1));
    }

    private static void check(Cell cell) {
        var step = new Step(Kernels.fastest(), Allocator.heap(), UNITS);
        step.size = SIZE;
        step.plane = SIZE;
        step.gates = filled(cell.blocks() * SIZE, 0.3f);
        step.previousHidden = filled(SIZE, 0.2f);
        step.previousCellState = new float[cell.cellStates()][];
        step.saved = new float[cell.saved()][];
        step.cellState = new float[cell.cellStates()][];
        step.scratch = filled(SIZE, Float.NaN);
        step.hidden = filled(SIZE, Float.NaN);
        for (int m = 0; m < cell.cellStates(); m++) {
            step.previousCellState[m] = filled(SIZE, 0.1f);
            step.cellState[m] = filled(SIZE, Float.NaN);
        }
        for (int s = 0; s < cell.saved(); s++) {
            step.saved[s] = filled(SIZE, Float.NaN);
        }
        step.theta = filled(UNITS, 0.4f);
        step.vectors = new int[cell.vectors().size()];
        if (cell.reset() >= 0) {
            cell.activateReset(step);
        }
        cell.forward(step);
        requireAssigned("hidden", step.hidden);
        requireAssigned("cellState", step.cellState);
        requireAssigned("saved", step.saved);
    }

    private static float[] filled(int size, float value) {
        var block = new float[size];
        Arrays.fill(block, value);
        return block;
    }

    private static void requireAssigned(String what, float[]... blocks) {
        for (float[] block : blocks) {
            for (float x : block) {
                assertFalse(Float.isNaN(x), what + " has elements that forward left: " + x);
            }
        }
    }
}
