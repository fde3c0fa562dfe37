package unroll.text;

import java.util.Arrays;

/**
 * The words, pairs and triples of neighbouring words of a text, each as one number: the ids of its
 * words plus one, 21 bits each, the last word lowest. A number below 2^21 is a word.
 */
public final class NGrams {
    private static final int BITS = 21;
    private static final int LONGEST = 3;

    private NGrams() {}

    /**
     * Returns the distinct n-grams of a text in ascending order.
     *
     * @param words ids below 2^21 - 1; -1 for an unknown word, which no n-gram contains
     */
    public static long[] of(int[] words) {
        var codes = new long[LONGEST * words.length];
        int count = 0;
        for (int end = 1; end <= words.length; end++) {
            long code = 0;
            for (int n = 1; n <= LONGEST && n <= end && words[end - n] >= 0; n++) {
                code |= (words[end - n] + 1L) << (BITS * (n - 1));
                codes[count++] = code;
            }
        }
        Arrays.sort(codes, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || codes[i] != codes[i - 1]) {
                codes[distinct++] = codes[i];
            }
        }
        return Arrays.copyOf(codes, distinct);
    }
}
