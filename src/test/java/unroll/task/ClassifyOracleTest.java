package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.golden.GoldenTensor;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** Networks of every arrangement, pooling and loss compute what the oracle computes. */
final class ClassifyOracleTest {
    private static final double TOLERANCE = 1e-5;
    private static final DropoutConf NO_DROPOUT = new DropoutConf(0, 0, 0, 0);
    private static final float[] EQUAL = {1, 1, 1};
    private static final float[] UNEQUAL = {0.5f, 2, 1.25f};

    /** Unit counts below, at and beyond the widths of a tile (8) and of a panel (32). */
    private static final int[] UNITS = {5, 8, 1, 33};

    private static final int[][] LENGTHS = {
        {5, 3, 3, 1}, {1}, {4}, {1, 6, 2}, {2, 2, 2, 2, 2, 2, 2, 2, 2}
    };

    @TestFactory
    Stream<DynamicTest> lossAndEveryGradient() {
        var tests = new ArrayList<DynamicTest>();
        int number = 0;
        for (int layers = 1; layers <= 2; layers++) {
            for (boolean bidirectional : new boolean[] {false, true}) {
                for (var pooling : Pooling.values()) {
                    int n = number++;
                    var units = new int[layers];
                    Arrays.setAll(units, l -> UNITS[(n + l) % UNITS.length]);
                    double smoothing = n % 2 == 0 ? 0 : 0.1;
                    var classifier =
                            RandomClassifier.ofLstm(
                                    n,
                                    units,
                                    bidirectional,
                                    pooling,
                                    NO_DROPOUT,
                                    n % 3 == 0 ? EQUAL : UNEQUAL,
                                    smoothing,
                                    KernelChoice.AUTO);
                    String name =
                            String.format(
                                    "%s%s %s",
                                    Arrays.toString(units),
                                    bidirectional ? " both ways" : "",
                                    pooling);
                    tests.add(
                            DynamicTest.dynamicTest(
                                    name,
                                    () -> {
                                        for (int[] lengths : LENGTHS) {
                                            OracleComparison.check(
                                                    classifier, smoothing, 0, lengths);
                                        }
                                    }));
                }
            }
        }
        return tests.stream();
    }

    @Test
    void scoresAreTheOraclesProbabilities() {
        var classifier = plain(3, KernelChoice.AUTO);
        var all =
                List.of(
                        classifier.sequences(4, 1, 7),
                        classifier.sequences(2, 2),
                        classifier.sequences(9));
        var workspace = classifier.network.open(classifier.capacity(all.get(0), false));
        for (var words : all) {
            checkScores(
                    classifier, workspace.score(classifier.theta, batch(classifier, words)), words);
        }
        // The same array with other content, once the workspace has been told.
        for (int i = 0; i < classifier.theta.length; i++) {
            classifier.theta[i] *= 1.5f;
        }
        workspace.invalidate();
        var words = all.get(0);
        checkScores(classifier, workspace.score(classifier.theta, batch(classifier, words)), words);
    }

    private static unroll.nn.batch.Batch batch(RandomClassifier classifier, int[][] words) {
        var none = new int[words.length];
        Arrays.fill(none, -1);
        return classifier.batch(words, none);
    }

    private static void checkScores(RandomClassifier classifier, float[] scores, int[][] words) {
        var order = batch(classifier, words).numbers();
        for (int place = 0; place < words.length; place++) {
            var tape = new Tape();
            var logits =
                    classifier
                            .oracle()
                            .logits(tape, classifier.parameters(tape), words[order[place]]);
            var expected =
                    Arrays.stream(Vectors.values(OracleCrossEntropy.logSoftmax(logits)))
                            .map(Math::exp)
                            .toArray();
            int classes = RandomClassifier.CLASSES;
            new GoldenTensor("probabilities", new int[] {classes}, expected)
                    .check(
                            TOLERANCE,
                            Arrays.copyOfRange(scores, place * classes, (place + 1) * classes));
        }
    }

    @Test
    void aWorkspaceRemembersNothingOfEarlierBatches() {
        var classifier = plain(4, KernelChoice.AUTO);
        var large = classifier.sequences(9, 5, 5, 2);
        var small = classifier.sequences(3, 1);
        var workspace = classifier.network.open(classifier.capacity(large, true));
        var targets = new int[] {0, 2, 1, 1};
        var first = gradient(classifier, workspace, large, targets);
        gradient(classifier, workspace, small, 2, 0);
        workspace.score(classifier.theta, classifier.batch(small, 0, 0));
        assertArrayEquals(first, gradient(classifier, workspace, large, targets));
        var fresh = classifier.network.open(classifier.capacity(large, true));
        assertArrayEquals(first, gradient(classifier, fresh, large, targets));
    }

    @Test
    void theOrderOfTheSequencesDoesNotShow() {
        var classifier = plain(5, KernelChoice.AUTO);
        var words = classifier.sequences(6, 2, 3);
        var turned = new int[][] {words[2], words[0], words[1]};
        var workspace = classifier.network.open(classifier.capacity(words, true));
        assertArrayEquals(
                gradient(classifier, workspace, words, 0, 1, 2),
                gradient(classifier, workspace, turned, 2, 0, 1));
    }

    @Test
    void sequencesWithoutATargetCountNothing() {
        var classifier = plain(6, KernelChoice.AUTO);
        var words = classifier.sequences(6, 4);
        var workspace = classifier.network.open(classifier.capacity(words, true));
        var gradient = new float[classifier.theta.length];
        var both = workspace.train(classifier.theta, gradient, classifier.batch(words, 1, -1), 0);
        var one =
                workspace.train(
                        classifier.theta, gradient, classifier.batch(new int[][] {words[0]}, 1), 0);
        assertEquals(one, both);
        var none = workspace.train(classifier.theta, gradient, classifier.batch(words, -1, -1), 0);
        assertEquals(0, none.terms());
        assertEquals(0, none.sum());
    }

    private static RandomClassifier plain(long seed, KernelChoice kernels) {
        return RandomClassifier.ofLstm(
                seed, new int[] {6, 4}, true, Pooling.CONCAT, NO_DROPOUT, EQUAL, 0, kernels);
    }

    private static float[] gradient(
            RandomClassifier classifier,
            unroll.nn.Workspace workspace,
            int[][] words,
            int... targets) {
        var gradient = new float[classifier.theta.length];
        workspace.train(classifier.theta, gradient, classifier.batch(words, targets), 0);
        return gradient;
    }
}
