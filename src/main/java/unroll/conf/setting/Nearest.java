package unroll.conf.setting;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known key or word that is most similar to a mistyped one. */
public final class Nearest {
    /** Maximum length of a key to compare: a longer one is no typing error, and slow to compare. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /**
     * The candidate with the fewest edits; the first of equals. Empty where all are too far to be
     * meant.
     */
    public static Optional<String> word(String got, Collection<String> candidates) {
        if (got.length() > LONGEST) {
            return Optional.empty();
        }
        String best = null;
        int least = Integer.MAX_VALUE;
        for (var candidate : candidates) {
            int distance = distance(plain(got), plain(candidate));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return least <= Math.max(2, got.length() / 2)
                ? Optional.ofNullable(best)
                : Optional.empty();
    }

    /**
     * The nearest full key: a slip within the section, or the right name in the wrong section.
     *
     * @param got full path of the unknown key
     * @param candidates full paths
     */
    public static String key(String got, Collection<String> candidates) {
        String best = "";
        double least = Double.POSITIVE_INFINITY;
        for (var candidate : candidates) {
            // The name counts more than the section: training.rate is training.optimizer.rate.
            double distance =
                    2 * distance(plain(leaf(got)), plain(leaf(candidate)))
                            + (parent(got).equals(parent(candidate)) ? 0 : 1.5)
                            + 0.01 * distance(got, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static String leaf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /** batch_tokens, batch-tokens and batchTokens are the same slip. */
    private static String plain(String word) {
        return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance. */
    public static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
