package unroll.conf.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import unroll.message.Printable;

/**
 * The value that the user gave for a setting. Reading it as the wrong type notes the mistake and
 * returns the fallback, so that one pass finds all mistakes.
 */
public final class Value {
    private static final int LONGEST_SHOWN = 200; // code points
    private static final int MOST_SHOWN = 100; // elements of a list or map

    private final Mistakes mistakes;
    private final String path;
    private final Node node; // null if absent

    /** An explicit null ({@code ~}, or nothing after the colon) is absence too. */
    public Value(Mistakes mistakes, String path, Node node) {
        this.mistakes = mistakes;
        this.path = path;
        this.node = node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    Mistakes mistakes() {
        return mistakes;
    }

    String path() {
        return path;
    }

    /** Notes where the user gave it. */
    void locate() {
        if (node != null) {
            mistakes.locate(path, node);
        }
    }

    public boolean absent() {
        return node == null;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean numeric() {
        return integral() || (node != null && node.getTag().equals(Tag.FLOAT));
    }

    public boolean integral() {
        return node != null && node.getTag().equals(Tag.INT);
    }

    /** Returns whether it is this word. */
    public boolean is(String word) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
    }

    public void wrong(String expected) {
        // Options of sources may hold secrets.
        boolean secret = path.contains(".options.");
        mistakes.wrong(path, node, expected, secret ? "something else" : show(node));
    }

    /**
     * @param fallback null if the setting is required
     */
    public String text(String fallback) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (node != null || fallback == null) {
            wrong("text");
        }
        return fallback == null ? "" : fallback;
    }

    public long integer(Range range, long fallback) {
        if (node == null) {
            return fallback;
        }
        if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.INT)) {
            try {
                long x = Long.parseLong(scalar.getValue());
                if (range.contains((double) x)) {
                    return x;
                }
            } catch (NumberFormatException e) {
                // Beyond 64 bits, or hexadecimal: reported below.
            }
        }
        wrong(range.of("an integer"));
        return fallback;
    }

    public double number(Range range, double fallback) {
        if (node == null) {
            return fallback;
        }
        boolean numeric = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        if (node instanceof ScalarNode scalar && numeric) {
            try {
                double x = Double.parseDouble(scalar.getValue());
                if (range.contains(x) && Double.isFinite(x)) {
                    return x;
                }
            } catch (NumberFormatException e) {
                // .inf, .nan, or hexadecimal: reported below.
            }
        }
        wrong(range.of("a number"));
        return fallback;
    }

    public boolean flag(boolean fallback) {
        if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        if (node != null) {
            wrong("true or false");
        }
        return fallback;
    }

    /** Returns one of these words. */
    public String word(List<String> words, String fallback) {
        if (node == null) {
            return fallback;
        }
        if (node instanceof ScalarNode scalar) {
            if (words.contains(scalar.getValue())) {
                return scalar.getValue();
            }
            var hint =
                    Nearest.word(scalar.getValue(), words).map(w -> " (did you mean " + w + "?)");
            mistakes.wrong(path, node, oneOf(words), show(node) + hint.orElse(""));
            return fallback;
        }
        wrong(oneOf(words));
        return fallback;
    }

    /** Returns the word of an enum's constant: {@code NAIVE_BAYES} is {@code naiveBayes}. */
    public static String word(Enum<?> constant) {
        var parts = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
        return Arrays.stream(parts)
                .skip(1)
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining("", parts[0], ""));
    }

    public static String oneOf(List<String> words) {
        return words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
    }

    /** Returns the keys and values of a map; none if it is absent. */
    List<NodeTuple> entries() {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    /** Returns its elements; none if it is absent. */
    public List<Value> list() {
        var values = new ArrayList<Value>();
        if (node instanceof SequenceNode sequence) {
            for (var element : sequence.getValue()) {
                values.add(new Value(mistakes, path + "[" + values.size() + "]", element));
            }
        } else if (node != null) {
            wrong("a list");
        }
        return values;
    }

    /** Returns a node as messages quote it. */
    public static String show(Node node) {
        if (node instanceof ScalarNode scalar) {
            return node.getTag().equals(Tag.STR) ? '"' + brief(node) + '"' : brief(scalar);
        }
        if (node instanceof SequenceNode sequence) {
            return joined(sequence.getValue().stream().map(Value::brief), "[", "]");
        }
        if (node instanceof MappingNode mapping) {
            return joined(
                    mapping.getValue().stream()
                            .map(t -> brief(t.getKeyNode()) + ": " + brief(t.getValueNode())),
                    "{",
                    "}");
        }
        return "nothing";
    }

    private static String joined(Stream<String> elements, String open, String close) {
        return Printable.brief(
                elements.limit(MOST_SHOWN).collect(Collectors.joining(", ", open, close)),
                LONGEST_SHOWN);
    }

    private static String brief(Node node) {
        return node instanceof ScalarNode scalar
                ? Printable.brief(scalar.getValue(), LONGEST_SHOWN)
                : "…";
    }
}
