package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** The loss of quantiles against the oracle's gradient, and its minimum against sorted numbers. */
final class PinballLossTest {
    private static final double[] QUANTILES = {0.05, 0.5, 0.8};

    @Test
    void lossAndGradientAreThoseOfTheOracle() {
        var random = new Random(4);
        int count = 7;
        var predictions = new float[count * QUANTILES.length];
        var numbers = new double[predictions.length];
        for (int i = 0; i < numbers.length; i++) {
            predictions[i] = (float) random.nextGaussian();
            numbers[i] = predictions[i];
        }
        var targets = new float[count];
        for (int i = 0; i < count; i++) {
            targets[i] = i == 3 ? Float.NaN : (float) random.nextGaussian();
        }
        var tape = new Tape();
        var leaves = tape.leaves(numbers);
        var sum = tape.leaf(0);
        for (int i = 0; i < numbers.length; i++) {
            double target = targets[i / QUANTILES.length];
            double q = QUANTILES[i % QUANTILES.length];
            if (!Double.isNaN(target)) {
                var error = leaves[i].negated().plus(target);
                sum = sum.plus(error.times(q).max(error.times(q - 1)));
            }
        }
        var mean = sum.times(1.0 / QUANTILES.length / (count - 1));
        tape.differentiate(mean);
        var gradient = new float[predictions.length];
        var loss = new PinballLoss(QUANTILES, 1).loss(predictions, targets, count, gradient);
        assertEquals(mean.value(), loss.mean(), 1e-9);
        assertEquals(count - 1, loss.terms());
        var expected = Vectors.gradients(leaves);
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(expected[i], gradient[i], 1e-7);
        }
    }

    @Test
    void theBestNumberIsTheQuantile() {
        // Of 1 to 99, the loss of q = 0.25 is least at 25.
        double best = 0;
        double least = Double.MAX_VALUE;
        for (int candidate = 1; candidate < 100; candidate++) {
            double sum = 0;
            for (int target = 1; target < 100; target++) {
                sum += PinballLoss.loss(0.25, candidate, target);
            }
            if (sum < least) {
                least = sum;
                best = candidate;
            }
        }
        assertEquals(25, best);
    }

    @Test
    void outputsStandNextToEachOther() {
        assertEquals(6, new PinballLoss(QUANTILES, 2).outputs());
    }
}
