package unroll.measure.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TemperatureSearchTest {
    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    /** Predictions of one certainty, of which some are right. */
    private static TemperatureSearch search(double probability, int right, int wrong) {
        var search = new TemperatureSearch(Temperature.LOGITS, 2);
        var scores = new float[] {(float) probability, (float) (1 - probability)};
        for (int i = 0; i < right + wrong; i++) {
            search.add(i < right ? 0 : 1, scores, 0);
        }
        return search;
    }

    @Test
    void aTemperatureMakesProbabilitiesAsFrequentAsTheySay() {
        // Of predictions that say 0.9, seven of ten are right: the logit must shrink to that of
        // 0.7.
        assertEquals(logit(0.9) / logit(0.7), search(0.9, 70_000, 30_000).best(), 0.02);
        // Too careful ones are made more certain.
        assertEquals(logit(0.6) / logit(0.8), search(0.6, 80_000, 20_000).best(), 0.02);
        assertEquals(1, search(0.75, 75_000, 25_000).best(), 0.02);
    }

    @Test
    void fewExamplesWithoutAMistakeDoNotCallForCertainty() {
        // 98 of 98 right count as 99 of 100.
        double expected = logit(0.99999) / logit(0.99);
        assertEquals(expected, search(0.99999, 98, 0).best(), 0.02 * expected);
    }

    @Test
    void divisionAndOrderDoNotMatter() {
        var whole = new TemperatureSearch(Temperature.LOGITS, 3);
        var parts =
                new TemperatureSearch[] {
                    new TemperatureSearch(Temperature.LOGITS, 3),
                    new TemperatureSearch(Temperature.LOGITS, 3)
                };
        float[] scores = {0.7f, 0.2f, 0.1f, 0.05f, 0.05f, 0.9f, 0.4f, 0.5f, 0.1f};
        int[] labels = {0, 2, 0};
        for (int i = 0; i < 3; i++) {
            whole.add(labels[i], scores, 3 * i);
            parts[(i + 1) % 2].add(labels[i], scores, 3 * i);
        }
        parts[0].merge(parts[1]);
        assertEquals(whole.best(), parts[0].best());
    }

    @Test
    void withoutExamplesOrWithoutNumbersTheTemperatureIsOne() {
        assertEquals(1, new TemperatureSearch(Temperature.LOGITS, 2).best());
        var search = search(0.9, 3, 1);
        search.add(0, new float[] {Float.NaN, 1}, 0);
        assertEquals(1, search.best());
    }

    @Test
    void probabilitiesAtATemperatureKeepTheirOrderAndSum() {
        // Squares: 0.36, 0.09, 0.01 over 0.46; roots likewise.
        assertArrayEquals(
                new float[] {0.36f / 0.46f, 0.09f / 0.46f, 0.01f / 0.46f},
                Temperature.LOGITS.scaled(new float[] {0.6f, 0.3f, 0.1f}, 0.5),
                1e-6f);
        var careful = Temperature.LOGITS.scaled(new float[] {1, 0}, 4);
        assertEquals(1, careful[0] + careful[1], 1e-6);
        assertTrue(careful[0] > careful[1] && careful[1] >= 0);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /**
     * Probabilities of four ordered classes with cumulative logits of -2, 0.5 and 1.5, times a
     * scale.
     */
    private static float[] cumulative(double scale) {
        double[] below = {sigmoid(-2 * scale), sigmoid(0.5 * scale), sigmoid(1.5 * scale)};
        return new float[] {
            (float) below[0],
            (float) (below[1] - below[0]),
            (float) (below[2] - below[1]),
            (float) (1 - below[2])
        };
    }

    @Test
    void theLogitsOfOrderedClassesAreCumulative() {
        assertArrayEquals(
                cumulative(0.4), Temperature.CUMULATIVE_LOGITS.scaled(cumulative(1), 2.5), 1e-6f);
        assertArrayEquals(
                cumulative(3), Temperature.CUMULATIVE_LOGITS.scaled(cumulative(1), 1 / 3.0), 1e-6f);
        var sure = Temperature.CUMULATIVE_LOGITS.scaled(new float[] {0, 1, 0}, 2);
        assertEquals(1, sure[0] + sure[1] + sure[2], 1e-6);
        assertTrue(sure[0] >= 0 && sure[2] >= 0 && sure[1] > 0.99);
    }

    @Test
    void theTemperatureOfOrderedClassesIsFound() {
        // The classes are as frequent as half the logits say.
        var search = new TemperatureSearch(Temperature.CUMULATIVE_LOGITS, 4);
        var frequent = cumulative(0.5);
        for (int label = 0; label < 4; label++) {
            for (int i = 0; i < Math.round(20_000 * frequent[label]); i++) {
                search.add(label, cumulative(1), 0);
            }
        }
        assertEquals(2, search.best(), 0.02);
        var one = new TemperatureSearch(Temperature.CUMULATIVE_LOGITS, 3);
        one.add(0, new float[] {0, 1, 0}, 0);
        assertTrue(one.best() > 1, "a class that was said to be impossible occurs");
    }
}
