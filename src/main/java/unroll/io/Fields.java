package unroll.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import unroll.message.Printable;

/**
 * The fields of a JSON object in a file, by type. A field that is missing or of another type is
 * reported as damage, naming the file and the field.
 */
public final class Fields {
    private final String file;
    private final String path; // of the object in the file: "" or such as "provenance."
    private final JsonNode tree;
    private final String remedy;

    private Fields(String file, String path, JsonNode tree, String remedy) {
        this.file = file;
        this.path = path;
        this.tree = tree;
        this.remedy = remedy;
    }

    /**
     * Returns the fields of a file's root object.
     *
     * @param tree a JSON object
     * @param remedy what the user can do about damage, for messages
     */
    public static Fields of(String file, JsonNode tree, String remedy) {
        return new Fields(file, "", tree, remedy);
    }

    /** Returns the underlying tree. */
    public JsonNode tree() {
        return tree;
    }

    public List<String> keys() {
        var keys = new ArrayList<String>();
        tree.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    public boolean has(String key) {
        return tree.has(key);
    }

    /** Returns these fields with {@code defaults} for keys that files of older versions lack. */
    public Fields withDefaults(ObjectNode defaults) {
        var all = defaults.deepCopy();
        tree.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        return new Fields(file, path, all, remedy);
    }

    public Fields object(String key) {
        return new Fields(file, path + key + ".", objectNode(key), remedy);
    }

    /** Returns an object as nested maps and lists, without checking its content. */
    public Map<String, Object> map(String key) {
        return Json.map(objectNode(key));
    }

    JsonNode objectNode(String key) {
        var value = value(key);
        if (!value.isObject()) {
            throw fault(key, "an object");
        }
        return value;
    }

    public List<Fields> objects(String key) {
        var objects = new ArrayList<Fields>();
        for (var element : list(key)) {
            var name = key + "[" + objects.size() + "]";
            if (!element.isObject()) {
                throw fault(name, "an object", element);
            }
            objects.add(new Fields(file, path + name + ".", element, remedy));
        }
        return objects;
    }

    /** Returns a list of strings. */
    public List<String> texts(String key) {
        var texts = new ArrayList<String>();
        for (var element : list(key)) {
            if (!element.isTextual()) {
                throw fault(key + "[" + texts.size() + "]", "text", element);
            }
            texts.add(element.textValue());
        }
        return List.copyOf(texts);
    }

    public String text(String key) {
        var value = value(key);
        if (!value.isTextual()) {
            throw fault(key, "text");
        }
        return value.textValue();
    }

    /** Returns an integer of at least {@code least}. */
    public long whole(String key, long least) {
        var value = value(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least) {
            throw fault(
                    key,
                    least == Long.MIN_VALUE
                            ? "a whole number"
                            : "a whole number of at least " + least);
        }
        return value.longValue();
    }

    /** Returns an integer of at least {@code least} that fits an int. */
    public int count(String key, int least) {
        long value = whole(key, least);
        if (value > Integer.MAX_VALUE) {
            throw fault(key, "a whole number of at most " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** Returns a finite number. */
    public double number(String key) {
        var value = value(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw fault(key, "a number");
        }
        return value.doubleValue();
    }

    private JsonNode list(String key) {
        var value = value(key);
        if (!value.isArray()) {
            throw fault(key, "a list");
        }
        return value;
    }

    private JsonNode value(String key) {
        return tree.path(key);
    }

    /** Returns the exception for a field that is not what was expected. */
    public CorruptFileException fault(String key, String expected) {
        return fault(key, expected, value(key));
    }

    private CorruptFileException fault(String key, String expected, JsonNode got) {
        var shown = got.isMissingNode() ? "nothing" : Printable.brief(got.toString());
        return new CorruptFileException(
                "%s is damaged: %s%s: expected %s, got %s: %s"
                        .formatted(file, path, key, expected, shown, remedy));
    }
}
