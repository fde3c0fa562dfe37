package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import unroll.measure.rating.RatingScale;

final class ClassSumsTest {
    private record Scored(int label, float... probabilities) {}

    private static Scored row(int label, double... probabilities) {
        var floats = new float[probabilities.length];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) probabilities[k];
        }
        return new Scored(label, floats);
    }

    private static Measures measure(int parts, List<String> labels, Scored... rows) {
        var sums = new ClassSums[parts];
        for (int i = 0; i < rows.length; i++) {
            var part = i % parts;
            sums[part] = sums[part] == null ? new ClassSums() : sums[part];
            sums[part].add(rows[i].label(), rows[i].probabilities(), 0, labels.size());
        }
        var all = new ClassSums();
        for (var part : sums) {
            all.add(part);
        }
        return all.measures(labels);
    }

    private static Map<?, ?> ofClass(Measures measures, int k) {
        return (Map<?, ?>) ((List<?>) measures.tree().get("classes")).get(k);
    }

    @Test
    void twoClassesAgreeWithCountingByHand() {
        // Labels n n n p p, scores of p 0.25 0.5 0.125 0.75 0.375: predicted n n n p n (0.5 is a
        // tie).
        var measures =
                measure(
                        2,
                        List.of("n", "p"),
                        row(0, 0.75, 0.25),
                        row(0, 0.5, 0.5),
                        row(0, 0.875, 0.125),
                        row(1, 0.25, 0.75),
                        row(1, 0.625, 0.375));
        assertEquals(Map.of("examples", 5L), measures.counts());
        assertEquals(0.8, measures.figure(Metric.ACCURACY), 1e-12);
        // n: precision 3/4, recall 1, F1 6/7; p: precision 1, recall 1/2, F1 2/3.
        assertEquals((6.0 / 7 + 2.0 / 3) / 2, measures.figure(Metric.MACRO_F1), 1e-12);
        assertEquals(
                Map.of(
                        "label",
                        "n",
                        "precision",
                        0.75,
                        "recall",
                        1.0,
                        "f1",
                        6.0 / 7,
                        "support",
                        3L),
                ofClass(measures, 0));
        assertEquals(
                Map.of("label", "p", "precision", 1.0, "recall", 0.5, "f1", 2.0 / 3, "support", 2L),
                ofClass(measures, 1));
        // Of the 6 pairs (n, p), p scores higher in 5.
        assertEquals(5.0 / 6, measures.figure(Metric.AUC), 1e-12);
        double sum =
                Math.log(0.75) + Math.log(0.5) + Math.log(0.875) + Math.log(0.75) + Math.log(0.375);
        assertEquals(-sum / 5, measures.figure(Metric.LOG_LOSS), 1e-9);
        assertArrayEquals(
                new long[][] {{3, 0}, {1, 1}}, (long[][]) measures.tree().get("confusion"));
    }

    @Test
    void aClassThatIsPredictedButNeverThereCountsAsMissed() {
        var measures =
                measure(
                        1,
                        List.of("a", "b", "c", "never"),
                        row(0, 0.7, 0.1, 0.1, 0.1),
                        row(1, 0.1, 0.2, 0.6, 0.1));
        // a: F1 1; b: 0; c is predicted, but no row has it: 0; "never" does not occur at all.
        assertEquals(1.0 / 3, measures.figure(Metric.MACRO_F1), 1e-12);
        assertEquals(0.5, measures.figure(Metric.ACCURACY), 1e-12);
        assertTrue(Double.isNaN(measures.figure(Metric.AUC)), "AUC is of two classes");
        assertEquals(1, ((long[][]) measures.tree().get("confusion"))[1][2]);
        assertEquals(0L, ofClass(measures, 3).get("support"));
    }

    private static ClassSums ordered(List<Double> values, Scored... rows) {
        var sums = new ClassSums(new RatingScale(values));
        for (var row : rows) {
            sums.add(row.label(), row.probabilities(), 0, values.size());
        }
        return sums;
    }

    @Test
    void ofOrderedClassesTheMedianIsPredicted() {
        // The most probable class is 1 in the first two rows; the medians are 4, 1, 2 and 4.
        var first = ordered(List.of(1.0, 2.0, 4.0), row(1, 0.4, 0.05, 0.55), row(0, 0.6, 0.1, 0.3));
        var rest = ordered(List.of(1.0, 2.0, 4.0), row(2, 0.4, 0.3, 0.3), row(2, 0, 0.1, 0.9));
        first.add(rest);
        var measures = first.measures(List.of("1", "2", "4"));
        // Distances 2, 0, 2, 0.
        assertEquals(1.0, measures.figure(Metric.MAE), 1e-12);
        assertEquals(1.0, first.errors().score(Metric.MAE), 1e-12);
        assertEquals(0.5, measures.figure(Metric.ACCURACY), 1e-12);
        assertEquals(
                -(Math.log(0.05) + Math.log(0.6) + Math.log(0.3) + Math.log(0.9)) / 4,
                first.errors().loss(),
                1e-7);
        assertTrue(measures.text().contains("MAE       1.0000\n"), measures.text());
        assertEquals("1.0000", measures.shown().get("MAE"));
    }

    @Test
    void weightedKappaIsThatOfItsDefinition() {
        var random = new Random(4);
        int classes = 5;
        var observed = new double[classes][classes];
        var rows = new Scored[300];
        for (int i = 0; i < rows.length; i++) {
            int label = random.nextInt(classes);
            int prediction = Math.min(classes - 1, label + random.nextInt(3));
            var sure = new double[classes];
            sure[prediction] = 1;
            rows[i] = row(label, sure);
            observed[label][prediction]++;
        }
        double apart = 0;
        double byChance = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                double ofLabel = 0;
                double ofPrediction = 0;
                for (int k = 0; k < classes; k++) {
                    ofLabel += observed[i][k];
                    ofPrediction += observed[k][j];
                }
                double weight = Math.pow((double) (i - j) / (classes - 1), 2);
                apart += weight * observed[i][j];
                byChance += weight * ofLabel * ofPrediction / rows.length;
            }
        }
        var values = List.of(1.0, 2.0, 3.0, 4.0, 10.0);
        var measures = ordered(values, rows).measures(List.of("1", "2", "3", "4", "10"));
        assertEquals(1 - apart / byChance, measures.figure(Metric.WEIGHTED_KAPPA), 1e-12);
    }

    @Test
    void manyClassesTakeNoTableOfAllPairs() {
        int classes = 20_000;
        var labels = IntStream.range(0, classes).mapToObj(k -> "label" + k).toList();
        var sums = new ClassSums();
        var probabilities = new float[classes];
        // Every label twice; every tenth is taken for label 7.
        for (int i = 0; i < 2 * classes; i++) {
            int label = i % classes;
            int prediction = label % 10 == 0 ? 7 : label;
            probabilities[prediction] = 1;
            sums.add(label, probabilities, 0, classes);
            probabilities[prediction] = 0;
        }
        var measures = sums.measures(labels);
        assertEquals(Map.of("examples", 2L * classes), measures.counts());
        assertEquals(0.9, measures.figure(Metric.ACCURACY), 1e-12);
        assertEquals(2L, ofClass(measures, 19_999).get("support"));
        assertEquals(2.0 / 4002, (double) ofClass(measures, 7).get("precision"), 1e-12);
        assertTrue(measures.text().lines().count() < 100, "the tables are shortened");
        assertTrue(measures.text().contains("19,950 classes with fewer rows"), measures.text());
        var mistakes = (List<?>) measures.tree().get("mistakes");
        assertEquals(1000, mistakes.size());
        assertEquals(2L, ((Map<?, ?>) mistakes.get(0)).get("rows"));
    }

    @Test
    void divisionIntoPartsDoesNotShow() {
        var rows = new Scored[200];
        for (int i = 0; i < rows.length; i++) {
            double p = (i * 37 % 101 + 0.5) / 102;
            rows[i] = row(i * 13 % 7 < 3 ? 0 : 1, 1 - p, p);
        }
        var labels = List.of("n", "p");
        var one = measure(1, labels, rows);
        assertEquals(one.figures(), measure(2, labels, rows).figures());
        assertEquals(one.figures(), measure(7, labels, rows).figures());
        assertEquals(one.text(), measure(7, labels, rows).text());
    }

    @Test
    void aLossThatIsNotFiniteIsNoFigure() {
        var sums = new ClassSums();
        sums.add(0, new float[] {Float.NaN, Float.NaN}, 0, 2);
        assertTrue(Double.isNaN(sums.evaluation().loss()));
    }
}
