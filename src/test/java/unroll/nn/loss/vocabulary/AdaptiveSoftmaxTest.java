package unroll.nn.loss.vocabulary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.golden.GoldenTensor;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.oracle.CentralDifferences;
import unroll.oracle.OracleAdaptiveSoftmax;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

final class AdaptiveSoftmaxTest {
    private static final int ROWS = 150;
    private static final int INPUTS = 9;
    private static final int CLASSES = 77;
    private static final List<Integer> CUTOFFS = List.of(20, 36, 70);

    private final Layout layout = layout();
    private final HeadRows rows = HeadRows.random(ROWS, INPUTS, CLASSES, layout.size(), 1);
    private final OracleAdaptiveSoftmax oracle = new OracleAdaptiveSoftmax(CUTOFFS);

    private static Layout layout() {
        var layout = new Layout.Builder();
        new AdaptiveSoftmax(layout, "head", INPUTS, CLASSES, CUTOFFS, 2);
        return layout.build();
    }

    private HeadRows.Found found(int block, Kernels kernels) {
        var builder = new Layout.Builder();
        var head = new AdaptiveSoftmax(builder, "head", INPUTS, CLASSES, CUTOFFS, 2, block);
        return rows.found(head, kernels, 0);
    }

    private static double[] doubles(float[] floats) {
        var doubles = new double[floats.length];
        Arrays.setAll(doubles, i -> floats[i]);
        return doubles;
    }

    /** [rows][classes]. */
    private Scalar[][] logs(Scalar[] parameters, Scalar[] inputs) {
        var own = Parameters.of(layout, parameters).under("head");
        var logs = new Scalar[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            var x = Arrays.copyOfRange(inputs, row * INPUTS, (row + 1) * INPUTS);
            logs[row] = oracle.logProbabilities(own, x);
        }
        return logs;
    }

    @Test
    void lossGradientsAndScoresAreTheOracles() {
        var tape = new Tape();
        var parameters = tape.leaves(doubles(rows.theta()));
        var inputs = tape.leaves(doubles(rows.x()));
        var logs = logs(parameters, inputs);
        var loss = tape.leaf(0);
        var scores = new double[ROWS * CLASSES];
        for (int row = 0; row < ROWS; row++) {
            for (int k = 0; k < CLASSES; k++) {
                scores[row * CLASSES + k] = Math.exp(logs[row][k].value());
            }
            if (rows.targets()[row] >= 0) {
                loss = loss.minus(logs[row][rows.targets()[row]]);
            }
        }
        loss = loss.times(1.0 / rows.terms());
        tape.differentiate(loss);
        var found = found(64, Kernels.fastest());
        assertEquals(rows.terms(), found.loss().terms());
        assertEquals(loss.value(), found.loss().mean(), 1e-6 * loss.value());
        new GoldenTensor("scores", new int[] {scores.length}, scores).check(1e-6, found.scores());
        new GoldenTensor("inputs", new int[] {inputs.length}, Vectors.gradients(inputs))
                .check(1e-5, found.dInput());
        for (var slice : layout.slices()) {
            var own = Arrays.copyOfRange(parameters, slice.offset(), slice.end());
            new GoldenTensor(slice.name(), new int[] {own.length}, Vectors.gradients(own))
                    .check(1e-5, Arrays.copyOfRange(found.gradient(), slice.offset(), slice.end()));
        }
    }

    @Test
    void probabilitiesOfARowAddUpToOne() {
        var scores = found(64, Kernels.fastest()).scores();
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += scores[row * CLASSES + k];
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    @Test
    void theOraclesDerivativesAreThoseOfCentralDifferences() {
        var cutoffs = new OracleAdaptiveSoftmax(List.of(1));
        for (int target = 0; target < 3; target++) {
            int k = target;
            CentralDifferences.check(
                    (tape, at) -> {
                        var own =
                                new Parameters()
                                        .with("w", Arrays.copyOfRange(at, 0, 4), 2, 2)
                                        .with("b", Arrays.copyOfRange(at, 4, 6), 2)
                                        .with(
                                                "tail0.projection",
                                                Arrays.copyOfRange(at, 6, 8),
                                                1,
                                                2)
                                        .with("tail0.w", Arrays.copyOfRange(at, 8, 10), 2, 1)
                                        .with("tail0.b", Arrays.copyOfRange(at, 10, 12), 2);
                        var x = Arrays.copyOfRange(at, 12, 14);
                        return cutoffs.logProbabilities(own, x)[k];
                    },
                    0.3,
                    -1.2,
                    0.8,
                    0.1,
                    -0.4,
                    1.1,
                    0.7,
                    -0.9,
                    0.2,
                    1.3,
                    -0.6,
                    0.5,
                    1.4,
                    -0.3);
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
            assertArrayEquals(expected.scores(), found.scores());
        }
    }

    /** A batch of frequent words only: the tails' gradients are zero, not what was there. */
    @Test
    void aTailWithoutTargetsHasNoGradient() {
        Arrays.setAll(rows.targets(), row -> row % CUTOFFS.get(0));
        var gradient = found(64, Kernels.fastest()).gradient();
        for (var slice : layout.slices()) {
            boolean zero = true;
            for (int i = slice.offset(); i < slice.end(); i++) {
                zero &= gradient[i] == 0;
            }
            assertEquals(slice.name().contains("tail"), zero, slice.name());
        }
    }

    @Test
    void tailsAreNarrowerByTheFactorAndTheirBuffersSmall() {
        var layout = new Layout.Builder();
        var cutoffs = List.of(2000, 10_000, 60_000);
        var head = new AdaptiveSoftmax(layout, "head", 200, 100_000, cutoffs, 4);
        var built = layout.build();
        assertEquals(List.of(2003, 200), built.slice("head.w").shape());
        assertEquals(List.of(50, 200), built.slice("head.tail0.projection").shape());
        assertEquals(List.of(8000, 50), built.slice("head.tail0.w").shape());
        assertEquals(List.of(50_000, 12), built.slice("head.tail1.w").shape());
        assertEquals(List.of(40_000, 3), built.slice("head.tail2.w").shape());
        long full = bytes(new WordSoftmax(new Layout.Builder(), "head", 200, 100_000));
        assertTrue(bytes(head) < full * 2 / 3, bytes(head) + " bytes, a full softmax has " + full);
    }

    private long bytes(Loss head) {
        var allocator = Allocator.counting();
        head.open(rows.capacity(), Kernels.scalar(), allocator, rows.input());
        return allocator.bytes();
    }
}
