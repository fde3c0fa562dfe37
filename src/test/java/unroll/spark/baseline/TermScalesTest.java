package unroll.spark.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TermScalesTest {
    @Test
    void featuresAreLogCountRatiosAgainstTheOtherClass() {
        // p + 1 = 4, 1, 3 (sum 8) and q + 1 = 1, 5, 2 (sum 8)
        var scales = new TermScales(new int[] {3, 0, 2, 0, 4, 1}, 2);
        var features = scales.features(new int[] {0, 1, 2});
        assertEquals(3, features.size());
        assertArrayEquals(
                new double[] {Math.log(4), Math.log(5), Math.log(1.5)}, features.toArray(), 1e-12);
        assertArrayEquals(
                new double[] {0, Math.log(5), 0}, scales.features(new int[] {1}).toArray(), 1e-12);
    }

    @Test
    void aTermCountsForTheClassThatItTellsMostAbout() {
        // Class 2 against the rest: p + 1 = 1, 7 (sum 8) and q + 1 = 5, 1 (sum 6).
        var scales = new TermScales(new int[] {2, 0, 2, 0, 0, 6}, 3);
        assertArrayEquals(
                new double[] {Math.log(5 * 8.0 / 6), Math.log(7 * 6.0 / 8)},
                scales.features(new int[] {0, 1}).toArray(),
                1e-12);
    }

    @Test
    void aTermThatTellsNothingIsNoFeature() {
        var scales = new TermScales(new int[] {5, 9, 5, 0}, 2);
        // Term 0: log(6 / 16) - log(6 / 7) = -0.83 stays, since the classes' sums differ.
        assertEquals(2, scales.features(new int[] {0, 1}).numNonzeros());
        var even = new TermScales(new int[] {5, 9, 5, 9}, 2);
        assertEquals(0, even.features(new int[] {0, 1}).numActives());
    }
}
