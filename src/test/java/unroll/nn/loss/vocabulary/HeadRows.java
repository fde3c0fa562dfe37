package unroll.nn.loss.vocabulary;

import java.util.Arrays;
import java.util.Random;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.Workspace;

/**
 * Rows for an output layer with parameters of its own, at random.
 *
 * @param x [rows, inputs]
 * @param theta of the layer
 * @param targets [rows], below 0 where there is none
 */
record HeadRows(int inputs, int classes, float[] x, float[] theta, int[] targets) {
    /** What is assigned to gradients before: all of it is to be assigned again. */
    static final float UNTOUCHED = 9;

    /** All that a layer makes of the rows. */
    record Found(Workspace.BatchLoss loss, float[] gradient, float[] dInput, float[] scores) {}

    /**
     * @param parameters of the layer
     */
    static HeadRows random(int rows, int inputs, int classes, int parameters, double deviation) {
        var random = new Random(4);
        var targets = new int[rows];
        for (int row = 0; row < rows; row++) {
            targets[row] = random.nextInt(classes + 1) - 1;
        }
        targets[3] = -1;
        targets[rows - 1] = classes - 1;
        return new HeadRows(
                inputs,
                classes,
                numbers(rows * inputs, deviation, 1),
                numbers(parameters, deviation, 2),
                targets);
    }

    private static float[] numbers(int count, double deviation, long seed) {
        var random = new Random(seed);
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (deviation * random.nextGaussian());
        }
        return numbers;
    }

    int rows() {
        return targets.length;
    }

    int terms() {
        return (int) Arrays.stream(targets).filter(target -> target >= 0).count();
    }

    Capacity capacity() {
        return new Capacity(rows(), rows(), true);
    }

    Context context(long key) {
        var context = new Context();
        context.theta = theta;
        context.gradient = new float[theta.length];
        Arrays.fill(context.gradient, UNTOUCHED);
        context.batch = Batches.steps(rows(), rows());
        var ones = new int[rows()];
        Arrays.fill(ones, 1);
        context.batch.source().pack(ones, rows());
        System.arraycopy(targets, 0, context.batch.target().ids(), 0, rows());
        context.training = true;
        context.key = key;
        return context;
    }

    Activations input() {
        var input = new Activations(Allocator.heap(), rows(), inputs, true);
        System.arraycopy(x, 0, input.value, 0, x.length);
        Arrays.fill(input.gradient, UNTOUCHED);
        input.rows = rows();
        return input;
    }

    float[] scores(Loss.Pass goal, Context context) {
        var scores = new float[rows() * classes];
        goal.score(
                context,
                (some, first, count) ->
                        System.arraycopy(some, 0, scores, first * classes, count * classes));
        return scores;
    }

    /** Trains on the rows and scores them. */
    Found found(Loss head, Kernels kernels, long key) {
        var input = input();
        var goal = head.open(capacity(), kernels, Allocator.heap(), input);
        goal.loss(context(key + 1)); // leaves nothing behind
        var context = context(key);
        var loss = goal.loss(context);
        return new Found(loss, context.gradient, input.gradient.clone(), scores(goal, context));
    }
}
