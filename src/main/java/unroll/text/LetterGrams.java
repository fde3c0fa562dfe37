package unroll.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.util.StringHelper;

/**
 * Letter n-grams of words, hashed to buckets: those of the word between {@code <} and {@code >}, of
 * Unicode code points, without the two marks themselves (Bojanowski et al. 2017). The hash
 * (MurmurHash3, 32 bit, seed 0, of the n-gram's UTF-8) is part of every model's format.
 */
public final class LetterGrams {
    private final int shortest;
    private final int longest;
    private final int buckets;

    /**
     * @param shortest code points of an n-gram, the marks included
     * @param longest at least {@code shortest}
     */
    public LetterGrams(int shortest, int longest, int buckets) {
        this.shortest = shortest;
        this.longest = longest;
        this.buckets = buckets;
    }

    /**
     * Returns the buckets of a word's n-grams, one for each occurrence, ordered by start and
     * length; none if the word is too short.
     */
    public int[] of(String word) {
        int[] letters = ("<" + word + ">").codePoints().toArray();
        var found = new int[letters.length * (longest - shortest + 1)];
        int count = 0;
        for (int from = 0; from < letters.length; from++) {
            for (int n = shortest; n <= longest && from + n <= letters.length; n++) {
                boolean mark = n == 1 && (from == 0 || from + 1 == letters.length);
                if (!mark) {
                    found[count++] = bucket(new String(letters, from, n));
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private int bucket(String gram) {
        byte[] utf8 = gram.getBytes(StandardCharsets.UTF_8);
        return Math.floorMod(StringHelper.murmurhash3_x86_32(utf8, 0, utf8.length, 0), buckets);
    }
}
