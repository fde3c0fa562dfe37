package unroll.measure.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RatingScaleTest {
    private static final RatingScale STARS = new RatingScale(List.of(1.0, 2.0, 4.0, 10.0));

    @Test
    void noPredictionHasASmallerExpectedDistanceThanTheMedian() {
        var random = new Random(2);
        for (int time = 0; time < 200; time++) {
            var probabilities = new float[4];
            for (int k = 0; k < 4; k++) {
                probabilities[k] = (float) Math.pow(random.nextDouble(), 3);
            }
            double best = Double.MAX_VALUE;
            for (int k = 0; k < 4; k++) {
                best = Math.min(best, distance(probabilities, k));
            }
            int median = STARS.median(probabilities, 0);
            assertEquals(best, distance(probabilities, median), 1e-6);
        }
    }

    private static double distance(float[] probabilities, int prediction) {
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            sum += probabilities[k] * STARS.distance(prediction, k);
        }
        return sum;
    }

    @Test
    void halfOfTheProbabilitySufficesAndPartsOfAnArrayAreRead() {
        assertEquals(1, STARS.median(new float[] {9, 0.25f, 0.25f, 0.25f, 0.25f}, 1));
        assertEquals(3, STARS.median(new float[] {0, 0, 0, 1}, 0));
    }

    @Test
    void theExpectedNumberIsTheMean() {
        assertEquals(
                0.25 + 0.5 + 1 + 2.5, STARS.expected(new float[] {0.25f, 0.25f, 0.25f, 0.25f}));
        assertEquals(9, STARS.distance(0, 3));
        assertTrue(STARS.isOrdered());
        assertFalse(new RatingScale(List.of()).isOrdered());
    }
}
