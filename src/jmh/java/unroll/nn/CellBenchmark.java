package unroll.nn;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.math.Allocator;
import unroll.math.Kernels;

/** The pointwise part of one time step of 64 sequences with 128 units. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CellBenchmark {
    private static final int UNITS = 128;
    private static final int SIZE = 64 * UNITS;

    @Param private CellConf.Name cell;

    private Cell mathematics;
    private Step step;
    private float[] gates; // pre-activations, [gates * SIZE]
    private final float[] dHidden = new float[SIZE];

    /** Pre-activations and gradients as they are in training. */
    @Setup
    public void fill() {
        mathematics = Cells.of(new RecurrentConf(cell, UNITS, false));
        gates = new float[mathematics.blocks() * SIZE];
        step = new Step(Kernels.fastest(), Allocator.heap(), UNITS);
        step.size = SIZE;
        step.plane = SIZE;
        step.gates = new float[gates.length];
        step.previousHidden = new float[SIZE];
        step.previousCellState = new float[mathematics.cellStates()][SIZE];
        step.saved = new float[mathematics.saved()][SIZE];
        step.hidden = new float[SIZE];
        step.cellState = new float[mathematics.cellStates()][SIZE];
        step.scratch = new float[SIZE];
        step.dHidden = new float[SIZE];
        step.dCellState = new float[mathematics.cellStates()][SIZE];
        var random = new Random(1);
        for (int i = 0; i < gates.length; i++) {
            gates[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < SIZE; i++) {
            dHidden[i] = (float) random.nextGaussian();
        }
    }

    /** The copy of the pre-activations included, as the step before it writes them. */
    @Benchmark
    public float[] forward() {
        System.arraycopy(gates, 0, step.gates, 0, gates.length);
        mathematics.forward(step);
        return step.hidden;
    }

    /** What {@link #forward} takes included, since backward overwrites what it left. */
    @Benchmark
    public float[] forwardAndBackward() {
        forward();
        System.arraycopy(dHidden, 0, step.dHidden, 0, SIZE);
        for (float[] dCellState : step.dCellState) {
            System.arraycopy(dHidden, 0, dCellState, 0, SIZE);
        }
        mathematics.backward(step);
        return step.gates;
    }
}
