package unroll.task.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import unroll.task.Generation.Sampling;

/** The first word, with id 0, is unknown and never drawn. */
final class NextWordTest {
    private static final float[] PROBABILITIES = {0.2f, 0.1f, 0.4f, 0.05f, 0.25f};

    /**
     * Draws from a thousand places, and compares how often each word is found, give or take one.
     */
    private static void assertShares(Map<Integer, Double> expected, NextWord next) {
        var counts = new TreeMap<Integer, Integer>();
        for (int i = 0; i < 1000; i++) {
            counts.merge(next.draw(PROBABILITIES, (i + 0.5) / 1000), 1, Integer::sum);
        }
        assertEquals(expected.keySet(), counts.keySet());
        expected.forEach((id, share) -> assertEquals(1000 * share, counts.get(id), 1.01));
    }

    private static NextWord next(double temperature, int topK, double topP, double penalty) {
        return new NextWord(new Sampling(1, temperature, topK, topP, penalty), 1, 5);
    }

    @Test
    void knownWordsAreDrawnInProportion() {
        assertShares(Map.of(1, 0.125, 2, 0.5, 3, 0.0625, 4, 0.3125), next(1, 0, 1, 1));
    }

    @Test
    void aLowTemperatureSharpens() {
        // Squares: 0.01, 0.16, 0.0025, 0.0625; their sum is 0.235.
        assertShares(
                Map.of(1, 0.01 / 0.235, 2, 0.16 / 0.235, 3, 0.0025 / 0.235, 4, 0.0625 / 0.235),
                next(0.5, 0, 1, 1));
        assertShares(Map.of(2, 1.0), next(0, 0, 1, 1));
        assertShares(Map.of(2, 1.0), next(1e-300, 0, 1, 1));
    }

    @Test
    void onlyTheMostProbableWordsAreDrawn() {
        assertShares(Map.of(2, 0.4 / 0.65, 4, 0.25 / 0.65), next(1, 2, 1, 1));
        assertShares(Map.of(1, 0.125, 2, 0.5, 3, 0.0625, 4, 0.3125), next(1, 9, 1, 1));
    }

    /** Of the known words, the second and the fourth together have 81 %. */
    @Test
    void aNucleusHoldsTheFewestWordsOfItsProbability() {
        assertShares(Map.of(2, 0.4 / 0.65, 4, 0.25 / 0.65), next(1, 0, 0.8, 1));
        assertShares(Map.of(1, 0.1 / 0.75, 2, 0.4 / 0.75, 4, 0.25 / 0.75), next(1, 0, 0.82, 1));
        assertShares(Map.of(2, 1.0), next(1, 0, 1e-9, 1));
    }

    /** 0.4 to the power of 2 is 0.16; the sum with the others is 0.56. */
    @Test
    void wordsOfTheTextBecomeRarer() {
        var next = next(1, 0, 1, 2);
        next.add(2);
        assertShares(Map.of(1, 0.1 / 0.56, 2, 0.16 / 0.56, 3, 0.05 / 0.56, 4, 0.25 / 0.56), next);
        next.clear();
        assertShares(Map.of(1, 0.125, 2, 0.5, 3, 0.0625, 4, 0.3125), next);
    }
}
