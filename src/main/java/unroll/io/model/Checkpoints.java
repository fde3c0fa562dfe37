package unroll.io.model;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import unroll.io.CorruptFileException;
import unroll.io.Fields;
import unroll.io.Json;
import unroll.io.Store;
import unroll.io.UnsupportedFormatException;
import unroll.nn.Layout;

/**
 * The checkpoints of a run. {@code checkpoints/round-00012/} holds each vector as {@code
 * NAME.safetensors}, everything else as {@code state.json}, and finally {@code manifest.json}. A
 * directory without a manifest is not a checkpoint.
 */
public final class Checkpoints {
    private static final int OLDEST_FORMAT = 1;
    private static final int FORMAT = 1;
    private static final String FOLDER = "checkpoints";
    static final String STATE = "state.json";
    private static final String ROUND = "round";
    private static final String VECTORS = "vectors";
    private static final Pattern VECTOR = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern NAME = Pattern.compile("round-(\\d{5,9})");
    private static final String REMEDY =
            "delete this checkpoint to resume from an older one, or start over with --fresh";

    private final Store store;
    private final String directory;

    /**
     * A checkpoint with its numbers.
     *
     * @param vectors by name, each laid out as the parameters are
     * @param state the trainer's state
     */
    public record Checkpoint(int round, Map<String, float[]> vectors, Fields state) {}

    /**
     * The description of a checkpoint, without its numbers.
     *
     * @param parameters shapes by name
     * @param vectors names of the vectors, each of which holds all parameters
     */
    public record Description(
            int round,
            Map<String, List<Integer>> parameters,
            List<String> vectors,
            JsonNode state) {}

    public Checkpoints(Store store, String runDir) {
        this.store = store;
        this.directory = Store.child(runDir, FOLDER);
    }

    /**
     * Writes a checkpoint, replacing one of the same round.
     *
     * @param vectors by name (letters, digits, {@code _} and {@code -}), each laid out as the
     *     parameters
     * @param state anything that JSON can hold
     */
    public void write(int round, Layout layout, Map<String, float[]> vectors, JsonNode state)
            throws IOException {
        checkFinite(state, JsonPointer.empty());
        var tree = Json.MAPPER.createObjectNode().put("format", FORMAT).put(ROUND, round);
        var names = tree.putArray(VECTORS);
        vectors.keySet().forEach(names::add);
        tree.set("state", state);
        Manifest.write(
                store,
                path(round),
                OwnFiles.CHECKPOINT,
                manifest -> {
                    for (var vector : vectors.entrySet()) {
                        manifest.write(
                                vectorFile(vector.getKey()),
                                out -> SafeTensors.write(out, layout, vector.getValue()));
                    }
                    manifest.write(STATE, Json.bytes(tree));
                });
    }

    /** Returns the rounds that have a finished checkpoint, damaged or not, in ascending order. */
    public List<Integer> rounds() throws IOException {
        var rounds = new ArrayList<Integer>();
        for (int round : allRounds()) {
            if (Manifest.exists(store, path(round))) {
                rounds.add(round);
            }
        }
        return rounds;
    }

    /** Returns the directory of a round's checkpoint, whether it exists or not. */
    public String path(int round) {
        return Store.child(directory, folder(round));
    }

    /** Returns the path of a round's checkpoint relative to the run directory. */
    public static String inRun(int round) {
        return FOLDER + "/" + folder(round);
    }

    private static String folder(int round) {
        return String.format(Locale.ROOT, "round-%05d", round);
    }

    /**
     * Reads a checkpoint.
     *
     * @throws CorruptFileException if it does not exist, is damaged, or has another layout
     */
    public Checkpoint read(int round, Layout layout) throws IOException {
        return checkpoint(round, layout, verified(store, path(round)));
    }

    /**
     * Returns the newest intact checkpoint.
     *
     * @param damaged receives each newer checkpoint that was skipped
     * @throws UnsupportedFormatException if an intact one has another format version: resuming from
     *     an older one would lose work
     */
    public Optional<Checkpoint> newest(Layout layout, Consumer<CorruptFileException> damaged)
            throws IOException {
        var rounds = rounds();
        for (int i = rounds.size() - 1; i >= 0; i--) {
            Fields fields;
            try {
                fields = verified(store, path(rounds.get(i)));
            } catch (UnsupportedFormatException e) {
                throw e;
            } catch (CorruptFileException e) {
                damaged.accept(e);
                continue;
            }
            return Optional.of(checkpoint(rounds.get(i), layout, fields));
        }
        return Optional.empty();
    }

    /**
     * Deletes unfinished checkpoints, and all others except the newest {@code keep} and the best.
     * If none of these is intact, the newest intact one stays too.
     *
     * @param best round of the best checkpoint; negative when there is none
     */
    public void prune(int keep, int best) throws IOException {
        var rounds = rounds();
        var stay =
                new ArrayList<>(rounds.subList(Math.max(0, rounds.size() - keep), rounds.size()));
        if (rounds.contains(best) && !stay.contains(best)) {
            stay.add(best);
        }
        if (stay.size() < rounds.size()) {
            for (int i = rounds.size() - 1; i >= 0 && !anyWhole(stay); i--) {
                if (!stay.contains(rounds.get(i)) && isWhole(rounds.get(i))) {
                    stay.add(rounds.get(i));
                }
            }
        }
        for (int round : allRounds()) {
            if (!stay.contains(round)) {
                OwnFiles.CHECKPOINT.delete(store, path(round));
            }
        }
    }

    /**
     * Describes the checkpoint in a directory.
     *
     * @throws CorruptFileException if it is damaged or not a checkpoint
     */
    public static Description describe(Store store, String path) throws IOException {
        var fields = verified(store, path);
        var names = fields.texts(VECTORS);
        Map<String, List<Integer>> parameters = null;
        for (var name : names) {
            var file = Store.child(path, vectorFile(name));
            var shapes = SafeTensors.verified(store, file);
            if (parameters != null && !parameters.equals(shapes)) {
                throw new CorruptFileException(
                        "%s is damaged: its parameters are not those of %s: %s"
                                .formatted(file, vectorFile(names.get(0)), REMEDY));
            }
            parameters = shapes;
        }
        return new Description(
                fields.count(ROUND, 0), parameters, names, fields.object("state").tree());
    }

    private List<Integer> allRounds() throws IOException {
        var rounds = new ArrayList<Integer>();
        for (var name : store.list(directory)) {
            var match = NAME.matcher(name);
            if (match.matches()) {
                rounds.add(Integer.parseInt(match.group(1)));
            }
        }
        rounds.sort(null);
        return rounds;
    }

    private boolean anyWhole(List<Integer> rounds) throws IOException {
        for (int i = rounds.size() - 1; i >= 0; i--) {
            if (isWhole(rounds.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isWhole(int round) throws IOException {
        try {
            verified(store, path(round));
            return true;
        } catch (CorruptFileException e) {
            return false;
        }
    }

    private Checkpoint checkpoint(int round, Layout layout, Fields fields) throws IOException {
        if (fields.count(ROUND, 0) != round) {
            throw fields.fault(ROUND, Integer.toString(round));
        }
        var vectors = new LinkedHashMap<String, float[]>();
        for (var name : fields.texts(VECTORS)) {
            var file = Store.child(path(round), vectorFile(name));
            vectors.put(name, SafeTensors.read(store, file, layout));
        }
        return new Checkpoint(round, vectors, fields.object("state"));
    }

    /**
     * Returns the content of state.json after checking the format, all checksums and the list of
     * files.
     */
    private static Fields verified(Store store, String path) throws IOException {
        var file = Store.child(path, STATE);
        // The format comes first: another version may have another manifest.
        readFormat(store, file)
                .ifPresent(
                        format ->
                                UnsupportedFormatException.check(
                                        "checkpoint",
                                        file,
                                        format,
                                        OLDEST_FORMAT,
                                        FORMAT,
                                        "start over with --fresh"));
        var checksums = Manifest.verify(store, path, REMEDY);
        var fields = Fields.of(file, Json.read(store, file, REMEDY), REMEDY);
        fields.whole("format", OLDEST_FORMAT);
        fields.object("state");
        var files = new TreeSet<String>();
        files.add(STATE);
        for (var name : fields.texts(VECTORS)) {
            if (!VECTOR.matcher(name).matches() || !files.add(vectorFile(name))) {
                throw fields.fault(VECTORS, "names of vectors, each once");
            }
        }
        if (files.size() == 1) {
            throw fields.fault(VECTORS, "at least one vector");
        }
        Manifest.requireOnly(path, checksums.keySet(), files, REMEDY);
        return fields;
    }

    /**
     * Returns a file's format version; empty when the file is missing or damaged, which checking
     * the manifest then reports.
     */
    static Optional<Long> readFormat(Store store, String file) throws IOException {
        try {
            var format = Json.read(store, file, "").path("format");
            return format.isIntegralNumber() && format.canConvertToLong()
                    ? Optional.of(format.longValue())
                    : Optional.empty();
        } catch (FileNotFoundException | CorruptFileException e) {
            return Optional.empty();
        }
    }

    private static String vectorFile(String name) {
        if (!VECTOR.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for a vector: " + name);
        }
        return name + ".safetensors";
    }

    /** Refuses numbers that are not finite, which JSON cannot hold. */
    private static void checkFinite(JsonNode tree, JsonPointer at) {
        if (tree.isFloatingPointNumber() && !Double.isFinite(tree.doubleValue())) {
            throw new IllegalArgumentException(
                    "state" + at + " is " + tree.doubleValue() + ", which JSON cannot hold");
        }
        for (var field : tree.properties()) {
            checkFinite(field.getValue(), at.appendProperty(field.getKey()));
        }
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            checkFinite(tree.get(i), at.appendIndex(i));
        }
    }
}
