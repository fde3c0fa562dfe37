package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.Workspace;
import unroll.nn.layer.Linear;

final class WordSoftmaxTest {
    private static final int ROWS = 150;
    private static final int INPUTS = 5;
    private static final int CLASSES = 77;
    private static final Capacity CAPACITY = new Capacity(ROWS, ROWS, true);

    private final float[] x = numbers(ROWS * INPUTS, 1);
    private final float[] theta = numbers(CLASSES * (INPUTS + 1), 2);
    private final int[] targets = new int[ROWS];

    WordSoftmaxTest() {
        var random = new Random(4);
        for (int row = 0; row < ROWS; row++) {
            targets[row] = random.nextInt(CLASSES + 1) - 1; // some have none
        }
        targets[3] = -1;
        targets[ROWS - 1] = 76;
    }

    private static float[] numbers(int count, long seed) {
        var random = new Random(seed);
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (2 * random.nextGaussian());
        }
        return numbers;
    }

    /** All that a head makes of the rows. */
    private record Found(
            Workspace.BatchLoss loss, float[] gradient, float[] dInput, float[] scores) {}

    private Context context() {
        var context = new Context();
        context.theta = theta;
        context.gradient = new float[theta.length];
        Arrays.fill(context.gradient, 9); // to be assigned
        context.batch = Batches.steps(ROWS, ROWS);
        var ones = new int[ROWS];
        Arrays.fill(ones, 1);
        context.batch.source().pack(ones, ROWS);
        System.arraycopy(targets, 0, context.batch.target().ids(), 0, ROWS);
        context.training = true;
        return context;
    }

    private Activations input() {
        var input = new Activations(Allocator.heap(), ROWS, INPUTS, true);
        System.arraycopy(x, 0, input.value, 0, x.length);
        Arrays.fill(input.gradient, 9);
        input.rows = ROWS;
        return input;
    }

    private static float[] scores(Loss.Pass goal, Context context) {
        var scores = new float[ROWS * CLASSES];
        goal.score(
                context,
                (some, first, count) ->
                        System.arraycopy(some, 0, scores, first * CLASSES, count * CLASSES));
        return scores;
    }

    private Found found(int block, Kernels kernels) {
        var head = new WordSoftmax(new Layout.Builder(), "head", INPUTS, CLASSES, block);
        var context = context();
        var input = input();
        var goal = head.open(CAPACITY, kernels, Allocator.heap(), input);
        var loss = goal.loss(context);
        return new Found(loss, context.gradient, input.gradient, scores(goal, context));
    }

    /** A linear layer, and the softmax of all its rows at once. */
    private Found expected() {
        var weights = new float[CLASSES];
        Arrays.fill(weights, 1);
        var context = context();
        var input = input();
        var linear =
                new Linear(new Layout.Builder(), "head", INPUTS, CLASSES)
                        .open(CAPACITY, Kernels.scalar(), Allocator.heap(), input);
        var goal =
                new SoftmaxCrossEntropy(weights, 0)
                        .open(CAPACITY, Kernels.scalar(), Allocator.heap(), linear.output());
        linear.forward(context);
        var loss = goal.loss(context);
        linear.backward(context);
        return new Found(loss, context.gradient, input.gradient, scores(goal, context));
    }

    @Test
    void isTheCrossEntropyOfEqualWeightsAfterALinearMap() {
        var expected = expected();
        var found = found(64, Kernels.fastest());
        assertEquals(expected.loss().terms(), found.loss().terms());
        assertEquals(expected.loss().sum(), found.loss().sum(), 1e-5 * expected.loss().sum());
        assertArrayEquals(expected.gradient(), found.gradient(), 1e-6f);
        assertArrayEquals(expected.dInput(), found.dInput(), 1e-6f);
        assertArrayEquals(expected.scores(), found.scores(), 1e-6f);
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
        var goal = head.open(CAPACITY, Kernels.fastest(), Allocator.heap(), input());
        var context = context();
        context.theta = new float[theta.length];
        var equal = new float[ROWS * CLASSES];
        Arrays.fill(equal, 1f / CLASSES);
        assertArrayEquals(equal, scores(goal, context), 1e-6f);
        context.theta = theta;
        assertArrayEquals(expected().scores(), scores(goal, context), 1e-6f);
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
        head.open(capacity, Kernels.scalar(), allocator, input());
        return allocator.bytes();
    }
}
