package unroll.io;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Copies of a JSON tree in each of which one value is another, of another type, or missing. */
public final class JsonMutations {
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "\"x\"",
                    "\"\"",
                    "0",
                    "-1",
                    "2147483647",
                    "99999999999999999999",
                    "1e300",
                    "true",
                    "[]",
                    "[\"x\", \"x\"]",
                    "{}",
                    "{\"x\": 1}");

    /**
     * One changed copy.
     *
     * @param name place and new value
     */
    public record Mutation(String name, JsonNode tree) {}

    private JsonMutations() {}

    public static List<Mutation> of(JsonNode tree) {
        var mutations = new ArrayList<Mutation>();
        for (var place : places(tree)) {
            mutations.add(mutation(tree, place, null));
            VALUES.forEach(value -> mutations.add(mutation(tree, place, value)));
        }
        return mutations;
    }

    private static Mutation mutation(JsonNode tree, JsonPointer place, String value) {
        var changed = tree.deepCopy();
        try {
            change(changed, place, value == null ? null : new ObjectMapper().readTree(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return new Mutation(place + " = " + (value == null ? "(removed)" : value), changed);
    }

    /** Every value of a tree but the whole. */
    private static List<JsonPointer> places(JsonNode tree) {
        var places = new ArrayList<JsonPointer>();
        collect(tree, JsonPointer.empty(), places);
        return places.subList(1, places.size());
    }

    private static void collect(JsonNode tree, JsonPointer at, List<JsonPointer> places) {
        places.add(at);
        for (var field : tree.properties()) {
            collect(field.getValue(), at.appendProperty(field.getKey()), places);
        }
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            collect(tree.get(i), at.appendIndex(i), places);
        }
    }

    /**
     * @param value null to remove what is there
     */
    private static void change(JsonNode tree, JsonPointer place, JsonNode value) {
        var parent = tree.at(place.head());
        if (parent instanceof ArrayNode list) {
            int i = place.last().getMatchingIndex();
            if (value == null) {
                list.remove(i);
            } else {
                list.set(i, value);
            }
        } else {
            var fields = (ObjectNode) parent;
            if (value == null) {
                fields.remove(place.last().getMatchingProperty());
            } else {
                fields.set(place.last().getMatchingProperty(), value);
            }
        }
    }
}
