package unroll.conf.setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import unroll.conf.ConfigurationException;
import unroll.message.Printable;

/**
 * One pass over a configuration: the settings it asked for, where each was found, and every
 * mistake, so that the user sees all of them at once.
 */
public final class Reading {
    /** How the origin of an overridden value starts. */
    public static final String OVERRIDE = "--set ";

    /** Mistakes that are told; of the others only how many there are. */
    private static final int TOLD = 20;

    /** Longest path of a key for which a similar one is looked for. */
    private static final int LONGEST_KEY = 200;

    private record Problem(String file, int line, Supplier<String> text) {}

    private final String file;
    private final Supplier<List<String>> keys;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, Node> found = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private List<String> known; // keys of all settings, once a key was unknown

    /**
     * @param file the name that messages give where a key is missing
     * @param keys of all settings, among which one similar to an unknown key is looked for
     */
    public Reading(String file, Supplier<List<String>> keys) {
        this.file = file;
        this.keys = keys;
    }

    /** Notes that {@code path} is a setting, and where it stands if the user gave it. */
    public void declare(String path, Node node, String expected, String standard, String meaning) {
        var key = path.replaceAll("\\[\\d+\\]", "[]");
        settings.putIfAbsent(key, new Setting(key, expected, standard, meaning));
        if (node != null) {
            found.put(path, node);
        }
    }

    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /**
     * A mistake in the value of {@code path}, which stands at {@code node} or is missing (null).
     */
    public void wrong(String path, Node node, String expected, String got) {
        add(node, path + ": expected " + expected + ", got " + got);
    }

    /**
     * A mistake that several settings make together: placed at the first of them that the user
     * gave.
     */
    public void wrongTogether(String message, String... paths) {
        Node place = null;
        for (var path : paths) {
            place = place == null ? found.get(path) : place;
        }
        add(place, message);
    }

    /** A key that nothing asked for. */
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
        if (known == null) {
            known = keys.get();
        }
        candidates.addAll(known);
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

    /** File and line, counted from 1; an override has no line. */
    public static String where(Mark mark) {
        return mark.getName().startsWith(OVERRIDE)
                ? mark.getName()
                : mark.getName() + ":" + (mark.getLine() + 1);
    }

    /**
     * @throws ConfigurationException listing the mistakes in the order of the file, when there are
     *     any
     */
    public void finish() {
        if (problems.isEmpty()) {
            return;
        }
        var told =
                problems.stream()
                        .sorted(
                                Comparator.comparing((Problem p) -> !p.file().equals(file))
                                        .thenComparingInt(Problem::line))
                        .map(problem -> problem.text().get())
                        .distinct()
                        .limit(TOLD)
                        .collect(Collectors.joining("\n"));
        int more = problems.size() - TOLD;
        throw new ConfigurationException(
                more > 0 ? told + "\nand " + more + " more mistakes" : told);
    }
}
