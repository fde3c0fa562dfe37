package unroll.encode.survey;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import unroll.message.Printable;

/** Notes for the user about how often each label occurs in the training set. */
public final class ClassCounts {
    private static final int SHOWN = 5;
    private static final int EXAMPLES = 3;
    private static final int FEW = 10; // with fewer labels, many may occur once
    private static final int LONG = 100; // code points of a label

    private ClassCounts() {}

    /**
     * Returns the most frequent labels with their counts, and warnings if the column does not seem
     * to hold labels.
     */
    public static List<String> notes(Map<String, Long> counts) {
        var notes = new ArrayList<String>();
        notes.add("classes  " + shown(counts));
        long rows = Survey.total(counts);
        if (counts.size() > 2 && 2L * counts.size() > rows) {
            notes.add(
                    warning(
                            String.format(
                                    Locale.ROOT, "%,d labels for %,d rows", counts.size(), rows),
                            counts,
                            label -> true));
        } else {
            Predicate<String> once = label -> counts.get(label) == 1;
            long single = counts.keySet().stream().filter(once).count();
            if (counts.size() >= FEW && 2 * single > counts.size()) {
                notes.add(
                        warning(
                                String.format(
                                        Locale.ROOT,
                                        "%,d of %,d labels %s once",
                                        single,
                                        counts.size(),
                                        single == 1 ? "occurs" : "occur"),
                                counts,
                                once));
            }
        }
        Predicate<String> isLong = label -> label.codePointCount(0, label.length()) > LONG;
        long many = counts.keySet().stream().filter(isLong).count();
        if (many > 0) {
            notes.add(
                    warning(
                            String.format(
                                    Locale.ROOT,
                                    "%,d of %,d labels %s more than %d characters",
                                    many,
                                    counts.size(),
                                    many == 1 ? "has" : "have",
                                    LONG),
                            counts,
                            isLong));
        }
        return notes;
    }

    private static String shown(Map<String, Long> counts) {
        var first =
                counts.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(SHOWN)
                        .map(
                                e ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s %,d",
                                                Printable.brief(e.getKey()),
                                                e.getValue()))
                        .toList();
        return String.join(", ", first)
                + (counts.size() > SHOWN
                        ? String.format(Locale.ROOT, ", and %,d more", counts.size() - SHOWN)
                        : "");
    }

    private static String warning(
            String what, Map<String, Long> counts, Predicate<String> examples) {
        var some =
                counts.keySet().stream()
                        .filter(examples)
                        .sorted()
                        .limit(EXAMPLES)
                        .map(label -> '"' + Printable.brief(label) + '"')
                        .toList();
        return "warning: "
                + what
                + ", such as "
                + String.join(", ", some)
                + ": see whether the label column is the right one and, of csv, options sep, quote and escape";
    }
}
