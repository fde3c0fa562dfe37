package unroll.conf.read;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import unroll.conf.setting.Mistakes;

/**
 * The values of {@code ${date}} and {@code ${env:NAME}} in a configuration. Each is replaced once:
 * the value of an environment variable is not searched for variables. A doubled dollar sign before
 * a brace stands for itself.
 */
public final class Variables {
    /** Matches up to the closing brace, or to the end of the text without one. */
    private static final Pattern VARIABLE = Pattern.compile("(\\$?)\\$\\{([^}]*)(}?)");

    private static final String ENVIRONMENT = "env:";
    private static final Set<Tag> NUMBERS_AND_FLAGS = Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL);

    private final LocalDate date;
    private final UnaryOperator<String> environment; // null for variables that are not set

    private Variables(LocalDate date, UnaryOperator<String> environment) {
        this.date = date;
        this.environment = environment;
    }

    /** The day of the launch, and the environment of this process. */
    public static Variables today() {
        return on(LocalDate.now(ZoneId.systemDefault()));
    }

    /** Another day, and the environment of this process. */
    public static Variables on(LocalDate date) {
        return new Variables(date, System::getenv);
    }

    static Variables of(LocalDate date, Map<String, String> environment) {
        return new Variables(date, environment::get);
    }

    /** A copy with every variable replaced; those that do not exist are noted as mistakes. */
    MappingNode replace(MappingNode root, Mistakes mistakes) {
        return (MappingNode) new Replacement(mistakes).of(root, "");
    }

    private final class Replacement {
        private final Mistakes mistakes;
        private final IdentityHashMap<Node, Node> done =
                new IdentityHashMap<>(); // aliases share nodes

        Replacement(Mistakes mistakes) {
            this.mistakes = mistakes;
        }

        Node of(Node node, String path) {
            var known = done.get(node);
            if (known == null) {
                known = replaced(node, path);
                done.put(node, known);
            }
            return known;
        }

        private Node replaced(Node node, String path) {
            if (node instanceof MappingNode map) {
                var tuples = new ArrayList<NodeTuple>();
                for (var tuple : map.getValue()) {
                    var key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
                    var inner = path.isEmpty() ? key : path + "." + key;
                    tuples.add(new NodeTuple(tuple.getKeyNode(), of(tuple.getValueNode(), inner)));
                }
                return new MappingNode(
                        map.getTag(),
                        true,
                        tuples,
                        map.getFlowStyle(),
                        map.getStartMark(),
                        map.getEndMark());
            }
            if (node instanceof SequenceNode list) {
                var elements = new ArrayList<Node>();
                for (var element : list.getValue()) {
                    elements.add(of(element, path + "[" + elements.size() + "]"));
                }
                return new SequenceNode(
                        list.getTag(),
                        true,
                        elements,
                        list.getFlowStyle(),
                        list.getStartMark(),
                        list.getEndMark());
            }
            return node instanceof ScalarNode scalar && scalar.getValue().contains("${")
                    ? text(scalar, path)
                    : node;
        }

        private ScalarNode text(ScalarNode scalar, String path) {
            var text = new StringBuilder();
            var found = VARIABLE.matcher(scalar.getValue());
            while (found.find()) {
                found.appendReplacement(text, "");
                text.append(
                        found.group(1).isEmpty()
                                ? value(found.group(2), !found.group(3).isEmpty(), scalar, path)
                                : found.group().substring(1));
            }
            found.appendTail(text);
            var value = text.toString();
            return new ScalarNode(
                    tag(scalar, value),
                    true,
                    value,
                    scalar.getScalarStyle(),
                    scalar.getStartMark(),
                    scalar.getEndMark());
        }

        private String value(String name, boolean closed, ScalarNode scalar, String path) {
            if (closed && name.equals("date")) {
                return date.toString();
            }
            if (closed && name.startsWith(ENVIRONMENT)) {
                var variable = name.substring(ENVIRONMENT.length());
                var value = environment.apply(variable);
                if (value == null) {
                    mistakes.wrong(
                            path,
                            scalar,
                            "the environment variable " + variable + " to be set",
                            "none of that name");
                    return "";
                }
                return value;
            }
            mistakes.wrong(
                    path,
                    scalar,
                    "no variable but ${date} and ${env:NAME}, and $${ for ${ itself",
                    "${" + name + (closed ? "}" : ""));
            return "";
        }

        /** Returns the tag of a replaced scalar: the value of a variable may be a number. */
        private Tag tag(ScalarNode scalar, String value) {
            if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
                return scalar.getTag();
            }
            var tag = new CoreSchema().getScalarResolver().resolve(value, true);
            return NUMBERS_AND_FLAGS.contains(tag) ? tag : scalar.getTag();
        }
    }
}
