package unroll.task.transcribe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import unroll.measure.Edits;

/** Words that labels spell, with a separator between two of them. */
final class LabelWords {
    private LabelWords() {}

    /**
     * Returns the labels of each word. Separators at an end, or one after the other, make no word.
     */
    static List<List<Integer>> of(int[] labels, int separator) {
        var words = new ArrayList<List<Integer>>();
        var word = new ArrayList<Integer>();
        for (int label : labels) {
            if (label != separator) {
                word.add(label);
            } else if (!word.isEmpty()) {
                words.add(List.copyOf(word));
                word.clear();
            }
        }
        if (!word.isEmpty()) {
            words.add(List.copyOf(word));
        }
        return words;
    }

    /** Returns the edits of words that turn {@code found} into {@code wanted}. */
    static Edits edits(List<List<Integer>> found, List<List<Integer>> wanted) {
        var numbers = new HashMap<List<Integer>, Integer>();
        return Edits.between(numbered(found, numbers), numbered(wanted, numbers));
    }

    /** Returns the same number for equal words. */
    private static int[] numbered(List<List<Integer>> words, Map<List<Integer>, Integer> numbers) {
        return words.stream()
                .mapToInt(word -> numbers.computeIfAbsent(word, added -> numbers.size()))
                .toArray();
    }
}
