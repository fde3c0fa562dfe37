package unroll.math;

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

/** The kernels at the sizes of workload S1: 64 sequences, 128 inputs, 128 units, four gates. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelsBenchmark {
    private static final int ROWS = 64;
    private static final int INPUTS = 128;
    private static final int UNITS = 128;
    private static final int GATES = 4;
    private static final int WIDTH = GATES * UNITS;

    @Param({"fastest", "scalar"})
    private String kernels;

    private Kernels k;
    private final float[] x = new float[ROWS * INPUTS];
    private final float[] weights = new float[WIDTH * INPUTS]; // [gates * units, inputs]
    private final float[] packed = new float[Panels.size(INPUTS, WIDTH)];
    private final float[] gates = new float[ROWS * WIDTH];
    private final float[] functions = new float[ROWS * WIDTH];

    /** Values as they are in training: about as wide as the functions bend. */
    @Setup
    public void fill() {
        k = kernels.equals("scalar") ? Kernels.scalar() : Kernels.fastest();
        var random = new Random(1);
        for (float[] array : new float[][] {x, weights, gates}) {
            for (int i = 0; i < array.length; i++) {
                array[i] = (float) random.nextGaussian();
            }
        }
        Panels.packTransposed(INPUTS, WIDTH, weights, 0, INPUTS, packed, 0);
    }

    /** [64, 128] x [128, 512], 8.4 million operations. */
    @Benchmark
    public float[] product() {
        k.multiply(ROWS, WIDTH, INPUTS, x, 0, INPUTS, packed, 0, functions, 0, WIDTH, false);
        return functions;
    }

    /** Of the three gates of a step that have one; the copy of its input included. */
    @Benchmark
    public float[] sigmoid() {
        System.arraycopy(gates, 0, functions, 0, 3 * ROWS * UNITS);
        k.sigmoid(functions, 0, 3 * ROWS * UNITS);
        return functions;
    }

    /** Of one gate of a step. */
    @Benchmark
    public float[] tanh() {
        k.tanh(gates, 0, functions, 0, ROWS * UNITS);
        return functions;
    }
}
