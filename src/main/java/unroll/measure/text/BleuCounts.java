package unroll.measure.text;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU (Papineni et al. 2002) of written texts with one reference each, as sacrebleu 2 defines it
 * for a corpus of ready-made words ({@code --tokenize none}): n-grams of one to four words, and
 * precisions of zero smoothed exponentially.
 */
public final class BleuCounts implements Serializable {
    private static final int ORDER = 4;

    private final long[] right = new long[ORDER]; // n-grams that the reference has too
    private final long[] written = new long[ORDER]; // n-grams
    private long writtenWords;
    private long wantedWords;

    /** Adds a text. */
    public void add(List<String> text, List<String> reference) {
        writtenWords += text.size();
        wantedWords += reference.size();
        for (int n = 1; n <= ORDER; n++) {
            var wanted = ngrams(reference, n);
            for (var found : ngrams(text, n).entrySet()) {
                written[n - 1] += found.getValue();
                right[n - 1] += Math.min(found.getValue(), wanted.getOrDefault(found.getKey(), 0));
            }
        }
    }

    private static Map<List<String>, Integer> ngrams(List<String> words, int n) {
        var counts = new HashMap<List<String>, Integer>();
        for (int i = 0; i + n <= words.size(); i++) {
            counts.merge(words.subList(i, i + n), 1, Integer::sum);
        }
        return counts;
    }

    public void add(BleuCounts other) {
        for (int n = 0; n < ORDER; n++) {
            right[n] += other.right[n];
            written[n] += other.written[n];
        }
        writtenWords += other.writtenWords;
        wantedWords += other.wantedWords;
    }

    /** Returns the number of words written over that of the references; 0 without references. */
    public double lengthRatio() {
        return wantedWords == 0 ? 0 : (double) writtenWords / wantedWords;
    }

    /** Returns BLEU, from 0 to 100. */
    public double score() {
        if (right[0] == 0 || written[ORDER - 1] == 0) {
            return 0;
        }
        double logs = 0;
        double smoothing = 1;
        for (int n = 0; n < ORDER; n++) {
            double share = (double) right[n] / written[n];
            if (right[n] == 0) {
                smoothing *= 2;
                share = 1 / (smoothing * written[n]);
            }
            logs += StrictMath.log(100 * share);
        }
        double brevity =
                writtenWords < wantedWords
                        ? StrictMath.exp(1 - (double) wantedWords / writtenWords)
                        : 1;
        return brevity * StrictMath.exp(logs / ORDER);
    }
}
