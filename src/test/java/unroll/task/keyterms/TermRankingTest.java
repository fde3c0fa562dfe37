package unroll.task.keyterms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.measure.Metric;
import unroll.task.keyterms.TermRanking.Term;
import unroll.task.registry.Tasks;
import unroll.text.term.Stemmer;
import unroll.text.term.TermKeys;

/** The order of terms, and what it is worth. */
final class TermRankingTest {
    private static final List<String> LABELS = List.of("B", "I", "O");

    private final Random random = new Random(3);

    private static KeyTerms task(double threshold) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                                task: keyterms
                                run: {dir: nowhere}
                                data: {train: {format: json, path: nowhere}}
                                """,
                                "test",
                                List.of("keyterms.threshold=" + threshold));
        return new KeyTerms(conf, 9, LABELS, List.of(1.0, 1.0, 1.0));
    }

    private float[] probabilities(int steps) {
        var p = new float[steps * 3];
        for (int t = 0; t < steps; t++) {
            float b = random.nextFloat();
            float i = (1 - b) * random.nextFloat();
            System.arraycopy(new float[] {b, i, 1 - b - i}, 0, p, 3 * t, 3);
        }
        return p;
    }

    /** By its definition: the probabilities of all sequences of labels that hold the term. */
    private static double byEnumeration(float[] p, int[] words, int... term) {
        int steps = words.length;
        double sum = 0;
        for (int path = 0; path < Math.pow(3, steps); path++) {
            var labels = new int[steps];
            double weight = 1;
            int left = path;
            for (int t = 0; t < steps; t++) {
                labels[t] = left % 3;
                left /= 3;
                weight *= p[3 * t + labels[t]];
            }
            boolean holds = false;
            for (int s = 0; s + term.length <= steps; s++) {
                boolean here =
                        labels[s] == 0
                                && (s + term.length == steps || labels[s + term.length] != 1);
                for (int j = 0; j < term.length; j++) {
                    here &= words[s + j] == term[j] && (j == 0 || labels[s + j] == 1);
                }
                holds |= here;
            }
            sum += holds ? weight : 0;
        }
        return sum;
    }

    @Test
    void aTermHasTheProbabilityOfTheLabelsThatHoldIt() {
        int[] words = {4, 5, 6, 4, 5, 7};
        var p = probabilities(6);
        var ranked = new TermRanking(task(0)).of(p, words);
        var once = find(ranked, 2, 2);
        assertEquals(byEnumeration(p, words, 6, 4), once.score(), 1e-6);
        assertEquals(byEnumeration(p, words, 5, 7), find(ranked, 4, 2).score(), 1e-6);
        assertEquals(byEnumeration(p, words, 7), find(ranked, 5, 1).score(), 1e-6);
        // Its two occurrences do not touch, so that they are independent.
        assertEquals(byEnumeration(p, words, 4, 5), find(ranked, 0, 2).score(), 1e-6);
        for (int i = 1; i < ranked.size(); i++) {
            assertTrue(ranked.get(i - 1).score() >= ranked.get(i).score(), "the best come first");
        }
    }

    private static Term find(List<Term> ranked, int start, int words) {
        return ranked.stream()
                .filter(term -> term.start() == start && term.words() == words)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void termsBelowTheThresholdAreLeftOut() {
        int[] words = {1, 2, 3, 4};
        var p = probabilities(4);
        var all = new TermRanking(task(0)).of(p, words);
        var some = new TermRanking(task(0.3)).of(p, words);
        assertEquals(all.stream().filter(term -> term.score() >= 0.3).toList(), some);
        assertTrue(some.size() < all.size() && !some.isEmpty());
    }

    /** Of the terms given, "net" is no true one, and two have one stem. */
    @Test
    void figuresCountEachTermOnceExactlyAndByStem() {
        var words = List.of("neural", "networks", "a", "neural", "network", "net", "tree");
        var terms = List.of("neural network", "trees", "forest");
        var keys = TermKeys.of(words, terms, new Stemmer());
        var ranked =
                List.of(
                        new Term(0, 2, 0.9),
                        new Term(3, 2, 0.8),
                        new Term(5, 1, 0.7),
                        new Term(6, 1, 0.6));
        var sums = new TermSums();
        sums.add(ranked, TermKeys.of(keys.all(), words.size()));
        sums.add(List.of(), TermKeys.of(List.of("b"), List.of(), new Stemmer())); // nothing to find
        var other = new TermSums();
        other.add(List.of(), TermKeys.of(List.of("b"), List.of("c"), new Stemmer()));
        sums.add(other);
        var figures = sums.measures();
        // Exact: 1 of 4 found, of 3 true. By stem: 2 of 3 found, of 3 true. The other text: none.
        assertEquals(2.0 / 7 / 2, figures.figure(Metric.F1_AT_10), 1e-12);
        assertEquals(4.0 / 6 / 2, figures.figure(Metric.STEMMED_F1_AT_10), 1e-12);
        assertEquals(3, figures.counts().get("examples"));
        assertEquals(4, figures.counts().get("terms"));
    }

    @Test
    void onlyTheFirstTermsCount() {
        var words = List.of("a", "b", "c", "d", "e", "f", "g");
        var keys = TermKeys.of(words, List.of("a", "g"), new Stemmer());
        var ranked = words.stream().map(word -> new Term(words.indexOf(word), 1, 0.5)).toList();
        var sums = new TermSums();
        sums.add(ranked, keys);
        assertEquals(2.0 * 1 / (5 + 2), sums.measures().figure(Metric.F1_AT_5), 1e-12);
        assertEquals(2.0 * 2 / (7 + 2), sums.measures().figure(Metric.F1_AT_10), 1e-12);
    }

    @Test
    void keysTellWordsAndTermsApart() {
        var words = List.of("ao", "c1", "a b", "ab");
        assertEquals(4, Arrays.stream(TermKeys.ofWords(words)).distinct().count());
        int[] two = TermKeys.ofWords(List.of("x", "y", "y", "x"));
        assertTrue(TermKeys.of(two, 0, 2) != TermKeys.of(two, 2, 2));
        assertTrue(TermKeys.of(two, 0, 1) != TermKeys.of(two, 0, 2));
        assertEquals(TermKeys.of(two, 0, 1), TermKeys.of(two, 3, 1));
    }
}
