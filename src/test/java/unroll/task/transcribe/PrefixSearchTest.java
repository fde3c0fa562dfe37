package unroll.task.transcribe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search and the alignment, beside all alignments one by one. */
final class PrefixSearchTest {
    private static final int LABELS = 2;

    /** Logits of some steps, the blank last. */
    private static float[] logits(Random random, int steps) {
        var logits = new float[steps * (LABELS + 1)];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (1.5 * random.nextGaussian());
        }
        return logits;
    }

    /** An alignment's classes, and its weight. */
    private record Path(List<Integer> classes, double weight) {
        List<Integer> labels() {
            var labels = new ArrayList<Integer>();
            int before = LABELS;
            for (int k : classes) {
                if (k != before && k != LABELS) {
                    labels.add(k);
                }
                before = k;
            }
            return labels;
        }
    }

    private static List<Path> paths(float[] logits) {
        var paths = List.of(new Path(List.of(), 1));
        for (int at = 0; at < logits.length; at += LABELS + 1) {
            var longer = new ArrayList<Path>();
            for (var path : paths) {
                for (int k = 0; k <= LABELS; k++) {
                    var classes = new ArrayList<>(path.classes());
                    classes.add(k);
                    longer.add(new Path(classes, path.weight() * Math.exp(logits[at + k])));
                }
            }
            paths = longer;
        }
        return paths;
    }

    private static LabelSearch.Found search(int labels, int width, float[] logits) {
        var search = new PrefixSearch(labels, width, new EqualLabels(labels));
        return search.find(List.of(logits)).get(0);
    }

    private static int[] best(int labels, int width, float[] logits) {
        return search(labels, width, logits).labels();
    }

    private static int[] array(List<Integer> labels) {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void aWideBeamFindsTheLabelsOfMostProbabilityInAll() {
        var random = new Random(3);
        int otherThanOnePath = 0;
        for (int round = 0; round < 40; round++) {
            var logits = logits(random, 1 + round % 6);
            Map<List<Integer>, Double> sums = new LinkedHashMap<>();
            paths(logits).forEach(path -> sums.merge(path.labels(), path.weight(), Double::sum));
            var best = sums.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
            var searched = search(LABELS, 1000, logits);
            var found = searched.labels();
            assertArrayEquals(array(best.getKey()), found);
            double all = sums.values().stream().mapToDouble(Double::doubleValue).sum();
            assertEquals(Math.log(best.getValue() / all), searched.logProbability(), 1e-6);
            boolean same = Arrays.equals(Transcribe.bestPath(logits, LABELS), found);
            otherThanOnePath += same ? 0 : 1;
        }
        assertTrue(otherThanOnePath > 0, "one alignment alone is not enough everywhere");
    }

    /** Two alignments of probability 0.3 each outweigh one of 0.4. */
    @Test
    void alignmentsOfTheSameLabelsCountTogether() {
        // Steps: label 0 with 0.5 and the blank with 0.5; then label 0 with 0.6, the blank with
        // 0.4.
        float[] logits = {log(0.4), log(1e-6), log(0.6), log(0.4), log(1e-6), log(0.6)};
        assertArrayEquals(new int[0], Transcribe.bestPath(logits, LABELS)); // 0.36
        assertArrayEquals(new int[] {0}, best(LABELS, 4, logits)); // 0.64
        assertArrayEquals(new int[0], best(LABELS, 4, new float[0]));
    }

    private static float log(double p) {
        return (float) Math.log(p);
    }

    /** With many labels only those that can matter are tried. */
    @Test
    void aNarrowBeamTriesFewLabelsWithoutALoss() {
        var random = new Random(4);
        int labels = 50;
        for (int round = 0; round < 20; round++) {
            var said = new int[] {random.nextInt(labels), random.nextInt(labels), 7, 7};
            var logits = new float[12 * (labels + 1)];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (0.5 * random.nextGaussian());
            }
            for (int i = 0; i < said.length; i++) {
                logits[3 * i * (labels + 1) + said[i]] += 9;
                logits[(3 * i + 1) * (labels + 1) + said[i]] += 9;
                logits[(3 * i + 2) * (labels + 1) + labels] += 9;
            }
            assertArrayEquals(said, best(labels, 2, logits));
        }
    }

    @Test
    void labelsStandWhereTheirMostProbableAlignmentEmitsThem() {
        var random = new Random(5);
        for (int round = 0; round < 60; round++) {
            var logits = logits(random, 1 + round % 6);
            var found = best(LABELS, 100, logits);
            var best =
                    paths(logits).stream()
                            .filter(path -> path.labels().equals(boxed(found)))
                            .max((a, b) -> Double.compare(a.weight(), b.weight()))
                            .orElseThrow();
            var places = LabelSteps.of(logits, found, LABELS);
            assertEquals(found.length, places.length);
            var drawn = new ArrayList<Integer>();
            for (int t = 0; t < best.classes().size(); t++) {
                drawn.add(LABELS);
            }
            for (int i = 0; i < found.length; i++) {
                for (int t = places[i][0]; t < places[i][1]; t++) {
                    drawn.set(t, found[i]);
                }
            }
            assertEquals(best.classes(), drawn);
        }
    }

    private static List<Integer> boxed(int[] labels) {
        var list = new ArrayList<Integer>();
        for (int label : labels) {
            list.add(label);
        }
        return list;
    }
}
