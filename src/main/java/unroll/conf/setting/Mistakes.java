package unroll.conf.setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import unroll.message.Printable;

/**
 * The mistakes of one configuration, collected so that the user sees all of them at once, and the
 * places of its values.
 */
public final class Mistakes {
    /** Start of the origin of an overridden value. */
    public static final String OVERRIDE = "--set ";

    /** Most mistakes in a message, which gives the number of the others. */
    private static final int MOST = 20;

    /** Longest path for which a similar key is searched. */
    private static final int LONGEST_KEY = 200;

    private record Problem(String file, int line, Supplier<String> text) {}

    private final String file;
    private final Supplier<List<String>> keys;
    private final Map<String, Node> found = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param file the name that messages give where a key is missing
     * @param keys gives those of all settings, among which one similar to an unknown key is
     *     searched
     */
    public Mistakes(String file, Supplier<List<String>> keys) {
        this.file = file;
        this.keys = keys;
    }

    /** Notes where the value of {@code path} stands. */
    void locate(String path, Node node) {
        found.put(path, node);
    }

    /**
     * Adds a mistake in the value of {@code path}, which stands at {@code node} or is missing
     * (null).
     */
    public void wrong(String path, Node node, String expected, String got) {
        add(node, path + ": expected " + expected + ", got " + got);
    }

    /**
     * Adds a mistake that several settings make together. It is placed at the first of them that
     * the user gave.
     */
    public void together(String message, String... paths) {
        Node place = null;
        for (var path : paths) {
            place = place == null ? found.get(path) : place;
        }
        add(place, message);
    }

    /**
     * Adds a mistake in a setting that another one rules out.
     *
     * @param why the other one does, such as {@code with bptt.steps 20}
     * @param other the other setting
     */
    public void conflict(String key, String expected, String why, Object got, String other) {
        together(key + ": expected " + expected + " " + why + "; got " + got, key, other);
    }

    /** Adds a key that nobody declared. */
    public void unknown(String path, Node node, String section, Collection<String> siblings) {
        var expected = List.copyOf(siblings);
        add(
                node,
                () ->
                        Printable.brief(path, LONGEST_KEY)
                                + ": unknown key"
                                + hint(path, section, expected)
                                + (expected.size() == 1 ? "" : "one of ")
                                + String.join(", ", expected)
                                + (section.isEmpty() ? "" : " in " + section));
    }

    private String hint(String path, String section, List<String> siblings) {
        if (path.length() > LONGEST_KEY) {
            return "; expected ";
        }
        var candidates = new LinkedHashSet<String>();
        for (var sibling : siblings) {
            candidates.add(section.isEmpty() ? sibling : section + "." + sibling);
        }
        candidates.addAll(keys.get());
        return ", did you mean " + Nearest.key(path, candidates) + "? Expected ";
    }

    public void add(Node place, String text) {
        add(place, () -> text);
    }

    private void add(Node place, Supplier<String> text) {
        var mark = place == null ? null : place.getStartMark().orElse(null);
        problems.add(
                mark == null
                        ? new Problem(file, 0, () -> file + ": " + text.get())
                        : new Problem(
                                mark.getName(),
                                mark.getLine(),
                                () -> where(mark) + ": " + text.get()));
    }

    /** Returns file and line, counted from 1; an override has no line. */
    public static String where(Mark mark) {
        return mark.getName().startsWith(OVERRIDE)
                ? mark.getName()
                : mark.getName() + ":" + (mark.getLine() + 1);
    }

    /** Returns all mistakes, one a line, in the order of the file; empty if there are none. */
    public Optional<String> message() {
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        var lines =
                problems.stream()
                        .sorted(
                                Comparator.comparing((Problem p) -> !p.file().equals(file))
                                        .thenComparingInt(Problem::line))
                        .map(problem -> problem.text().get())
                        .distinct()
                        .limit(MOST)
                        .collect(Collectors.joining("\n"));
        int more = problems.size() - MOST;
        return Optional.of(more > 0 ? lines + "\nand " + more + " more mistakes" : lines);
    }
}
