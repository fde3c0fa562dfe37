package unroll.text;

import java.util.Arrays;
import java.util.Locale;

/**
 * The words, pairs and triples of neighbouring words of a text, each as one number: the ids of its
 * words plus one, 21 bits each, the last word lowest. A number below 2^21 is a word.
 */
public final class NGrams {
    /** Words of the longest n-grams that have a number. */
    public static final int LONGEST = 3;

    private static final int BITS = 21;

    /** The maximum number of ids of words. */
    public static final int WORDS = (1 << BITS) - 1;

    private NGrams() {}

    /**
     * Returns the distinct n-grams of up to {@link #LONGEST} words of a text, in ascending order.
     *
     * @param words ids below 2^21 - 1; negative for an unknown word, which no n-gram contains
     */
    public static long[] of(int[] words) {
        return of(words, LONGEST);
    }

    /** Returns those of up to {@code longest} words. */
    public static long[] of(int[] words, int longest) {
        var codes = new long[longest * words.length];
        return Arrays.copyOf(codes, find(words, words.length, longest, codes));
    }

    /**
     * Returns the id of a known word; -1 for other words, which no n-gram contains.
     *
     * @param first id of a known word; those below are buckets of unknown words
     * @param end first id that is not a known word any more
     */
    public static int known(int word, int first, int end) {
        return word < first || word >= end ? -1 : word;
    }

    /**
     * Writes the distinct n-grams of a text in ascending order.
     *
     * @param words ids, of which the first {@code count} are the text
     * @param codes with room for {@code longest} numbers a word
     * @return their number
     */
    public static int find(int[] words, int count, int longest, long[] codes) {
        int all = 0;
        for (int end = 1; end <= count; end++) {
            long code = 0;
            for (int n = 1; n <= longest && n <= end && words[end - n] >= 0; n++) {
                code |= (words[end - n] + 1L) << (BITS * (n - 1));
                codes[all++] = code;
            }
        }
        Arrays.sort(codes, 0, all);
        int distinct = 0;
        for (int i = 0; i < all; i++) {
            if (i == 0 || codes[i] != codes[i - 1]) {
                codes[distinct++] = codes[i];
            }
        }
        return distinct;
    }

    /**
     * Returns the number of an n-gram.
     *
     * @param ngram ids of its words
     * @param words number of ids that there are
     * @throws IllegalArgumentException if it has no words or too many, or an id is out of range
     */
    static long code(int[] ngram, int words) {
        if (ngram.length == 0 || ngram.length > LONGEST) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "an n-gram: expected 1 to %d words, got %d",
                            LONGEST,
                            ngram.length));
        }
        for (int id : ngram) {
            if (id < 0 || id >= words) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "an n-gram: expected ids of words below %d, got %d",
                                words,
                                id));
            }
        }
        return code(ngram);
    }

    /** Returns the number of an n-gram of at most {@link #LONGEST} known words. */
    static long code(int[] ngram) {
        long code = 0;
        for (int id : ngram) {
            code = code << BITS | id + 1L;
        }
        return code;
    }

    /** Returns the ids of the words of an n-gram, in their order. */
    public static int[] words(long code) {
        int n = 1;
        while (n < LONGEST && code >>> (BITS * n) != 0) {
            n++;
        }
        var words = new int[n];
        for (int i = 0; i < n; i++) {
            words[n - 1 - i] = (int) (code >>> (BITS * i) & (1 << BITS) - 1) - 1;
        }
        return words;
    }
}
