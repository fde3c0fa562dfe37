package unroll.task.transfer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a softmax over words. One over all words, be it trained on a sample of them, has a
 * row for each; an adaptive one has rows for the frequent words and then for the clusters, each of
 * which has a projection and rows for its own words.
 */
final class SoftmaxRows {
    private SoftmaxRows() {}

    /**
     * Returns the old row for each row of a parameter of two softmaxes with the same clusters.
     *
     * @param parameter its name, apart from that of the softmax
     * @param rows number of its rows
     * @param words the old id of each new word; negative without one
     * @param cutoffs first word of each cluster
     */
    static int[] of(String parameter, int rows, int[] words, List<Integer> cutoffs) {
        if (cutoffs.isEmpty()) {
            return words;
        }
        int frequent = cutoffs.get(0);
        for (int i = 0; i < cutoffs.size(); i++) {
            if (parameter.equals("tail" + i + ".projection")) {
                return IntStream.range(0, rows).toArray();
            }
            if (parameter.startsWith("tail" + i + ".")) {
                int first = cutoffs.get(i);
                boolean last = i == cutoffs.size() - 1;
                int end = last ? Integer.MAX_VALUE : cutoffs.get(i + 1);
                return among(IntStream.range(first, first + rows), words, first, end);
            }
        }
        return IntStream.concat(
                        IntStream.of(among(IntStream.range(0, frequent), words, 0, frequent)),
                        IntStream.range(frequent, rows))
                .toArray();
    }

    /** Returns the old rows of the new words that were in the same cluster. */
    private static int[] among(IntStream ids, int[] words, int first, int end) {
        return ids.map(id -> words[id])
                .map(old -> old >= first && old < end ? old - first : Transfer.NONE)
                .toArray();
    }
}
