package unroll.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes JSON files. Equal trees give equal bytes; anything but one well-formed object is
 * refused.
 */
public final class Json {
    /** Reads integers as Long, the type that configuration trees hold. */
    public static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                    .build();

    /** The largest file that is read, far above any configuration, state or summary. */
    private static final long MAX_BYTES = 64 << 20;

    private Json() {}

    public static byte[] bytes(JsonNode tree) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
        try {
            return (MAPPER.writer(printer).writeValueAsString(tree) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can hold this tree: " + e.getMessage(), e);
        }
    }

    /** Returns a tree as a single line, with its line break. */
    public static String line(JsonNode tree) {
        return tree.toString() + "\n";
    }

    /**
     * Converts a map or a record to a tree, leaving out numbers that are not finite, which JSON
     * cannot hold.
     */
    public static JsonNode tree(Object value) {
        JsonNode tree = MAPPER.valueToTree(value);
        removeNotFinite(tree);
        return tree;
    }

    private static void removeNotFinite(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.properties()
                    .removeIf(
                            field ->
                                    field.getValue().isFloatingPointNumber()
                                            && !Double.isFinite(field.getValue().doubleValue()));
        }
        tree.forEach(Json::removeNotFinite);
    }

    /** Converts a tree to nested maps and lists of String, Long, Double and Boolean. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(JsonNode tree) {
        return MAPPER.convertValue(parseAgain(tree), Map.class);
    }

    /** Returns the tree as it would be read from a file, so that 1 as an int equals 1 as a long. */
    public static JsonNode parseAgain(JsonNode tree) {
        try {
            return MAPPER.readTree(tree.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a JSON object.
     *
     * @throws CorruptFileException if the file holds anything else
     */
    public static JsonNode read(Store store, String path, String remedy) throws IOException {
        long length = store.length(path);
        if (length > MAX_BYTES) {
            throw new CorruptFileException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d bytes, expected at most %d: %s",
                            path,
                            length,
                            MAX_BYTES,
                            remedy));
        }
        byte[] bytes;
        try (var in = store.read(path)) {
            bytes = in.readNBytes((int) MAX_BYTES);
        }
        JsonNode tree;
        try {
            tree = MAPPER.readTree(utf8(bytes));
        } catch (CharacterCodingException e) {
            throw new CorruptFileException(path + " is damaged: it is not UTF-8: " + remedy);
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    path + " is damaged: it is not well-formed JSON" + place(e) + ": " + remedy);
        }
        if (!tree.isObject()) {
            throw new CorruptFileException(
                    path + " is damaged: it does not hold a JSON object: " + remedy);
        }
        return tree;
    }

    /** Reads a JSON object; empty when the file is missing or holds anything else. */
    public static Optional<JsonNode> readIfWhole(Store store, String path) throws IOException {
        try {
            return Optional.of(read(store, path, ""));
        } catch (FileNotFoundException | CorruptFileException e) {
            return Optional.empty();
        }
    }

    /** Decodes strictly, where a String's constructor would insert replacement characters. */
    public static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    public static String place(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
