package unroll.encode.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import unroll.message.Printable;
import unroll.text.LabelText;

/** Finds labels that differ only in case or spaces, and so may be meant to be the same. */
public final class SimilarLabels {
    private static final int MOST = 3; // examples

    private SimilarLabels() {}

    /** Returns a warning; empty if no labels are so similar. */
    public static Optional<String> warning(Collection<String> labels) {
        var groups = new TreeMap<String, List<String>>();
        for (var label : labels) {
            groups.computeIfAbsent(LabelText.likeness(label), key -> new ArrayList<>()).add(label);
        }
        groups.values().removeIf(group -> group.size() < 2);
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        var examples = groups.values().stream().limit(MOST).map(SimilarLabels::shown).toList();
        return Optional.of(
                "warning: labels that differ only in case or spaces are classes of their own: "
                        + String.join("; ", examples)
                        + (groups.size() > MOST ? "; and more" : ""));
    }

    private static String shown(List<String> group) {
        return String.join(", ", group.stream().map(Printable::brief).limit(2 * MOST).toList());
    }
}
