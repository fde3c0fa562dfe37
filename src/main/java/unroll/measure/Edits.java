package unroll.measure;

/**
 * The fewest edits that make one sequence of labels into another (Levenshtein 1966); of equally few
 * ones those that substitute most, so that the counts do not depend on how they are found.
 *
 * @param substituted labels that are others than they should be
 * @param missing labels that are not there
 * @param added labels that should not be there
 */
public record Edits(int substituted, int missing, int added) {
    /** All of them. */
    public int total() {
        return substituted + missing + added;
    }

    /** What must be done to {@code found} until it is {@code wanted}. */
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
