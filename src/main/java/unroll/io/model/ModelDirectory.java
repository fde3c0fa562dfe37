package unroll.io.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import unroll.io.CorruptFileException;
import unroll.io.Fields;
import unroll.io.Json;
import unroll.io.Store;
import unroll.io.UnsupportedFormatException;
import unroll.message.Secrets;
import unroll.nn.Layout;

/**
 * A trained model on disk, with everything that scoring needs: {@code model.json}, {@code
 * vocabulary.jsonl} (one JSON string a line, in the order of ids), {@code ngrams.txt} if the model
 * uses n-grams (the ids of an n-gram's words a line), {@code parameters.safetensors}, and {@code
 * manifest.json} with their checksums. If it chooses its predictions with a language model, a copy
 * of that lies in {@code language/}, a model as any other.
 */
public final class ModelDirectory {
    private static final int OLDEST_FORMAT = 1;
    private static final int FORMAT = 2;
    private static final String MODEL = "model.json";
    private static final String VOCABULARY = "vocabulary.jsonl";
    private static final String NGRAMS = "ngrams.txt";
    private static final String PARAMETERS = "parameters.safetensors";

    /**
     * Key of the vocabulary's checksum. With another vocabulary the model would silently score the
     * wrong words.
     */
    private static final String VOCABULARY_SHA256 = "vocabularySha256";

    private static final String LANGUAGE = "language";

    /** Key of the checksum of the language model's parameters. */
    private static final String LANGUAGE_SHA256 = "languageModelSha256";

    private static final String REMEDY = "copy the model again from an intact one, or train again";

    /**
     * A model without its parameters.
     *
     * @param task its name
     * @param configuration tree of the configuration that it was trained with
     * @param codec how rows become numbers and outputs become predictions, besides the vocabulary:
     *     labels, means and deviations
     * @param tokenizerVersion version of the tokeniser's code
     * @param vocabulary known words, in the order of their ids
     * @param ngrams ids of the words of each n-gram, in the order of its parameters
     * @param metrics any tree, such as figures of the validation and test sets
     */
    public record Model(
            String task,
            Map<String, Object> configuration,
            Map<String, Object> codec,
            int tokenizerVersion,
            List<String> vocabulary,
            List<int[]> ngrams,
            Provenance provenance,
            Map<String, Object> metrics) {}

    /**
     * The origin of a model.
     *
     * @param dataFingerprint of the training examples
     * @param unroll version of Unroll
     * @param spark version of Spark; empty when it was trained without
     * @param java version of Java
     * @param epoch after which the parameters were taken
     * @param round after which the parameters were taken
     * @param from the model that training began with, and what was taken from it; empty without
     */
    public record Provenance(
            long seed,
            String dataFingerprint,
            String unroll,
            String spark,
            String java,
            int epoch,
            int round,
            Map<String, Object> from) {}

    /**
     * A model as it is written.
     *
     * @param parameters in the order of the layout
     */
    public record Contents(Model model, Layout layout, float[] parameters) {}

    private final Store store;
    private final String path;
    private final Model model;
    private final String parametersSha256;
    private final ModelDirectory languageModel; // null without

    private ModelDirectory(
            Store store,
            String path,
            Model model,
            String parametersSha256,
            ModelDirectory languageModel) {
        this.store = store;
        this.path = path;
        this.model = model;
        this.parametersSha256 = parametersSha256;
        this.languageModel = languageModel;
    }

    /**
     * Writes a model, replacing the one in the directory only once the new one is complete. Secrets
     * among the options of sources are left out.
     */
    public static void write(
            Store store, String directory, Model model, Layout layout, float[] parameters)
            throws IOException {
        write(store, directory, new Contents(model, layout, parameters), Optional.empty());
    }

    /**
     * Writes a model with the language model that it chooses its predictions with, if it has one.
     */
    public static void write(
            Store store, String directory, Contents contents, Optional<Contents> languageModel)
            throws IOException {
        ModelReplacement.write(
                store,
                directory,
                manifest -> {
                    var sha256 = new String[] {""}; // of the language model's parameters
                    if (languageModel.isPresent()) {
                        manifest.write(
                                LANGUAGE,
                                OwnFiles.LANGUAGE_MODEL,
                                within -> sha256[0] = write(within, languageModel.get(), ""));
                    }
                    write(manifest, contents, sha256[0]);
                });
    }

    /**
     * @return the checksum of the parameters
     */
    private static String write(
            Manifest.Writer manifest, Contents contents, String languageModelSha256)
            throws IOException {
        var model = contents.model();
        var words =
                manifest.write(VOCABULARY, out -> VocabularyFile.write(out, model.vocabulary()));
        if (!model.ngrams().isEmpty()) {
            manifest.write(NGRAMS, out -> NGramFile.write(out, model.ngrams()));
        }
        var parameters =
                manifest.write(
                        PARAMETERS,
                        out -> SafeTensors.write(out, contents.layout(), contents.parameters()));
        manifest.write(MODEL, Json.bytes(tree(model, words, languageModelSha256)));
        return parameters;
    }

    private static JsonNode tree(Model model, String vocabularySha256, String languageModelSha256) {
        var tree = Json.MAPPER.createObjectNode().put("format", FORMAT).put("task", model.task());
        tree.set("codec", Json.tree(model.codec()));
        tree.put("tokenizerVersion", model.tokenizerVersion());
        tree.put("words", model.vocabulary().size()).put(VOCABULARY_SHA256, vocabularySha256);
        var from = model.provenance();
        var provenance = tree.putObject("provenance");
        provenance
                .put("seed", from.seed())
                .put("dataFingerprint", from.dataFingerprint())
                .put("unroll", from.unroll())
                .put("spark", from.spark())
                .put("java", from.java())
                .put("epoch", from.epoch())
                .put("round", from.round());
        if (!from.from().isEmpty()) {
            provenance.set("from", Json.tree(from.from()));
        }
        if (!languageModelSha256.isEmpty()) {
            tree.put(LANGUAGE_SHA256, languageModelSha256);
        }
        tree.set("metrics", Json.tree(model.metrics()));
        tree.set("configuration", Json.tree(Secrets.redact(model.configuration())));
        return tree;
    }

    /**
     * Checks every file of a model and reads everything but its parameters.
     *
     * @throws FileNotFoundException if there is no model
     * @throws CorruptFileException if it is damaged or unfinished
     * @throws UnsupportedFormatException if its format is too old or too new
     */
    public static ModelDirectory open(Store store, String directory) throws IOException {
        return ModelReplacement.open(store, directory, place -> openWhole(store, place));
    }

    /** Returns whether a directory holds a finished model, or one that is about to replace it. */
    public static boolean exists(Store store, String directory) throws IOException {
        return Manifest.exists(store, directory)
                || Manifest.exists(store, ModelReplacement.next(directory));
    }

    private static ModelDirectory openWhole(Store store, String directory) throws IOException {
        var file = Store.child(directory, MODEL);
        if (!store.exists(file) && !Manifest.exists(store, directory)) {
            throw new FileNotFoundException(
                    directory
                            + " holds no model: expected a directory with model.json, such as"
                            + " run.dir/model after training");
        }
        if (!store.exists(file) && store.exists(Store.child(directory, Checkpoints.STATE))) {
            throw new FileNotFoundException(
                    directory
                            + " is a checkpoint, expected a model: give the directory of the run,"
                            + " which has a model when training has finished");
        }
        // The format comes first: another version may have another manifest.
        var format = Checkpoints.readFormat(store, file);
        if (format.isPresent()) {
            UnsupportedFormatException.check(
                    "model", file, format.get(), OLDEST_FORMAT, FORMAT, "train it again");
        }
        var checksums = Manifest.verify(store, directory, REMEDY);
        var expected = new TreeSet<>(List.of(MODEL, VOCABULARY, PARAMETERS));
        if (checksums.containsKey(NGRAMS)) {
            expected.add(NGRAMS);
        }
        Manifest.requireOnly(directory, checksums.keySet(), expected, REMEDY);
        var fields = Fields.of(file, Json.read(store, file, REMEDY), REMEDY);
        // Models of earlier versions do not say it.
        if (fields.has(VOCABULARY_SHA256)
                && !fields.text(VOCABULARY_SHA256).equals(checksums.get(VOCABULARY))) {
            throw new CorruptFileException(
                    "%s is damaged: it does not hold the words that the model was written with: %s"
                            .formatted(Store.child(directory, VOCABULARY), REMEDY));
        }
        var words = VocabularyFile.read(store, Store.child(directory, VOCABULARY), REMEDY);
        var ngrams = Store.child(directory, NGRAMS);
        return new ModelDirectory(
                store,
                directory,
                model(
                        fields,
                        words,
                        checksums.containsKey(NGRAMS)
                                ? NGramFile.read(store, ngrams, REMEDY)
                                : List.of()),
                checksums.get(PARAMETERS),
                fields.has(LANGUAGE_SHA256)
                        ? languageModel(store, directory, fields.text(LANGUAGE_SHA256))
                        : null);
    }

    private static ModelDirectory languageModel(Store store, String directory, String sha256)
            throws IOException {
        var place = Store.child(directory, LANGUAGE);
        ModelDirectory found;
        try {
            found = openWhole(store, place);
        } catch (FileNotFoundException e) {
            throw new CorruptFileException(
                    "%s is missing, the language model that belongs to the model: %s"
                            .formatted(place, REMEDY));
        }
        if (!found.parametersSha256.equals(sha256)) {
            throw new CorruptFileException(
                    "%s is damaged: it is not the language model that the model was written with: %s"
                            .formatted(place, REMEDY));
        }
        return found;
    }

    /** Returns the language model that the model chooses its predictions with. */
    public Optional<ModelDirectory> languageModel() {
        return Optional.ofNullable(languageModel);
    }

    public String path() {
        return path;
    }

    public Model model() {
        return model;
    }

    /** Returns the checksum of the parameters' file. */
    public String parametersSha256() {
        return parametersSha256;
    }

    /**
     * Reads the parameters.
     *
     * @param layout of the network that the configuration describes
     * @throws CorruptFileException if they do not fit the layout
     */
    public float[] parameters(Layout layout) throws IOException {
        return SafeTensors.read(store, Store.child(path, PARAMETERS), layout);
    }

    /** Returns the shapes of the parameters by name. */
    public Map<String, List<Integer>> shapes() throws IOException {
        return SafeTensors.shapes(store, Store.child(path, PARAMETERS));
    }

    private static Model model(Fields fields, List<String> words, List<int[]> ngrams) {
        // Format 1 knew labels only, and had them beside the rest.
        var codec =
                fields.whole("format", OLDEST_FORMAT) == 1
                        ? Map.<String, Object>of("labels", fields.texts("labels"))
                        : fields.map("codec");
        if (fields.has("words") && fields.whole("words", 0) != words.size()) {
            throw fields.fault("words", words.size() + " as in " + VOCABULARY);
        }
        var from = fields.object("provenance");
        return new Model(
                fields.text("task"),
                fields.map("configuration"),
                codec,
                fields.count("tokenizerVersion", 0),
                words,
                ngrams,
                new Provenance(
                        from.whole("seed", Long.MIN_VALUE),
                        from.text("dataFingerprint"),
                        from.text("unroll"),
                        from.text("spark"),
                        from.text("java"),
                        from.count("epoch", 0),
                        from.count("round", 0),
                        from.has("from") ? from.map("from") : Map.of()),
                fields.map("metrics"));
    }
}
