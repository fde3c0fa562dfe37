package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RocCountsTest {
    private static RocCounts of(float[] scores, boolean[] positive, int from, int step) {
        var counts = new RocCounts();
        for (int i = from; i < scores.length; i += step) {
            counts.add(scores[i], positive[i]);
        }
        return counts;
    }

    @Test
    void anAreaIsTheShareOfPairsInTheRightOrder() {
        // Pairs of a positive (0.9, 0.4, 0.4) and a negative (0.6, 0.4): 2 right and none, then
        // twice one wrong and one tie, which counts one half.
        float[] scores = {0.9f, 0.6f, 0.4f, 0.4f, 0.4f};
        boolean[] positive = {true, false, true, true, false};
        assertEquals((2 + 0.5 + 0.5) / 6, of(scores, positive, 0, 1).area());
        assertEquals(0.5, of(new float[] {0, 0}, new boolean[] {true, false}, 0, 1).area());
        assertEquals(1, of(new float[] {1, 0}, new boolean[] {true, false}, 0, 1).area());
        assertEquals(0, of(new float[] {0, 1}, new boolean[] {true, false}, 0, 1).area());
    }

    @Test
    void oneClassAloneHasNoArea() {
        assertEquals(Double.NaN, of(new float[] {0.5f}, new boolean[] {true}, 0, 1).area());
        assertEquals(Double.NaN, of(new float[] {0.5f}, new boolean[] {false}, 0, 1).area());
        assertEquals(Double.NaN, new RocCounts().area());
    }

    @Test
    void moreScoresThanAreKeptChangeLittleAndInAnyDivisionTheSame() {
        int examples = 3 * RocCounts.MOST;
        var random = new Random(7);
        var scores = new float[examples];
        var positive = new boolean[examples];
        for (int i = 0; i < examples; i++) {
            scores[i] = random.nextFloat();
            positive[i] = random.nextFloat() < scores[i];
        }
        double one = of(scores, positive, 0, 1).area();
        // P(score | positive) has density 2s, P(score | negative) 2(1 - s): the area is 5/6.
        assertEquals(5.0 / 6, one, 2e-3);
        var sum = new RocCounts();
        for (int part = 0; part < 5; part++) {
            sum.add(of(scores, positive, part, 5));
        }
        assertEquals(one, sum.area());
    }
}
