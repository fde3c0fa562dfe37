package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;

/** Dropout in all its places: masks are a function of the key, and the same in both directions. */
final class ClassifyDropoutTest {
    private static final int[] LENGTHS = {7, 5, 2, 1};
    private static final int[] TARGETS = {0, 2, 1, 1};

    /**
     * The gradient under a fixed mask is that of the loss under that mask: along a random direction
     * the loss rises as fast as the gradient says.
     */
    @TestFactory
    Stream<DynamicTest> backwardUsesTheMaskOfForward() {
        return Stream.of(
                        new DropoutConf(0.5, 0, 0, 0),
                        new DropoutConf(0, 0.5, 0, 0),
                        new DropoutConf(0, 0, 0.5, 0),
                        new DropoutConf(0, 0, 0, 0.5),
                        new DropoutConf(0.2, 0.3, 0.4, 0.5))
                .map(conf -> DynamicTest.dynamicTest(conf.toString(), () -> checkSlope(conf)));
    }

    private static void checkSlope(DropoutConf conf) {
        // The mean has no kinks.
        var classifier = classifier(conf, Pooling.MEAN);
        var words = classifier.sequences(LENGTHS);
        var batch = classifier.batch(words, TARGETS);
        var workspace = classifier.network.open(classifier.capacity(words, true));
        var random = new Random(3);
        for (int key = 0; key < 5; key++) {
            var gradient = new float[classifier.theta.length];
            workspace.train(classifier.theta, gradient, batch, key);
            var above = classifier.theta.clone();
            var below = classifier.theta.clone();
            double expected = 0;
            for (int i = 0; i < above.length; i++) {
                // Towards the gradient's sign, so that the slope is not lost in cancellation.
                float by = (float) (3e-3 * random.nextDouble() * Math.signum(gradient[i]));
                above[i] += by;
                below[i] -= by;
                expected += ((double) above[i] - below[i]) * gradient[i];
            }
            var unused = new float[classifier.theta.length];
            double found =
                    workspace.train(above, unused, batch, key).mean()
                            - workspace.train(below, unused, batch, key).mean();
            assertEquals(
                    1, found / expected, 1e-3, "rise of the loss by rise foretold, key " + key);
        }
    }

    @Test
    void theKeyDecides() {
        var classifier = classifier(new DropoutConf(0.2, 0.3, 0.4, 0.5));
        var words = classifier.sequences(LENGTHS);
        var batch = classifier.batch(words, TARGETS);
        var workspace = classifier.network.open(classifier.capacity(words, true));
        var first = new float[classifier.theta.length];
        var again = new float[first.length];
        var other = new float[first.length];
        workspace.train(classifier.theta, first, batch, 1);
        workspace.train(classifier.theta, other, batch, 2);
        workspace.train(classifier.theta, again, batch, 1);
        assertArrayEquals(first, again);
        assertFalse(Arrays.equals(first, other), "two keys gave the same masks");
    }

    @Test
    void nothingIsDroppedWhenScoring() {
        var with = classifier(new DropoutConf(0.2, 0.3, 0.4, 0.5));
        var without = classifier(new DropoutConf(0, 0, 0, 0));
        assertArrayEquals(with.theta, without.theta);
        var words = with.sequences(LENGTHS);
        var batch = with.batch(words, TARGETS);
        for (boolean training : new boolean[] {false, true}) {
            var capacity = with.capacity(words, training);
            var scores = with.network.open(capacity).score(with.theta, batch);
            assertArrayEquals(without.network.open(capacity).score(with.theta, batch), scores);
        }
    }

    /**
     * Inverted dropout keeps the mean: over many keys the dropped logits average to the plain ones.
     */
    @Test
    void elementsAreDroppedAsOftenAsAsked() {
        double probability = 0.25;
        var classifier = classifier(new DropoutConf(0, 0, 0, probability));
        // A sequence alone: a feature that is dropped leaves no gradient in the head's column.
        var words = classifier.sequences(7);
        var batch = classifier.batch(words, 0);
        var workspace = classifier.network.open(classifier.capacity(words, true));
        var head = classifier.network.layout().slice("head.w");
        int features = head.rowSize();
        int dropped = 0;
        int draws = 0;
        for (int key = 0; key < 400; key++) {
            var gradient = new float[classifier.theta.length];
            workspace.train(classifier.theta, gradient, batch, key);
            for (int i = 0; i < features; i++, draws++) {
                dropped += gradient[head.offset() + i] == 0 ? 1 : 0;
            }
        }
        // Four standard deviations.
        double allowed = 4 * Math.sqrt(probability * (1 - probability) / draws);
        assertEquals(probability, (double) dropped / draws, allowed);
    }

    @Test
    void droppedWordsBecomeTheUnknownWord() {
        var classifier = classifier(new DropoutConf(0.999999, 0, 0, 0));
        var words = new int[][] {{3, 4, 5}, {6}};
        var workspace = classifier.network.open(classifier.capacity(words, true));
        var gradient = new float[classifier.theta.length];
        var loss = workspace.train(classifier.theta, gradient, classifier.batch(words, 0, 1), 5);
        assertEquals(1, workspace.used(0).count());
        assertEquals(0, workspace.used(0).row(0));
        var plain = classifier(new DropoutConf(0, 0, 0, 0));
        var unknown = plain.batch(new int[][] {{0, 0, 0}, {0}}, 0, 1);
        var expected = new float[gradient.length];
        assertEquals(
                plain.network
                        .open(plain.capacity(words, true))
                        .train(plain.theta, expected, unknown, 5),
                loss);
        assertArrayEquals(expected, gradient);
    }

    private static RandomClassifier classifier(DropoutConf conf) {
        return classifier(conf, Pooling.CONCAT);
    }

    private static RandomClassifier classifier(DropoutConf conf, Pooling pooling) {
        return RandomClassifier.ofLstm(
                2,
                new int[] {6, 5},
                true,
                pooling,
                conf,
                new float[] {1, 1, 1},
                0,
                KernelChoice.AUTO);
    }
}
