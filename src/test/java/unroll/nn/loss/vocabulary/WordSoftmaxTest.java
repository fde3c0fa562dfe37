package unroll.nn.loss.vocabulary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.layer.Linear;
import unroll.nn.loss.SoftmaxCrossEntropy;

final class WordSoftmaxTest {
    private static final int ROWS = 150;
    private static final int INPUTS = 5;
    private static final int CLASSES = 77;

    private final HeadRows rows = HeadRows.random(ROWS, INPUTS, CLASSES, CLASSES * (INPUTS + 1), 2);

    private HeadRows.Found found(int block, Kernels kernels) {
        var head = new WordSoftmax(new Layout.Builder(), "head", INPUTS, CLASSES, block);
        return rows.found(head, kernels, 0);
    }

    /** A linear layer, and the softmax of all its rows at once. */
    private HeadRows.Found expected() {
        return expected(equal(1), 0);
    }

    private static float[] equal(float weight) {
        var weights = new float[CLASSES];
        Arrays.fill(weights, weight);
        return weights;
    }

    private HeadRows.Found expected(float[] weights, double smoothing) {
        var context = rows.context(0);
        var input = rows.input();
        var linear =
                new Linear(new Layout.Builder(), "head", INPUTS, CLASSES)
                        .open(rows.capacity(), Kernels.scalar(), Allocator.heap(), input);
        var goal =
                new SoftmaxCrossEntropy(weights, smoothing)
                        .open(rows.capacity(), Kernels.scalar(), Allocator.heap(), linear.output());
        linear.forward(context);
        var loss = goal.loss(context);
        linear.backward(context);
        return new HeadRows.Found(
                loss, context.gradient, input.gradient, rows.scores(goal, context));
    }

    @Test
    void isTheCrossEntropyOfEqualWeightsAfterALinearMap() {
        check(expected(), found(64, Kernels.fastest()));
    }

    private static void check(HeadRows.Found expected, HeadRows.Found found) {
        assertEquals(expected.loss().terms(), found.loss().terms());
        assertEquals(expected.loss().sum(), found.loss().sum(), 1e-5 * expected.loss().sum());
        assertArrayEquals(expected.gradient(), found.gradient(), 1e-6f);
        assertArrayEquals(expected.dInput(), found.dInput(), 1e-6f);
        assertArrayEquals(expected.scores(), found.scores(), 1e-6f);
    }

    @Test
    void targetsAreSmoothedAsThoseOfClasses() {
        var head = WordSoftmax.smoothed(new Layout.Builder(), "head", INPUTS, CLASSES, 0.3);
        check(expected(equal(1), 0.3), rows.found(head, Kernels.fastest(), 0));
    }

    private HeadRows.Found weighted(float... weights) {
        var head = WordSoftmax.weighted(new Layout.Builder(), "head", INPUTS, weights);
        return rows.found(head, Kernels.fastest(), 0);
    }

    @Test
    void rowsWeighAsTheirClasses() {
        var weights = new float[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            weights[k] = 0.125f * (1 + k % 40);
        }
        check(expected(weights, 0), weighted(weights));
    }

    /** A power of two changes sums without rounding. */
    @Test
    void equalWeightsChangeNoBit() {
        var expected = found(64, Kernels.fastest());
        for (float weight : new float[] {1, 4}) {
            var found = weighted(equal(weight));
            assertEquals(weight * expected.loss().terms(), found.loss().terms());
            assertEquals(expected.loss().mean(), found.loss().mean());
            assertArrayEquals(expected.gradient(), found.gradient());
            assertArrayEquals(expected.dInput(), found.dInput());
            assertArrayEquals(expected.scores(), found.scores());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 128, ROWS, 1000})
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

    /** A head that was never trained, and whose parameters change. */
    @Test
    void scoresAreThoseOfTheParametersAtHand() {
        var head = new WordSoftmax(new Layout.Builder(), "head", INPUTS, CLASSES, 64);
        var goal = head.open(rows.capacity(), Kernels.fastest(), Allocator.heap(), rows.input());
        var context = rows.context(0);
        context.theta = new float[rows.theta().length];
        var equal = new float[ROWS * CLASSES];
        Arrays.fill(equal, 1f / CLASSES);
        assertArrayEquals(equal, rows.scores(goal, context), 1e-6f);
        context.theta = rows.theta();
        goal.invalidate();
        assertArrayEquals(expected().scores(), rows.scores(goal, context), 1e-6f);
    }

    @Test
    void whatIsKeptDoesNotGrowWithTheBatch() {
        var head = new WordSoftmax(new Layout.Builder(), "head", INPUTS, 10_000);
        long small = counted(head, new Capacity(20, 700, true));
        assertEquals(small, counted(head, new Capacity(20, 7000, true)));
        // Logits and gradients of all rows alone would be so many.
        assertTrue(small < 8L * 7000 * 10_000 / 10, "" + small);
    }

    private long counted(WordSoftmax head, Capacity capacity) {
        var allocator = Allocator.counting();
        head.open(capacity, Kernels.scalar(), allocator, rows.input());
        return allocator.bytes();
    }
}
