package unroll.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/** Keeps the passwords of data sources out of what a run writes. */
final class Secrets {
    private static final String HIDDEN = "***";
    private static final String WORDS =
            "(password|passwd|pwd|secret|token|credential|access[._-]?key|private[._-]?key)";
    private static final Pattern OPTION =
            Pattern.compile(".*" + WORDS + ".*", Pattern.CASE_INSENSITIVE);

    /** As in {@code jdbc:postgresql://host/reviews?user=a&password=b}. */
    private static final Pattern IN_URL =
            Pattern.compile("(" + WORDS + "=)[^&;\\s]*", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /**
     * A copy in which the secrets among the {@code options} of sources, and in URLs, are hidden.
     */
    static JsonNode hide(JsonNode tree) {
        return hide(tree, false);
    }

    private static JsonNode hide(JsonNode tree, boolean options) {
        if (tree instanceof ObjectNode fields) {
            var hidden = Json.MAPPER.createObjectNode();
            for (var field : fields.properties()) {
                boolean secret = options && OPTION.matcher(field.getKey()).matches();
                hidden.set(
                        field.getKey(),
                        secret
                                ? TextNode.valueOf(HIDDEN)
                                : hide(field.getValue(), field.getKey().equals("options")));
            }
            return hidden;
        }
        if (tree instanceof ArrayNode items) {
            var hidden = Json.MAPPER.createArrayNode();
            items.forEach(item -> hidden.add(hide(item, options)));
            return hidden;
        }
        return tree.isTextual()
                ? TextNode.valueOf(IN_URL.matcher(tree.textValue()).replaceAll("$1" + HIDDEN))
                : tree;
    }
}
