package unroll.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import unroll.conf.TextConf.Cut;
import unroll.text.BytePairMerges.Pair;

/** Byte-pair encoding of words. */
final class BytePairMergesTest {
    private static List<String> learnt(Map<String, Long> counts, int most) {
        return BytePairLearner.learn(counts, most).pairs().stream()
                .map(pair -> pair.left() + " " + pair.right())
                .toList();
    }

    private static BytePairMerges of(String... pairs) {
        return BytePairMerges.of(
                List.of(pairs).stream()
                        .map(pair -> pair.split(" "))
                        .map(pair -> new Pair(pair[0], pair[1]))
                        .toList());
    }

    /** The example of algorithm 1 of Sennrich et al. (2016), up to the first tie. */
    @Test
    void theMergesOfThePaperAreLearnt() {
        var counts = Map.of("low", 5L, "lower", 2L, "newest", 6L, "widest", 3L);
        var expected = List.of("e s", "es t", "est </w>", "l o", "lo w");
        assertEquals(expected, learnt(counts, 5));
        // Now "e w", "n e" and "w est</w>" occur six times each.
        assertEquals("e w", learnt(counts, 6).get(5));
    }

    /** Figure 1 of the paper: a word that was not learnt from. */
    @Test
    void wordsAreCutAsInThePaper() {
        var merges = of("r </w>", "l o", "lo w", "e r</w>");
        assertEquals(List.of("low@@", "er"), merges.split("lower"));
        assertEquals(List.of("low@@", "e@@", "s@@", "t"), merges.split("lowest"));
        assertEquals(List.of("low"), merges.split("low"));
        assertEquals(List.of("r"), merges.split("r"));
        assertEquals(
                List.of("low@@", "er", "low", "n@@"),
                merges.split(List.of("lower", "low", "nil"), Limit.of(Cut.TAIL, 4)));
    }

    @Test
    void theFirstMergeComesFirst() {
        assertEquals(List.of("a@@", "bc@@", "d"), of("b c", "a b").split("abcd"));
        assertEquals(List.of("ab@@", "c@@", "d"), of("a b", "b c").split("abcd"));
        assertEquals(List.of("aa@@", "aa@@", "a"), of("a a").split("aaaaa"));
    }

    private Map<String, Long> randomWords(Random random, String letters) {
        var counts = new LinkedHashMap<String, Long>();
        for (int i = 0; i < 60; i++) {
            var word = new StringBuilder();
            for (int n = 1 + random.nextInt(7); n > 0; n--) {
                word.append(letters.charAt(random.nextInt(letters.length())));
            }
            counts.put(word.toString(), 1L + random.nextInt(6));
        }
        return counts;
    }

    /** All pairs are counted anew for each merge. */
    private static List<String> slowly(Map<String, Long> counts, int most) {
        var words = new LinkedHashMap<List<String>, Long>();
        counts.forEach((word, n) -> words.merge(BytePairMerges.symbols(word), n, Long::sum));
        var merges = new ArrayList<String>();
        while (merges.size() < most) {
            var pairs = new TreeMap<String, Long>();
            words.forEach(
                    (symbols, n) -> {
                        for (int i = 0; i + 1 < symbols.size(); i++) {
                            var pair = symbols.get(i) + " " + symbols.get(i + 1);
                            pairs.merge(pair, n, Long::sum);
                        }
                    });
            long highest = pairs.isEmpty() ? 0 : Collections.max(pairs.values());
            if (highest < 2) {
                return merges;
            }
            var best =
                    pairs.entrySet().stream()
                            .filter(pair -> pair.getValue() == highest)
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElseThrow();
            merges.add(best);
            var next = new LinkedHashMap<List<String>, Long>();
            words.forEach((symbols, n) -> next.merge(merged(symbols, best), n, Long::sum));
            words.clear();
            words.putAll(next);
        }
        return merges;
    }

    private static List<String> merged(List<String> symbols, String pair) {
        var merged = new ArrayList<String>();
        for (int i = 0; i < symbols.size(); i++) {
            boolean found =
                    i + 1 < symbols.size()
                            && pair.equals(symbols.get(i) + " " + symbols.get(i + 1));
            merged.add(found ? symbols.get(i) + symbols.get(++i) : symbols.get(i));
        }
        return merged;
    }

    @Test
    void theMergesAreThoseOfCountingAnewEachTime() {
        var random = new Random(7);
        for (int run = 0; run < 200; run++) {
            var counts = randomWords(random, run % 2 == 0 ? "ab" : "abcdefg</w>@");
            int most = 1 + random.nextInt(80);
            assertEquals(slowly(counts, most), learnt(counts, most), counts.toString());
        }
    }

    @Test
    void theOrderOfWordsMakesNoDifference() {
        var counts = randomWords(new Random(3), "abcdef");
        var backwards = new LinkedHashMap<String, Long>();
        var words = new ArrayList<>(counts.keySet());
        Collections.reverse(words);
        words.forEach(word -> backwards.put(word, counts.get(word)));
        assertEquals(learnt(counts, 50), learnt(backwards, 50));
    }

    @Test
    void pairsThatOccurOnceAndTheMarkOfTextsAreNotMerged() {
        var counts = Map.of("ab", 1L, Vocabulary.END, 100L, "c", 1L, "d", 2L);
        assertEquals(List.of("d </w>"), learnt(counts, 9));
        assertEquals(List.of("<eos>"), of("< e").split(Vocabulary.END));
    }

    /** What was learnt from words cuts them as learning left them. */
    @Test
    void wordsThatWereLearntFromAreCutAsWhenLearning() {
        var random = new Random(5);
        for (int run = 0; run < 50; run++) {
            var counts = randomWords(random, "abc");
            var merges = BytePairLearner.learn(counts, 40);
            for (var word : counts.keySet()) {
                List<String> symbols = BytePairMerges.symbols(word);
                for (var pair : merges.pairs()) {
                    symbols = merged(symbols, pair.left() + " " + pair.right());
                }
                var text = String.join(" ", symbols).replace(" </w>", "").replace("</w>", "");
                assertEquals(text.replace(" ", "@@ "), String.join(" ", merges.split(word)));
            }
        }
    }

    @Test
    void piecesAreJoinedToTheSameWords() {
        var random = new Random(9);
        for (int run = 0; run < 200; run++) {
            var counts = randomWords(random, run % 2 == 0 ? "a@</w>" : "ab\uD83D\uDE00");
            var words = new ArrayList<>(counts.keySet());
            words.addAll(List.of("@@", "a@@", "@", "</w>", "\uD83D\uDE00@@", Vocabulary.END));
            var merges = BytePairLearner.learn(counts, random.nextInt(60));
            var pieces = merges.split(words, Limit.NONE);
            assertEquals(words, merges.join(pieces));
            assertTrue(pieces.stream().noneMatch(String::isEmpty));
        }
    }

    @Test
    void wordsWithUnknownPiecesAndTheirBeginningsAreJoined() {
        var merges = of("a b");
        assertEquals(List.of("", "c"), merges.join(List.of("ab@@", "", "c")));
        assertEquals(List.of("c", "abc"), merges.join(List.of("c", "ab@@", "c@@")));
        assertEquals(List.of(), merges.join(List.of()));
    }

    @Test
    void piecesAreCountedByTheirWords() {
        var merges = of("r </w>", "l o", "lo w", "e r</w>");
        var expected = Map.of("low", 5L, "low@@", 2L, "er", 2L, Vocabulary.END, 3L);
        assertEquals(expected, merges.count(Map.of("low", 5L, "lower", 2L, Vocabulary.END, 3L)));
    }

    @Test
    void wordsMayStayWhole() {
        var words = List.of("a@@", "b");
        assertEquals(words, BytePairMerges.NONE.split(words, Limit.of(Cut.TAIL, 1)));
        assertEquals(words, BytePairMerges.NONE.join(words));
        assertEquals("a@@", BytePairMerges.NONE.shown("a@@"));
        assertEquals(List.of("a@@", "b"), BytePairMerges.of(List.of()).split("ab"));
    }
}
