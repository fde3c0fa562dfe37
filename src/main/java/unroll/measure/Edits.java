package unroll.measure;

/**
 * The fewest edits that make one sequence of labels into another (Levenshtein 1966); of equally few
 * ones those with most substitutions, so that the counts are unique.
 *
 * @param substituted labels that differ from the true ones
 * @param missing true labels that were not found
 * @param added found labels that are not among the true ones
 */
public record Edits(int substituted, int missing, int added) {
    /** Returns their number. */
    public int total() {
        return substituted + missing + added;
    }

    /** Returns the edits that turn {@code found} into {@code wanted}. */
    public static Edits between(int[] found, int[] wanted) {
        var total = new int[wanted.length + 1]; // from the labels of found so far, by wanted's
        var substituted = new int[wanted.length + 1]; // the most of as many in all
        for (int j = 1; j <= wanted.length; j++) {
            total[j] = j;
        }
        for (int i = 1; i <= found.length; i++) {
            int diagonal = total[0];
            int diagonalSubstituted = substituted[0];
            total[0] = i;
            for (int j = 1; j <= wanted.length; j++) {
                int other = found[i - 1] == wanted[j - 1] ? 0 : 1;
                int best = diagonal + other;
                int most = diagonalSubstituted + other;
                diagonal = total[j];
                diagonalSubstituted = substituted[j];
                for (int from : new int[] {j, j - 1}) {
                    if (total[from] + 1 < best
                            || (total[from] + 1 == best && substituted[from] > most)) {
                        best = total[from] + 1;
                        most = substituted[from];
                    }
                }
                total[j] = best;
                substituted[j] = most;
            }
        }
        // Of the others, those that are missing outnumber those added by the lengths' difference.
        int others = total[wanted.length] - substituted[wanted.length];
        int missing = (others + wanted.length - found.length) / 2;
        return new Edits(substituted[wanted.length], missing, others - missing);
    }
}
