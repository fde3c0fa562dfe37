package unroll.nn.loss;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import unroll.math.Kernels;
import unroll.nn.batch.Packing;
import unroll.nn.batch.Stream;

/** CTC's loss and gradient of 16 sequences of 250 steps: the time of one step of one sequence. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AlignmentsBenchmark {
    private static final int SEQUENCES = 16;
    private static final int STEPS = 250;
    private static final int ROWS = SEQUENCES * STEPS;

    /** How many classes there are with the blank, and how many labels a sequence has. */
    public enum Size {
        DIGITS(11, 4),
        LETTERS(30, 40),
        PHONES(80, 100);

        private final int classes;
        private final int labels;

        Size(int classes, int labels) {
            this.classes = classes;
            this.labels = labels;
        }
    }

    @Param private Size size;

    private Alignments alignments;
    private final Packing packing = new Packing(SEQUENCES);
    private float[] logits; // [ROWS, classes]
    private float[] gradient; // [ROWS, classes]
    private Stream labels;

    /** Logits of a network that has learnt little. */
    @Setup
    public void fill() {
        int classes = size.classes;
        int count = size.labels;
        alignments = new Alignments(Kernels.fastest(), classes, classes - 1);
        var lengths = new int[SEQUENCES];
        Arrays.fill(lengths, STEPS);
        packing.set(lengths, SEQUENCES);
        var random = new Random(1);
        logits = new float[ROWS * classes];
        gradient = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
        }
        var sequences = new int[SEQUENCES][];
        Arrays.setAll(sequences, b -> random.ints(count, 0, classes - 1).toArray());
        labels = Stream.of(sequences);
    }

    /** Forward and backward. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Workspace.BatchLoss loss() {
        return alignments.loss(logits, packing, labels, gradient);
    }
}
