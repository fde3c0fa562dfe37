package unroll.measure.text;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * The F-score of character n-grams (chrF2, Popović 2015) of written texts with one reference each,
 * as sacrebleu 2 defines it for a corpus: n-grams of one to six characters without white space,
 * recall counted twice as much as precision.
 */
public final class ChrfCounts implements Serializable {
    private static final int ORDER = 6;
    private static final double BETA = 2;

    private final long[] right = new long[ORDER]; // n-grams that the reference has too
    private final long[] written = new long[ORDER]; // n-grams of texts whose reference has any
    private final long[] wanted = new long[ORDER]; // n-grams of references

    /** Adds a text. */
    public void add(String text, String reference) {
        int[] found = visible(text);
        int[] expected = visible(reference);
        for (int n = 1; n <= ORDER; n++) {
            var counts = ngrams(expected, n);
            int all = Math.max(0, found.length - n + 1);
            written[n - 1] += counts.isEmpty() ? 0 : all;
            wanted[n - 1] += Math.max(0, expected.length - n + 1);
            for (var ngram : ngrams(found, n).entrySet()) {
                right[n - 1] += Math.min(ngram.getValue(), counts.getOrDefault(ngram.getKey(), 0));
            }
        }
    }

    private static int[] visible(String text) {
        return text.codePoints().filter(c -> !Character.isWhitespace(c)).toArray();
    }

    private static Map<String, Integer> ngrams(int[] characters, int n) {
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i + n <= characters.length; i++) {
            counts.merge(new String(characters, i, n), 1, Integer::sum);
        }
        return counts;
    }

    public void add(ChrfCounts other) {
        for (int n = 0; n < ORDER; n++) {
            right[n] += other.right[n];
            written[n] += other.written[n];
            wanted[n] += other.wanted[n];
        }
    }

    /** Returns chrF, from 0 to 100: of the mean precision and recall over the orders that occur. */
    public double score() {
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int n = 0; n < ORDER; n++) {
            if (written[n] > 0 && wanted[n] > 0) {
                precision += (double) right[n] / written[n];
                recall += (double) right[n] / wanted[n];
                orders++;
            }
        }
        if (precision + recall == 0) {
            return 0;
        }
        precision /= orders;
        recall /= orders;
        double factor = BETA * BETA;
        return 100 * (1 + factor) * precision * recall / (factor * precision + recall);
    }
}
