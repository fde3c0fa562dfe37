package unroll.nn.loss;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.golden.GoldenFile;
import unroll.golden.GoldenFiles;

/** Softmax cross-entropy agrees with the reference vectors. */
final class CrossEntropyGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> lossAndGradient() {
        return GoldenFiles.tests(GoldenFile.Kind.CROSS_ENTROPY, CrossEntropyGoldenTest::check);
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return GoldenFiles.faults(GoldenFile.Kind.CROSS_ENTROPY, CrossEntropyGoldenTest::check);
    }

    private static void check(GoldenFile file) {
        var targets = file.integers("targets");
        var logits = file.tensor("logits");
        int classes = logits.size(1);
        logits.requireShape(targets.length, classes);
        var weights = new float[classes];
        Arrays.fill(weights, 1);
        if (file.has("weight")) {
            for (int k = 0; k < classes; k++) {
                weights[k] = (float) file.numbers("weight")[k];
            }
        }
        var gradient = new float[logits.data().length];
        var loss =
                new SoftmaxCrossEntropy(weights, file.number("smoothing"))
                        .loss(logits.floats(), targets, targets.length, gradient);
        file.scalar("loss").check(TOLERANCE, loss.mean());
        file.tensor("grad_logits").check(TOLERANCE, gradient);
    }
}
