package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.math.Kernels;

/** Scalar and SIMD kernels train and score to the same bits. */
final class ClassifyBitsTest {
    private static final DropoutConf DROPOUT = new DropoutConf(0.1, 0.2, 0.3, 0.4);

    /** A step's outcome, to be equal in every bit. */
    private record Trace(float[] theta, float[] scores, double loss) {}

    @Test
    void theTestsRunWithSimdKernels() {
        assertTrue(
                Kernels.simdAvailable(), "add --add-modules jdk.incubator.vector to the test JVM");
    }

    @TestFactory
    Stream<DynamicTest> ofWholeTrainingSteps() {
        var tests = new ArrayList<DynamicTest>();
        for (boolean bidirectional : new boolean[] {false, true}) {
            for (var pooling : Pooling.values()) {
                String name = (bidirectional ? "both ways " : "") + pooling;
                tests.add(DynamicTest.dynamicTest(name, () -> compare(bidirectional, pooling)));
            }
        }
        return tests.stream();
    }

    private static void compare(boolean bidirectional, Pooling pooling) {
        var scalar = train(bidirectional, pooling, KernelChoice.SCALAR);
        var simd = train(bidirectional, pooling, KernelChoice.AUTO);
        assertEquals(scalar.size(), simd.size());
        for (int i = 0; i < scalar.size(); i++) {
            assertEquals(scalar.get(i).loss, simd.get(i).loss, "loss of step " + i);
            assertArrayEquals(scalar.get(i).theta, simd.get(i).theta, "parameters after step " + i);
            assertArrayEquals(scalar.get(i).scores, simd.get(i).scores, "scores after step " + i);
        }
    }

    /** Steps of plain descent over ragged batches, with every kind of dropout. */
    private static List<Trace> train(boolean bidirectional, Pooling pooling, KernelChoice kernels) {
        var classifier =
                RandomClassifier.ofLstm(
                        8,
                        new int[] {37, 12},
                        bidirectional,
                        pooling,
                        DROPOUT,
                        new float[] {1, 2, 0.5f},
                        0.1,
                        kernels);
        var first = classifier.sequences(11, 8, 8, 3, 2, 1, 1);
        var batches = new int[][][] {first, classifier.sequences(1), classifier.sequences(4, 9)};
        var workspace = classifier.network.open(classifier.capacity(first, true));
        var scoring = classifier.network.open(classifier.capacity(first, false));
        var theta = classifier.theta;
        var traces = new ArrayList<Trace>();
        for (int step = 0; step < 6; step++) {
            var words = batches[step % batches.length];
            var targets = classifier.targets(words.length);
            var batch = classifier.batch(words, targets);
            var gradient = new float[theta.length];
            var loss = workspace.train(theta, gradient, batch, step);
            for (int i = 0; i < theta.length; i++) {
                theta[i] -= 0.3f * gradient[i];
            }
            scoring.invalidate();
            traces.add(new Trace(theta.clone(), scoring.score(theta, batch).clone(), loss.mean()));
        }
        return traces;
    }
}
