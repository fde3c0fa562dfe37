package unroll.math;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The gradient of the recurrent weights over a batch of workload S1: 100 steps of 64 rows. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WeightGradientBenchmark {
    private static final int STEPS = 100;
    private static final int ROWS = 64;
    private static final int UNITS = 128;
    private static final int GATES = 4;

    private final float[] d =
            new float[STEPS * ROWS * GATES * UNITS]; // step by step: [gates][ROWS, UNITS]
    private final float[] hidden = new float[STEPS * ROWS * UNITS];
    private final float[] gradient = new float[GATES * UNITS * UNITS];
    private final WeightGradient sum =
            new WeightGradient(Kernels.fastest(), Allocator.heap(), GATES, UNITS, UNITS);

    @Setup
    public void fill() {
        var random = new Random(1);
        for (float[] array : new float[][] {d, hidden}) {
            for (int i = 0; i < array.length; i++) {
                array[i] = (float) random.nextGaussian();
            }
        }
    }

    /** Packing, product and the transpose at the end: 839 million operations. */
    @Benchmark
    public float[] batch() {
        int block = ROWS * UNITS;
        for (int t = 0; t < STEPS; t++) {
            sum.add(ROWS, d, t * GATES * block, block, UNITS, hidden, t * block, UNITS);
        }
        sum.finish(gradient, 0);
        return gradient;
    }
}
