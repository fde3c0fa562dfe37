package unroll.conf.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import unroll.conf.ConfigurationException;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;
import unroll.message.Printable;
import unroll.message.Secrets;

/** YAML text to nodes that know their lines, and back. */
final class Yaml {

    private static final String OPTIONS = ".options";
    private static final int LONGEST_LABEL = 200;

    private Yaml() {}

    /**
     * @param name of the file, for messages
     * @return the document; an empty map if the file is empty
     * @throws ConfigurationException when it is not YAML, or not a map of keys
     */
    static MappingNode parse(String yaml, String name) {
        var node = compose(yaml, name).orElse(null);
        if (node == null || node.getTag().equals(Tag.NULL)) {
            return map(List.of(), null);
        }
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw new ConfigurationException(
                name
                        + ":1: expected keys such as 'training: {epochs: 10}', got "
                        + Value.show(node));
    }

    private static Optional<Node> compose(String yaml, String name) {
        var settings =
                LoadSettings.builder()
                        .setLabel(name)
                        .setSchema(new CoreSchema())
                        .setAllowNonScalarKeys(true) // told as no key, with its line
                        .build();
        // Editors on Windows write a byte order mark.
        var text = yaml.startsWith("\ufeff") ? yaml.substring(1) : yaml;
        try {
            YamlLimits.check(new Parse(settings).parseString(text));
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            var mark = e.getProblemMark().or(e::getContextMark);
            throw new ConfigurationException(
                    mark.map(Mistakes::where).orElse(name)
                            + ": expected YAML, got "
                            + advice(e.getProblem()));
        } catch (ReaderException e) {
            long line = yaml.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
            throw new ConfigurationException(
                    name
                            + ":"
                            + line
                            + String.format(
                                    ": expected text, got the character U+%04X", e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw new ConfigurationException(name + ": expected YAML, got " + e.getMessage());
        }
    }

    private static String advice(String problem) {
        if (problem.contains("TAB")) {
            return "a tab where only spaces may indent";
        }
        return problem.contains("another document") ? "a second document" : problem;
    }

    /**
     * Replaces or adds one value.
     *
     * @param override {@code training.epochs=3}, the value in YAML's flow syntax
     * @throws ConfigurationException when it has no {@code =}, or its value is not YAML
     */
    static MappingNode override(MappingNode root, String override) {
        int equals = override.indexOf('=');
        var keys = List.of(override.substring(0, Math.max(0, equals)).trim().split("\\.", -1));
        if (keys.contains("")) {
            throw new ConfigurationException(
                    Mistakes.OVERRIDE
                            + Printable.brief(override)
                            + ": expected key=value such as training.epochs=3");
        }
        var label = label(override, equals);
        if (keys.size() > YamlLimits.DEPTH) {
            throw new ConfigurationException(
                    label + ": expected a key of at most " + YamlLimits.DEPTH + " parts");
        }
        var value = compose(override.substring(equals + 1), label);
        return with(root, keys, 0, value.orElse(scalar(Tag.NULL, "", null)), label);
    }

    /** The override as messages call it: short and without secrets. */
    private static String label(String override, int equals) {
        var key = override.substring(0, equals).trim();
        var value = override.substring(equals + 1);
        int options = key.indexOf(OPTIONS);
        if (options >= 0) {
            int name = Math.min(key.length(), options + OPTIONS.length() + 1);
            value = Secrets.option(key.substring(name), value);
        }
        return Mistakes.OVERRIDE
                + Printable.brief(key + "=" + Secrets.redact(value), LONGEST_LABEL);
    }

    /**
     * Returns a copy with the value set. Nothing is changed in place, since anchors may share
     * nodes.
     */
    private static MappingNode with(
            Node node, List<String> keys, int depth, Node value, String label) {
        if (node instanceof SequenceNode || keys.get(depth).endsWith("]")) {
            var list =
                    String.join(
                            ".",
                            node instanceof SequenceNode
                                    ? keys.subList(0, depth)
                                    : keys.subList(0, depth + 1));
            list = list.replaceFirst("\\[[^\\[]*\\]$", "");
            throw new ConfigurationException(
                    label
                            + ": expected the whole list, got one element of it: --set '"
                            + list
                            + "=[…]'");
        }
        var tuples = new ArrayList<NodeTuple>();
        var key = keys.get(depth);
        boolean last = depth == keys.size() - 1;
        boolean done = false;
        // A scalar such as `clip: none` gives way to a map.
        for (var tuple :
                node instanceof MappingNode mapping ? mapping.getValue() : List.<NodeTuple>of()) {
            if (!done
                    && tuple.getKeyNode() instanceof ScalarNode name
                    && name.getValue().equals(key)) {
                done = true;
                var inner =
                        last ? value : with(tuple.getValueNode(), keys, depth + 1, value, label);
                tuples.add(new NodeTuple(last ? scalar(Tag.STR, key, value) : name, inner));
            } else {
                tuples.add(tuple);
            }
        }
        if (!done) {
            var inner = last ? value : with(null, keys, depth + 1, value, label);
            tuples.add(new NodeTuple(scalar(Tag.STR, key, value), inner));
        }
        return map(tuples, node == null ? value : node);
    }

    /**
     * @param place where messages say that it stands; null for nowhere
     */
    private static MappingNode map(List<NodeTuple> tuples, Node place) {
        var mark = place == null ? Optional.<Mark>empty() : place.getStartMark();
        return new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, mark, mark);
    }

    private static ScalarNode scalar(Tag tag, String text, Node place) {
        var mark = place == null ? Optional.<Mark>empty() : place.getStartMark();
        return new ScalarNode(tag, true, text, ScalarStyle.PLAIN, mark, mark);
    }

    /** Short maps and lists on one line, as a person would write them. */
    static String write(Map<String, Object> tree) {
        var settings =
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.AUTO)
                        .setSchema(new CoreSchema())
                        .setWidth(200)
                        .build();
        return new Dump(settings).dumpToString(tree);
    }
}
