package unroll.io.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.io.CorruptFileException;
import unroll.io.Fields;
import unroll.io.Json;
import unroll.io.Store;
import unroll.io.model.VocabularyFile;
import unroll.io.run.RunDirectory.Run;
import unroll.io.run.RunDirectory.Start;
import unroll.message.Secrets;

/**
 * The identity of a run on disk: {@code run.json}, and {@code words.jsonl} with the words that were
 * taken over from another model's vocabulary, without which the run's own could not be counted
 * again.
 */
final class RunFile {
    static final String CONFIGURATION = "configuration";
    static final String WORDS = "words.jsonl";
    private static final String VECTORS = "vectors";
    private static final String FROM = "from";
    private static final String LANGUAGE_MODEL = "languageModel";

    private final Store store;
    private final String file;
    private final String words;

    RunFile(Store store, String directory) {
        this.store = store;
        file = Store.child(directory, RunDirectory.RUN);
        words = Store.child(directory, WORDS);
    }

    void write(Run run) throws IOException {
        var tree = Json.MAPPER.createObjectNode();
        tree.put("seed", run.seed()).put("fingerprint", run.fingerprint());
        tree.set("versions", Json.tree(run.versions()));
        if (!run.start().vectors().isEmpty()) {
            tree.set(VECTORS, Json.tree(run.start().vectors()));
        }
        if (!run.start().model().isEmpty()) {
            tree.set(FROM, Json.tree(run.start().model()));
            store.write(words, out -> VocabularyFile.write(out, run.start().words()));
        }
        if (!run.start().languageModel().isEmpty()) {
            tree.set(LANGUAGE_MODEL, Json.tree(run.start().languageModel()));
        }
        tree.set(CONFIGURATION, Json.tree(Secrets.redact(run.configuration())));
        store.write(file, Json.bytes(tree));
    }

    /**
     * @param run content of {@code run.json}
     * @throws CorruptFileException if it is damaged
     */
    Run read(JsonNode run) throws IOException {
        var fields = fields(file, run);
        var names = fields.object("versions");
        var versions = new LinkedHashMap<String, String>();
        names.keys().forEach(name -> versions.put(name, names.text(name)));
        boolean from = fields.has(FROM);
        return new Run(
                fields.map(CONFIGURATION),
                fields.whole("seed", Long.MIN_VALUE),
                fields.text("fingerprint"),
                versions,
                new Start(
                        fields.has(VECTORS) ? fields.map(VECTORS) : Map.of(),
                        from ? fields.map(FROM) : Map.of(),
                        from ? words() : List.of(),
                        fields.has(LANGUAGE_MODEL) ? fields.map(LANGUAGE_MODEL) : Map.of()));
    }

    private List<String> words() throws IOException {
        try {
            return VocabularyFile.read(store, words, RunDirectory.REMEDY);
        } catch (FileNotFoundException e) {
            throw new CorruptFileException(
                    "%s is missing: it holds the words that the run took over from the model that it began with: %s"
                            .formatted(words, RunDirectory.REMEDY));
        }
    }

    static Fields fields(String file, JsonNode run) {
        return Fields.of(file, run, RunDirectory.REMEDY);
    }
}
