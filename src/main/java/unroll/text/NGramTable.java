package unroll.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The n-grams that a model knows: codes of {@link NGrams} over the ids of a vocabulary, numbered in
 * ascending order. A plain class, since Spark sends it to executors.
 */
public final class NGramTable implements Serializable {
    /** The table without n-grams. */
    public static final NGramTable NONE = new NGramTable(new long[0]);

    private final long[] codes; // ascending, distinct

    /**
     * @param codes in ascending order, each once
     * @throws IllegalArgumentException if they are not
     */
    public NGramTable(long[] codes) {
        this.codes = codes.clone();
        for (int i = 1; i < codes.length; i++) {
            if (codes[i] <= codes[i - 1]) {
                throw new IllegalArgumentException(
                        "n-grams: expected ascending codes, got " + codes[i] + " at " + i);
            }
        }
    }

    /**
     * Returns a table of n-grams in their order.
     *
     * @param ngrams ids of the words of each
     * @param words number of ids
     * @throws IllegalArgumentException if an n-gram cannot be one of the vocabulary, or they are in
     *     another order
     */
    public static NGramTable of(List<int[]> ngrams, int words) {
        var codes = new long[ngrams.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = NGrams.code(ngrams.get(i), words);
        }
        return new NGramTable(codes);
    }

    /** Returns the ids of the words of each n-gram. */
    public List<int[]> words() {
        return Arrays.stream(codes).mapToObj(NGrams::words).toList();
    }

    /**
     * Returns the number of an n-gram; -1 if it is unknown.
     *
     * @param words ids; a negative one is of no word
     */
    public int number(int[] words) {
        boolean known = Arrays.stream(words).allMatch(id -> id >= 0);
        return known ? Math.max(-1, Arrays.binarySearch(codes, NGrams.code(words))) : -1;
    }

    public int size() {
        return codes.length;
    }

    /**
     * Replaces the codes of a text by the numbers of those that are known.
     *
     * @param text codes in ascending order, the first {@code count} elements
     * @param numbers written from {@code at}, in ascending order
     * @return number of known n-grams
     */
    public int numbers(long[] text, int count, int[] numbers, int at) {
        int from = 0;
        int to = at;
        for (int i = 0; i < count && from < codes.length; i++) {
            int place = Arrays.binarySearch(codes, from, codes.length, text[i]);
            from = place < 0 ? -place - 1 : place + 1;
            if (place >= 0) {
                numbers[to++] = place;
            }
        }
        return to - at;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NGramTable table && Arrays.equals(codes, table.codes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(codes);
    }
}
