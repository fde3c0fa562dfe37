package unroll.conf.setting;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys of one map of a configuration. Whoever reads a key declares it; {@link #close} then
 * finds the keys that nobody declared.
 */
public final class Section implements AutoCloseable {
    private final Mistakes mistakes;
    private final Mistakes ofValues;
    private final String path; // "" at the root
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> declared = new LinkedHashSet<>();

    /**
     * @param value a map, or absent: then the section is empty
     */
    public Section(Value value) {
        mistakes = value.mistakes();
        path = value.path();
        boolean readable = value.absent() || value.isMap();
        // What is missing in something that is not a map is no mistake of its own.
        ofValues = readable ? mistakes : new Mistakes("", List::of);
        if (!readable) {
            value.wrong("a map of settings");
        }
        for (var tuple : value.entries()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                mistakes.wrong(
                        at(path, "?"), tuple.getKeyNode(), "a key", Value.show(tuple.getKeyNode()));
                continue;
            }
            var first = entries.putIfAbsent(name.getValue(), tuple);
            if (first != null) {
                var line = first.getKeyNode().getStartMark().map(Mistakes::where).orElse("before");
                mistakes.add(
                        name,
                        at(path, name.getValue())
                                + ": expected the key once, got it again (first: "
                                + line
                                + ")");
            }
        }
    }

    /** A section without keys, whose mistakes nobody is told. */
    static Section empty() {
        return new Section(new Value(new Mistakes("", List::of), "", null));
    }

    /** Returns the path of a key within a section. */
    static String at(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Returns all keys, for a map whose keys are the user's own. */
    public List<String> keys() {
        declared.addAll(entries.keySet());
        return List.copyOf(entries.keySet());
    }

    /** Returns the value of a key, absent if the user gave none. */
    public Value value(String key) {
        declared.add(key);
        var tuple = entries.get(key);
        var value = new Value(ofValues, at(path, key), tuple == null ? null : tuple.getValueNode());
        value.locate();
        return value;
    }

    /** Notes every key that nobody declared. */
    @Override
    public void close() {
        entries.forEach(
                (key, tuple) -> {
                    if (!declared.contains(key)) {
                        mistakes.unknown(at(path, key), tuple.getKeyNode(), path, declared);
                    }
                });
    }
}
