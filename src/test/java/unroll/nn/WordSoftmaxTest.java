package unroll.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.math.Kernels;

final class WordSoftmaxTest {
    private static final int ROWS = 5;
    private static final int CLASSES = 77;

    @Test
    void isTheCrossEntropyOfEqualWeightsAndTheSameForBothKernels() {
        var random = new Random(3);
        var logits = new float[ROWS * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (20 * random.nextGaussian());
        }
        int[] targets = {4, 76, -1, 0, 33};
        var weights = new float[CLASSES];
        Arrays.fill(weights, 1);
        var expected = new float[logits.length];
        var reference = new SoftmaxCrossEntropy(weights, 0).loss(logits, targets, ROWS, expected);
        var gradient = new float[logits.length];
        var loss =
                new WordSoftmax(CLASSES).loss(Kernels.fastest(), logits, targets, ROWS, gradient);
        assertEquals(reference.terms(), loss.terms());
        assertEquals(reference.sum(), loss.sum(), 1e-5 * reference.sum());
        assertArrayEquals(expected, gradient, 1e-7f);
        var scalar = new float[logits.length];
        var again = new WordSoftmax(CLASSES).loss(Kernels.scalar(), logits, targets, ROWS, scalar);
        assertArrayEquals(gradient, scalar);
        assertEquals(loss, again);
    }
}
