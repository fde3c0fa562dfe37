package unroll.conf.setting;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys of one map of the configuration. Each getter declares a setting (its key, default, range
 * and meaning) and reads it; {@link #close} then finds the keys that nothing declared.
 */
public final class Section implements AutoCloseable {
    private final Reading reading;
    private final String path; // "" at the root
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> declared = new LinkedHashSet<>();
    private final boolean readable; // false where the user gave something that is not a map

    /**
     * @param node null where the user gave no such section
     * @param given what the user gave in its place
     */
    public Section(Reading reading, String path, MappingNode node, Node given) {
        this.reading = reading;
        this.path = path;
        this.readable = given == null || node != null;
        for (var tuple : node == null ? List.<NodeTuple>of() : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                reading.wrong(at("?"), tuple.getKeyNode(), "a key", Value.show(tuple.getKeyNode()));
                continue;
            }
            var first = entries.putIfAbsent(name.getValue(), tuple);
            if (first != null) {
                var line = first.getKeyNode().getStartMark().map(Reading::where).orElse("before");
                reading.add(
                        name,
                        at(name.getValue())
                                + ": expected the key once, got it again (first: "
                                + line
                                + ")");
            }
        }
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The names of all keys: of a map whose keys are the user's own. */
    public List<String> keys() {
        declared.addAll(entries.keySet());
        return List.copyOf(entries.keySet());
    }

    /**
     * Declares a setting.
     *
     * @param expected as the table of settings says it
     * @param standard the default, or "required"
     */
    public Value value(String key, String expected, String standard, String meaning) {
        var value = own(key);
        var tuple = entries.get(key);
        reading.declare(
                at(key), tuple == null ? null : tuple.getValueNode(), expected, standard, meaning);
        return value;
    }

    /** A value under a key of the user's own, or one that is declared by its parts. */
    public Value own(String key) {
        declared.add(key);
        var tuple = entries.get(key);
        return new Value(reading, at(key), tuple == null ? null : tuple.getValueNode());
    }

    public Section section(String key) {
        return own(key).section();
    }

    /** The first element of a list that the user did not give. */
    public Section first(String list) {
        return new Section(reading, at(list) + "[0]", null, null);
    }

    public String text(String key, String standard, String meaning) {
        return value(key, "text", standard.isEmpty() ? "''" : standard, meaning).text(standard);
    }

    /** Text without a default. */
    public String required(String key, String meaning) {
        return required(key, "", "required", meaning);
    }

    /**
     * Text that must be given unless there is a fallback.
     *
     * @param fallback empty for none
     */
    public String required(String key, String fallback, String standard, String meaning) {
        // A section that is not a map has been told already.
        boolean must = readable && fallback.isEmpty();
        return value(key, "text", standard, meaning).text(must ? null : fallback);
    }

    public int integer(String key, int standard, Range range, String meaning) {
        var value = value(key, range.of("an integer"), Integer.toString(standard), meaning);
        long x = value.integer(range, standard);
        if (x > Integer.MAX_VALUE) {
            value.wrong(range.withHigh(Integer.MAX_VALUE).of("an integer"));
            return standard;
        }
        return (int) x;
    }

    public long whole(String key, long standard, String meaning) {
        return value(key, "an integer", Long.toString(standard), meaning)
                .integer(Range.any(), standard);
    }

    public double number(String key, double standard, Range range, String meaning) {
        return value(key, range.of("a number"), Range.show(standard), meaning)
                .number(range, standard);
    }

    public boolean flag(String key, boolean standard, String meaning) {
        return value(key, "true or false", Boolean.toString(standard), meaning).flag(standard);
    }

    public <E extends Enum<E>> E choice(String key, E standard, String meaning) {
        var words =
                Arrays.stream(standard.getDeclaringClass().getEnumConstants())
                        .map(Value::word)
                        .toList();
        return value(key, Value.oneOf(words), Value.word(standard), meaning).choice(standard);
    }

    public String word(String key, List<String> words, String standard, String meaning) {
        return value(key, Value.oneOf(words), standard, meaning).word(words, standard);
    }

    /** Scalars under keys of the user's own, as text. */
    public Map<String, String> strings(
            String key, Map<String, String> fallback, String standard, String meaning) {
        var value = value(key, "a map", standard, meaning);
        if (value.absent()) {
            return fallback;
        }
        var texts = new LinkedHashMap<String, String>();
        try (var section = value.section()) {
            for (var name : section.keys()) {
                texts.put(name, section.own(name).text(""));
            }
        }
        return texts;
    }

    /** Notes every key that nothing asked for. */
    @Override
    public void close() {
        entries.forEach(
                (key, tuple) -> {
                    if (!declared.contains(key)) {
                        reading.unknown(at(key), tuple.getKeyNode(), path, declared);
                    }
                });
    }
}
