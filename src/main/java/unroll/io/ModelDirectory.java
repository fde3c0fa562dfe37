package unroll.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import unroll.nn.Layout;

/**
 * A trained model on disk, with all that scoring needs and nothing else: {@code model.json}, {@code
 * vocabulary.jsonl} (one JSON string a line, in the order of ids), {@code parameters.safetensors},
 * and {@code manifest.json} with their checksums.
 */
public final class ModelDirectory {
    private static final int OLDEST_FORMAT = 1;
    private static final int FORMAT = 2;
    private static final String MODEL = "model.json";
    private static final String VOCABULARY = "vocabulary.jsonl";
    private static final String PARAMETERS = "parameters.safetensors";
    private static final String REMEDY =
            "copy the model again from where it is whole, or train again";

    /**
     * @param task its name
     * @param configuration tree of the configuration that it was trained with
     * @param codec how rows become numbers and outputs answers, besides the vocabulary: labels,
     *     means and deviations
     * @param tokenizerVersion of the code that makes words of text
     * @param vocabulary known words, in the order of their ids
     * @param metrics any tree, such as what was measured on the validation and test parts
     */
    public record Model(
            String task,
            Map<String, Object> configuration,
            Map<String, Object> codec,
            int tokenizerVersion,
            List<String> vocabulary,
            Provenance provenance,
            Map<String, Object> metrics) {}

    /**
     * Where a model comes from.
     *
     * @param dataFingerprint of the training examples
     * @param unroll version of Unroll
     * @param spark version of Spark; empty when it was trained without
     * @param java version of Java
     * @param epoch that the parameters were taken after
     * @param round that the parameters were taken after
     */
    public record Provenance(
            long seed,
            String dataFingerprint,
            String unroll,
            String spark,
            String java,
            int epoch,
            int round) {}

    private final Store store;
    private final String path;
    private final Model model;

    private ModelDirectory(Store store, String path, Model model) {
        this.store = store;
        this.path = path;
        this.model = model;
    }

    /**
     * Writes a model in place of what the directory held. Passwords among the options of sources
     * are left out.
     */
    public static void write(
            Store store, String directory, Model model, Layout layout, float[] parameters)
            throws IOException {
        var tree = Json.MAPPER.createObjectNode().put("format", FORMAT).put("task", model.task());
        tree.set("codec", Json.tree(model.codec()));
        tree.put("tokenizerVersion", model.tokenizerVersion());
        tree.put("words", model.vocabulary().size());
        var from = model.provenance();
        tree.putObject("provenance")
                .put("seed", from.seed())
                .put("dataFingerprint", from.dataFingerprint())
                .put("unroll", from.unroll())
                .put("spark", from.spark())
                .put("java", from.java())
                .put("epoch", from.epoch())
                .put("round", from.round());
        tree.set("metrics", Json.tree(model.metrics()));
        tree.set("configuration", Secrets.hide(Json.tree(model.configuration())));
        var manifest = new Manifest.Writer(store, directory);
        manifest.write(MODEL, Json.bytes(tree));
        manifest.write(VOCABULARY, out -> writeWords(out, model.vocabulary()));
        manifest.write(PARAMETERS, out -> SafeTensors.write(out, layout, parameters));
        manifest.finish();
    }

    /**
     * Checks every file of a model and reads all but its parameters.
     *
     * @throws FileNotFoundException when there is nothing there
     * @throws CorruptFileException when it is damaged or unfinished
     * @throws UnsupportedFormatException when its format is too old or too new
     */
    public static ModelDirectory open(Store store, String directory) throws IOException {
        var file = Store.child(directory, MODEL);
        if (!store.exists(file) && !Manifest.exists(store, directory)) {
            throw new FileNotFoundException(
                    directory
                            + " holds no model: expected a directory with model.json, such as"
                            + " run.dir/model after training");
        }
        // The format comes first: another version may have another manifest.
        var format = Checkpoints.readFormat(store, file);
        if (format.isPresent()) {
            UnsupportedFormatException.check(
                    "model", file, format.get(), OLDEST_FORMAT, FORMAT, "train it again");
        }
        Manifest.verify(store, directory, REMEDY);
        var tree = Json.read(store, file, REMEDY);
        // Format 1 knew labels only, and had them here.
        var codec = format.isPresent() && format.get() == 1 ? "labels" : "codec";
        for (var key : List.of("format", "task", codec, "provenance", "configuration")) {
            if (!tree.has(key)) {
                throw new CorruptFileException(
                        file + " is damaged: it has no " + key + ": " + REMEDY);
            }
        }
        var words = readWords(store, Store.child(directory, VOCABULARY));
        return new ModelDirectory(store, directory, model(tree, words));
    }

    public String path() {
        return path;
    }

    public Model model() {
        return model;
    }

    /**
     * The parameters, for the network that the configuration describes.
     *
     * @throws CorruptFileException when they do not fit the layout
     */
    public float[] parameters(Layout layout) throws IOException {
        return SafeTensors.read(store, Store.child(path, PARAMETERS), layout);
    }

    /** Shapes of the parameters by name. */
    public Map<String, List<Integer>> shapes() throws IOException {
        return SafeTensors.shapes(store, Store.child(path, PARAMETERS));
    }

    private static Model model(JsonNode tree, List<String> words) {
        var codec =
                tree.has("codec")
                        ? Json.map(tree.path("codec"))
                        : Json.map(
                                Json.MAPPER.createObjectNode().set("labels", tree.path("labels")));
        var from = tree.path("provenance");
        return new Model(
                tree.path("task").asText(),
                Json.map(tree.path("configuration")),
                codec,
                tree.path("tokenizerVersion").asInt(),
                words,
                new Provenance(
                        from.path("seed").asLong(),
                        from.path("dataFingerprint").asText(),
                        from.path("unroll").asText(),
                        from.path("spark").asText(),
                        from.path("java").asText(),
                        from.path("epoch").asInt(),
                        from.path("round").asInt()),
                Json.map(tree.path("metrics")));
    }

    private static void writeWords(OutputStream out, List<String> words) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        for (var word : words) {
            writer.write(quote(word));
            writer.write('\n');
        }
        writer.flush();
    }

    /** Readable in any script; only what would end a line, or is no character, is escaped. */
    private static String quote(String word) {
        var quoted = new StringBuilder("\"");
        word.codePoints()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                quoted.append('\\').appendCodePoint(c);
                            } else if (Character.isISOControl(c)
                                    || c == '\u2028'
                                    || c == '\u2029'
                                    || (c >= Character.MIN_SURROGATE
                                            && c <= Character.MAX_SURROGATE)) {
                                quoted.append("\\u%04x".formatted(c));
                            } else {
                                quoted.appendCodePoint(c);
                            }
                        });
        return quoted.append('"').toString();
    }

    private static List<String> readWords(Store store, String path) throws IOException {
        var words = new ArrayList<String>();
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                store.read(path), StandardCharsets.UTF_8.newDecoder()))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                var word = Json.MAPPER.readTree(line);
                if (!word.isTextual()) {
                    throw noWord(path, words.size() + 1);
                }
                words.add(word.textValue());
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw noWord(path, words.size() + 1);
        }
        return List.copyOf(words);
    }

    private static CorruptFileException noWord(String path, int line) {
        return new CorruptFileException(
                path + " is damaged: line " + line + " is not a JSON string: " + REMEDY);
    }
}
