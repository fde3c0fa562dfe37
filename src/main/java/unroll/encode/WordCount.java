package unroll.encode;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A word and how often it occurs in the training part. Ordered by frequency, the most frequent
 * first; equally frequent words by their UTF-16 code units.
 */
public record WordCount(String word, long count) implements Comparable<WordCount>, Serializable {
    private static final Comparator<WordCount> ORDER =
            Comparator.comparingLong(WordCount::count).reversed().thenComparing(WordCount::word);

    @Override
    public int compareTo(WordCount other) {
        return ORDER.compare(this, other);
    }
}
