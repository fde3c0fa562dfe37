package unroll.encode.survey;

import java.io.Serializable;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * The number of texts that contain each of some n-grams. Sums of integers: the order of merging
 * does not show.
 *
 * @param codes of {@link unroll.text.NGrams}, ascending
 * @param counts [codes]
 */
public record DocumentCounts(long[] codes, int[] counts) implements Serializable {
    /** Counts n-grams, given once for each text that contains them. */
    public static DocumentCounts of(long[] occurrences) {
        long[] sorted = occurrences.clone();
        Arrays.sort(sorted);
        var counts = new int[sorted.length];
        int distinct = 0;
        for (long code : sorted) {
            if (distinct == 0 || code != sorted[distinct - 1]) {
                sorted[distinct++] = code;
            }
            counts[distinct - 1]++;
        }
        return new DocumentCounts(Arrays.copyOf(sorted, distinct), Arrays.copyOf(counts, distinct));
    }

    /** Returns the sum of these counts and others. */
    public DocumentCounts plus(DocumentCounts other) {
        var sum =
                new DocumentCounts(
                        new long[codes.length + other.codes.length],
                        new int[codes.length + other.codes.length]);
        int n = 0;
        for (int i = 0, j = 0; i < codes.length || j < other.codes.length; n++) {
            boolean here =
                    j == other.codes.length || (i < codes.length && codes[i] <= other.codes[j]);
            boolean there =
                    i == codes.length || (j < other.codes.length && other.codes[j] <= codes[i]);
            sum.codes[n] = here ? codes[i] : other.codes[j];
            sum.counts[n] = (here ? counts[i++] : 0) + (there ? other.counts[j++] : 0);
        }
        return sum.first(n);
    }

    /** Returns those of at least so many texts. */
    public DocumentCounts atLeast(int texts) {
        var kept = new DocumentCounts(new long[codes.length], new int[codes.length]);
        int n = 0;
        for (int i = 0; i < codes.length; i++) {
            if (counts[i] >= texts) {
                kept.codes[n] = codes[i];
                kept.counts[n++] = counts[i];
            }
        }
        return kept.first(n);
    }

    /** Returns how many n-grams have each count. */
    public TreeMap<Integer, Integer> termsByTexts() {
        var terms = new TreeMap<Integer, Integer>();
        for (int count : counts) {
            terms.merge(count, 1, Integer::sum);
        }
        return terms;
    }

    private DocumentCounts first(int n) {
        return new DocumentCounts(Arrays.copyOf(codes, n), Arrays.copyOf(counts, n));
    }
}
