package unroll.io.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import unroll.io.Store;

/**
 * The names that Unroll gives to files and folders in a directory. Only entries with such a name,
 * or listed in the directory's manifest, are ever deleted: users may keep files of their own
 * anywhere.
 *
 * @param files names of files
 * @param folders names of folders, with their content
 */
public record OwnFiles(Pattern files, Map<Pattern, OwnFiles> folders) {
    private static final String ROWS_FILE =
            "part-\\d{5,}-[0-9a-f-]{36}\\S*|_SUCCESS|\\.(part-\\d{5,}-\\S+|_SUCCESS)\\.crc";

    static final OwnFiles LANGUAGE_MODEL =
            of(
                    "model\\.json|vocabulary\\.jsonl|ngrams\\.txt|parameters\\.safetensors|manifest\\.json");
    static final OwnFiles MODEL = LANGUAGE_MODEL.with("language", LANGUAGE_MODEL);
    public static final OwnFiles CHECKPOINT =
            of("(theta|moment\\d{1,3}|outer|average)\\.safetensors|state\\.json|manifest\\.json");

    /** The parts of the data that may have rejected rows, each in a folder of its name. */
    public static final List<String> PARTS = List.of("train", "validation", "test", "unlabelled");

    static final OwnFiles METRICS = of("epoch-\\d{5,9}\\.jsonl");

    /** Rows written by Spark, complete or not. */
    public static final OwnFiles ROWS = of(ROWS_FILE).with("_temporary", attempts());

    private static final OwnFiles PREPARED =
            of("run\\.json|status\\.json|words\\.jsonl")
                    .with("checkpoints", of("").with("round-\\d{5,9}", CHECKPOINT))
                    .with("rejected", of("").with(String.join("|", PARTS), ROWS));

    /** Everything that a run writes except its lock and its model. */
    public static final OwnFiles RUN =
            new OwnFiles(
                            Pattern.compile("(run|status|summary|diagnosis)\\.json|words\\.jsonl"),
                            PREPARED.folders())
                    .with("metrics", METRICS);

    /** The entries of a run that no output of a command replaces; {@code diagnosis.json} may be. */
    public static final List<String> RUN_ENTRIES =
            List.of(
                    "run.json",
                    "status.json",
                    "lock.json",
                    "summary.json",
                    "words.jsonl",
                    "checkpoints",
                    "metrics",
                    "rejected",
                    "replacement");

    /** A run that is prepared to replace another one. */
    public static final OwnFiles REPLACEMENT = PREPARED;

    /** Everything that a run directory may hold. */
    public static final OwnFiles DIRECTORY =
            new OwnFiles(
                            Pattern.compile(RUN.files() + "|lock(-takeover-[0-9A-Za-z-]+)?\\.json"),
                            RUN.folders())
                    .with("model(\\.next)?", MODEL)
                    .with("replacement", REPLACEMENT);

    private static OwnFiles of(String files) {
        return new OwnFiles(Pattern.compile(files), Map.of());
    }

    /** Returns the same names except for one file. */
    public OwnFiles without(String file) {
        return new OwnFiles(
                Pattern.compile("(?!" + Pattern.quote(file) + "$)(" + files + ")"), folders);
    }

    private OwnFiles with(String folder, OwnFiles content) {
        var all = new LinkedHashMap<>(folders);
        all.put(Pattern.compile(folder), content);
        return new OwnFiles(files, all);
    }

    /** The temporary folders of Hadoop's committer for unfinished tasks. */
    private static OwnFiles attempts() {
        var task = of(ROWS_FILE);
        var attempts = of("").with("attempt_\\w+", task);
        return of("").with("\\d+", of("").with("task_\\w+", task).with("_temporary", attempts));
    }

    /**
     * Deletes these files, then the folders that are empty, including the directory. A directory
     * that is a symbolic link is left alone, with everything in its target.
     */
    public void delete(Store store, String directory) throws IOException {
        if (store.link(directory).isEmpty()) {
            deleteIn(store, directory);
        }
    }

    /**
     * Deletes the same from a directory that may be a symbolic link itself. Folders in it that are
     * links are left alone.
     */
    public void deleteIn(Store store, String directory) throws IOException {
        var listed = Set.<String>of();
        if (files.matcher(Manifest.NAME).matches()) {
            listed = Manifest.names(store, directory);
            // It is deleted first: without it, the rest of an interrupted deletion is ignored.
            store.delete(Store.child(directory, Manifest.NAME));
        }
        for (var name : store.list(directory)) {
            var path = Store.child(directory, name);
            if (files.matcher(name).matches() || listed.contains(name)) {
                store.delete(path);
            }
            var folder = folder(name);
            if (folder.isPresent()) {
                folder.get().delete(store, path);
            }
        }
        store.deleteIfEmpty(directory);
    }

    /**
     * Describes what cannot be overwritten: a directory in place of a file, a file or a symbolic
     * link in place of a folder. For example {@code runs/a/model is a file, expected a directory}.
     */
    public List<String> obstacles(Store store, String directory) throws IOException {
        var found = new ArrayList<String>();
        var directories = store.directories(directory);
        for (var name : store.list(directory)) {
            var path = Store.child(directory, name);
            var folder = folder(name);
            if (folder.isEmpty()) {
                if (files.matcher(name).matches() && directories.contains(name)) {
                    found.add(path + " is a directory, expected a file");
                }
                continue;
            }
            var link = store.link(path);
            if (link.isPresent()) {
                found.add(
                        "%s is a symbolic link to %s, expected a directory"
                                .formatted(path, link.get()));
            } else if (!directories.contains(name)) {
                found.add(path + " is a file, expected a directory");
            } else {
                found.addAll(folder.get().obstacles(store, path));
            }
        }
        return found;
    }

    private Optional<OwnFiles> folder(String name) {
        return folders.entrySet().stream()
                .filter(folder -> folder.getKey().matcher(name).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
