package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import unroll.math.Softmax;

/** Probabilities, their loss and its gradient, for logits of any size. */
final class SoftmaxCrossEntropyTest {
    private static final SoftmaxCrossEntropy LOSS =
            new SoftmaxCrossEntropy(new float[] {1, 1, 1}, 0);

    /** Exact in float at any of the shifts. */
    private static final float[] LOGITS = {1, -2, 0.5f, 0, 3, 3};

    private static float[] shifted(float by) {
        var logits = LOGITS.clone();
        for (int i = 0; i < logits.length; i++) {
            logits[i] += by;
        }
        return logits;
    }

    private static double probability(int row, int k) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
            sum += Math.exp(LOGITS[row * 3 + j]);
        }
        return Math.exp(LOGITS[row * 3 + k]) / sum;
    }

    @Test
    void aShiftOfAllLogitsChangesNothing() {
        for (float by : new float[] {0, 1000, -1000}) {
            var y = shifted(by);
            Softmax.rows(y, 2, 3);
            var gradient = new float[6];
            var loss = LOSS.loss(shifted(by), new int[] {0, 2}, 2, gradient);
            for (int i = 0; i < 6; i++) {
                double p = probability(i / 3, i % 3);
                assertEquals(p, y[i], 1e-7);
                double target = i == 0 || i == 5 ? 1 : 0;
                assertEquals((p - target) / 2, gradient[i], 1e-7);
            }
            double expected = -Math.log(probability(0, 0)) - Math.log(probability(1, 2));
            assertEquals(expected / 2, loss.mean(), 1e-7);
        }
    }

    @Test
    void rowsWithoutATargetHaveNoLossAndNoGradient() {
        var gradient = new float[6];
        Arrays.fill(gradient, Float.NaN);
        var loss = LOSS.loss(LOGITS, new int[] {-1, 1}, 2, gradient);
        assertEquals(1, loss.terms());
        assertEquals(-Math.log(probability(1, 1)), loss.mean(), 1e-7);
        assertArrayEquals(new float[3], Arrays.copyOf(gradient, 3));
        assertEquals(probability(1, 1) - 1, gradient[4], 1e-7);
    }
}
