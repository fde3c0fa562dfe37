package unroll.encode.survey;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import unroll.encode.row.RawBlock;
import unroll.text.Vocabulary;

/**
 * A word and how often it occurs in the training set. Ordered by frequency, the most frequent
 * first; equally frequent words by their UTF-16 code units.
 */
public record WordCount(String word, long count) implements Comparable<WordCount>, Serializable {
    private static final Comparator<WordCount> ORDER =
            Comparator.comparingLong(WordCount::count).reversed().thenComparing(WordCount::word);

    /**
     * Counts the words of a block.
     *
     * @param chosen which of its examples are counted, by their place
     */
    public static List<WordCount> of(RawBlock block, IntPredicate chosen) {
        var words = block.words();
        var counts = new long[words.size()];
        for (int i = 0; i < block.examples(); i++) {
            if (chosen.test(i)) {
                for (int place : block.places(i)) {
                    counts[place]++;
                }
            }
        }
        return IntStream.range(0, counts.length)
                .filter(place -> counts[place] > 0)
                .mapToObj(place -> new WordCount(words.get(place), counts[place]))
                .toList();
    }

    /**
     * Returns the most frequent words of written targets, without the mark at their end.
     *
     * @param counts of all words
     * @param least minimum count of a word
     * @param most maximum number of words
     */
    public static List<String> written(Map<String, Long> counts, long least, int most) {
        var words = new TreeMap<>(counts);
        words.remove(Vocabulary.END);
        return mostFrequent(words, least, most).stream().map(WordCount::word).toList();
    }

    /**
     * Returns the most frequent words.
     *
     * @param counts of all words
     * @param least minimum count of a word
     * @param most maximum number of words
     */
    public static List<WordCount> mostFrequent(Map<String, Long> counts, long least, int most) {
        return counts.entrySet().stream()
                .map(word -> new WordCount(word.getKey(), word.getValue()))
                .filter(word -> word.count() >= least)
                .sorted()
                .limit(most)
                .toList();
    }

    @Override
    public int compareTo(WordCount other) {
        return ORDER.compare(this, other);
    }
}
