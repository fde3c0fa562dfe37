package unroll.nn.loss.vocabulary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.golden.GoldenTensor;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.RandomKeys;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;
import unroll.oracle.CentralDifferences;
import unroll.oracle.OracleSampledSoftmax;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

final class SampledSoftmaxTest {
    private static final int ROWS = 90;
    private static final int INPUTS = 5;
    private static final int CLASSES = 77;
    private static final int SAMPLES = 35;
    private static final long KEY = 8;

    private final HeadRows rows = HeadRows.random(ROWS, INPUTS, CLASSES, CLASSES * (INPUTS + 1), 1);

    private static SampledSoftmax head(int block) {
        return new SampledSoftmax(new Layout.Builder(), "head", INPUTS, CLASSES, SAMPLES, block);
    }

    private HeadRows.Found found(int block, Kernels kernels) {
        return rows.found(head(block), kernels, KEY);
    }

    private static List<Integer> list(RowSet rows) {
        var list = new ArrayList<Integer>();
        for (int i = 0; i < rows.count(); i++) {
            list.add(rows.row(i));
        }
        return list;
    }

    /** The sample of the key, in the equations of the oracle. */
    private static OracleSampledSoftmax oracle() {
        var marks = new int[CLASSES];
        long key = RandomKeys.mix(KEY, 0x73616d706c65L);
        int draws = new LogUniformSampler(CLASSES).draw(key, SAMPLES, marks);
        var sample = new ArrayList<Integer>();
        for (int k = 0; k < CLASSES; k++) {
            if (marks[k] == 1) {
                sample.add(k);
            }
        }
        return new OracleSampledSoftmax(CLASSES, sample.stream().mapToInt(k -> k).toArray(), draws);
    }

    /** Mean over the rows with a target. */
    private Scalar expected(Tape tape, Scalar[] parameters, Scalar[] inputs) {
        var own = Parameters.of(layout(), Arrays.copyOf(parameters, CLASSES * (INPUTS + 1)));
        var sum = tape.leaf(0);
        for (int row = 0; row < ROWS; row++) {
            if (rows.targets()[row] >= 0) {
                var at = Arrays.copyOfRange(inputs, row * INPUTS, (row + 1) * INPUTS);
                var product = Vectors.product(own.matrix("head.w"), at);
                var logits = Vectors.plus(product, own.vector("head.b"));
                sum = sum.plus(oracle().loss(logits, rows.targets()[row]));
            }
        }
        return sum.times(1.0 / rows.terms());
    }

    private static Layout layout() {
        var layout = new Layout.Builder();
        new SampledSoftmax(layout, "head", INPUTS, CLASSES, SAMPLES);
        return layout.build();
    }

    private static double[] doubles(float[] floats) {
        var doubles = new double[floats.length];
        Arrays.setAll(doubles, i -> floats[i]);
        return doubles;
    }

    @Test
    void lossAndGradientsAreTheOracles() {
        var tape = new Tape();
        var parameters = tape.leaves(doubles(rows.theta()));
        var inputs = tape.leaves(doubles(rows.x()));
        var expected = expected(tape, parameters, inputs);
        tape.differentiate(expected);
        var found = found(64, Kernels.fastest());
        assertEquals(expected.value(), found.loss().mean(), 1e-6 * expected.value());
        assertEquals(rows.terms(), found.loss().terms());
        new GoldenTensor("inputs", new int[] {inputs.length}, Vectors.gradients(inputs))
                .check(1e-5, found.dInput());
        var used = used();
        var gradient = found.gradient();
        for (int k = 0; k < CLASSES; k++) {
            if (!used.contains(k)) {
                for (int i = k * INPUTS; i < (k + 1) * INPUTS; i++) {
                    assertEquals(HeadRows.UNTOUCHED, gradient[i]);
                    gradient[i] = 0;
                }
                assertEquals(HeadRows.UNTOUCHED, gradient[CLASSES * INPUTS + k]);
                gradient[CLASSES * INPUTS + k] = 0;
            }
        }
        new GoldenTensor("parameters", new int[] {parameters.length}, Vectors.gradients(parameters))
                .check(1e-5, gradient);
    }

    @Test
    void theOraclesDerivativesAreThoseOfCentralDifferences() {
        var oracle = new OracleSampledSoftmax(5, new int[] {0, 1, 3}, 7);
        for (int target : new int[] {1, 4}) {
            CentralDifferences.check(
                    (tape, at) -> oracle.loss(at, target), 0.3, -1.2, 0.8, 2.1, -0.4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, ROWS, 1000})
    void theBlocksSizeAndTheKernelsChangeNoBit(int block) {
        var expected = found(64, Kernels.scalar());
        for (var kernels : new Kernels[] {Kernels.scalar(), Kernels.fastest()}) {
            var found = found(block, kernels);
            assertEquals(expected.loss(), found.loss());
            assertArrayEquals(expected.gradient(), found.gradient());
            assertArrayEquals(expected.dInput(), found.dInput());
        }
    }

    /** The sample and the targets. */
    private Set<Integer> used() {
        var used = new TreeSet<Integer>();
        Arrays.stream(rows.targets()).filter(target -> target >= 0).forEach(used::add);
        Arrays.stream(oracle().sample()).forEach(used::add);
        return used;
    }

    @Test
    void theSampleAndTheTargetsAreInUseBeforeAndAfter() {
        var goal = head(64).open(rows.capacity(), Kernels.scalar(), Allocator.heap(), rows.input());
        goal.findUsed(rows.context(KEY));
        var before = list(goal.used().get(0));
        goal.loss(rows.context(KEY));
        assertEquals(before, list(goal.used().get(0)));
        assertEquals(before, list(goal.used().get(1)));
        assertEquals(new ArrayList<>(used()), before);
        goal.findUsed(rows.context(KEY + 1));
        assertFalse(before.equals(list(goal.used().get(0))), "another key, another sample");
    }

    @Test
    void scoresAreThoseOfTheFullSoftmax() {
        var full = new WordSoftmax(new Layout.Builder(), "head", INPUTS, CLASSES);
        for (boolean training : new boolean[] {false, true}) {
            var capacity = new Capacity(ROWS, ROWS, training);
            var scores = new ArrayList<float[]>();
            for (var head : List.of(full, head(64))) {
                var goal = head.open(capacity, Kernels.scalar(), Allocator.heap(), rows.input());
                scores.add(rows.scores(goal, rows.context(KEY)));
            }
            assertArrayEquals(scores.get(0), scores.get(1));
        }
    }

    /** What training keeps besides a packed matrix for scores grows with the sample. */
    @Test
    void whatIsKeptIsOfTheSample() {
        int many = 100_000;
        long scoring = counted(many, 500, false);
        long sampled = counted(many, 500, true) - scoring;
        assertTrue(sampled < 8L * many + 4L * 500 * 10 * 64, sampled + " bytes");
    }

    private long counted(int classes, int samples, boolean training) {
        var allocator = Allocator.counting();
        new SampledSoftmax(new Layout.Builder(), "head", INPUTS, classes, samples)
                .open(
                        new Capacity(ROWS, ROWS, training),
                        Kernels.scalar(),
                        allocator,
                        rows.input());
        return allocator.bytes();
    }
}
