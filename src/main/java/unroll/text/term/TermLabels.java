package unroll.text.term;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Labels for the words of a text by the terms that stand in it: {@code B} where a term begins,
 * {@code I} where it goes on, {@code O} elsewhere.
 */
public final class TermLabels {
    public static final String BEGIN = "B";
    public static final String INSIDE = "I";
    public static final String OUTSIDE = "O";

    private TermLabels() {}

    /**
     * Labels every occurrence of each term; of terms that overlap, the longer, or else the one that
     * is named first.
     *
     * @param terms words with spaces between
     * @return one label a word
     */
    public static List<String> of(List<String> words, List<String> terms) {
        var sequences = new ArrayList<List<String>>();
        terms.forEach(term -> sequences.add(Arrays.asList(term.split(" "))));
        sequences.sort(Comparator.comparing(term -> -term.size())); // stable
        var labels = new ArrayList<>(Collections.nCopies(words.size(), OUTSIDE));
        for (var term : sequences) {
            for (int t = 0; t + term.size() <= words.size(); t++) {
                var here = labels.subList(t, t + term.size());
                boolean free = Collections.frequency(here, OUTSIDE) == term.size();
                if (free && words.subList(t, t + term.size()).equals(term)) {
                    Collections.fill(here, INSIDE);
                    here.set(0, BEGIN);
                }
            }
        }
        return labels;
    }
}
