package unroll.io.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import unroll.conf.ConfigurationException;
import unroll.conf.read.ConfigurationReader;
import unroll.conf.read.ConfigurationWriter;
import unroll.io.CorruptFileException;
import unroll.io.Json;
import unroll.io.Store;
import unroll.io.model.Checkpoints;
import unroll.io.model.ModelDirectory;
import unroll.io.model.OwnFiles;
import unroll.message.Secrets;

/**
 * The files of one run: {@code run.json} (its identity), {@code status.json} (its state), {@code
 * metrics/}, {@code summary.json}, and the paths of its checkpoints, model and rejected rows.
 *
 * <p>Object stores cannot append, so there is one file of metrics for each epoch, {@code
 * metrics/epoch-00003.jsonl}, with one line a round. It is rewritten whenever the epoch has news.
 */
public final class RunDirectory {
    static final String MODEL = "model";
    static final String RUN = "run.json";
    static final String STATUS = "status.json";
    private static final String REPLACEMENT = "replacement";
    private static final String SUMMARY = "summary.json";
    static final String REMEDY = "start over with --fresh, or choose another run.dir";

    private final Store store;
    private final String path;

    /**
     * The identity of a run.
     *
     * @param configuration its tree, with every default
     * @param fingerprint of the training examples; empty until they have been read
     * @param versions of Unroll, Spark, Java and the tokeniser, by name
     * @param start what training began with
     */
    public record Run(
            Map<String, Object> configuration,
            long seed,
            String fingerprint,
            Map<String, String> versions,
            Start start) {}

    /**
     * What training began with besides random numbers. All is empty until it is known.
     *
     * @param vectors origin of the word vectors, by parameter; empty if all started at random
     * @param model another model, and what was taken from it; empty without one
     * @param words that were taken over from its vocabulary
     * @param languageModel that predictions are chosen with, which is not part of the network;
     *     empty without one
     */
    public record Start(
            Map<String, Object> vectors,
            Map<String, Object> model,
            List<String> words,
            Map<String, Object> languageModel) {
        public static final Start RANDOM = new Start(Map.of(), Map.of(), List.of(), Map.of());
    }

    public RunDirectory(Store store, String path) {
        this.store = store;
        this.path = path;
    }

    public Store store() {
        return store;
    }

    public String path() {
        return path;
    }

    /** Returns the directory of the best model on validation. */
    public String model() {
        return Store.child(path, MODEL);
    }

    /** Returns the directory of the rejected rows. */
    public String rejected() {
        return Store.child(path, "rejected");
    }

    /**
     * Returns the directory of the rejected rows of a part.
     *
     * @throws IllegalArgumentException if the part is not one of {@link OwnFiles#PARTS}, whose
     *     files alone are deleted with a run
     */
    public String rejected(String part) {
        if (!OwnFiles.PARTS.contains(part)) {
            throw new IllegalArgumentException(
                    "rejected rows: expected a part of " + OwnFiles.PARTS + ", got " + part);
        }
        return Store.child(rejected(), part);
    }

    /** Deletes the rejected rows of a part that an earlier attempt wrote. */
    public void clearRejected(String part) throws IOException {
        OwnFiles.ROWS.delete(store, rejected(part));
    }

    public String summaryPath() {
        return Store.child(path, SUMMARY);
    }

    public Checkpoints checkpoints() {
        return new Checkpoints(store, path);
    }

    /**
     * Writes {@code run.json}, and {@code words.jsonl} if words were taken over from another model.
     * Secrets of sources are left out.
     */
    public void writeRun(Run run) throws IOException {
        new RunFile(store, path).write(run);
    }

    /**
     * Reads {@code run.json}; empty if it does not exist.
     *
     * @throws CorruptFileException if it is damaged
     */
    public Optional<Run> run() throws IOException {
        var tree = read(RUN);
        return tree.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunFile(store, path).read(tree.get()));
    }

    /** Returns whether {@code run.json} exists. */
    public boolean exists() throws IOException {
        return store.exists(Store.child(path, RUN));
    }

    /**
     * Refuses a directory that holds anything but a run. Call this before writing the first file,
     * including {@link RunLock}'s.
     *
     * @throws unroll.conf.ConfigurationException naming the obstacle
     */
    public void requireUsable() throws IOException {
        new DirectoryCheck(store, path).require();
    }

    /**
     * Returns what a command does in this directory. Compares only the configuration, so that it
     * can be called before any data are read; {@link #otherData} compares the data.
     *
     * @param configuration tree of the command, with every default
     * @param fresh whether to replace an existing run
     * @throws ConfigurationException if another run has been trained here, naming the first
     *     settings that differ and the remedy
     * @throws CorruptFileException if {@code run.json} is damaged
     */
    public Rerun compare(Map<String, Object> configuration, boolean fresh) throws IOException {
        var tree = read(RUN);
        boolean model = ModelDirectory.exists(store, model());
        if (tree.isEmpty() || !(model || trained() || hasStatus(Status.State.FINISHED))) {
            return Rerun.FRESH;
        }
        if (fresh) {
            return Rerun.REPLACE;
        }
        // Earlier versions hid less.
        var was =
                Json.tree(
                        completed(
                                Secrets.redact(
                                        RunFile.fields(Store.child(path, RUN), tree.get())
                                                .map(RunFile.CONFIGURATION))));
        var now = Json.tree(Secrets.redact(configuration));
        boolean finished = model && hasStatus(Status.State.FINISHED);
        return RunComparison.compare(path, was, now, finished);
    }

    /**
     * Returns a stored configuration with the defaults of settings that it lacks, since the version
     * that wrote it may not have had them.
     */
    private static Map<String, Object> completed(Map<String, Object> stored) {
        // The rules of tasks were checked when the run began.
        var reader = new ConfigurationReader((conf, mistakes) -> {});
        try {
            return ConfigurationWriter.tree(reader.ofTree(stored));
        } catch (ConfigurationException e) {
            return stored; // it has other settings, which the comparison names
        }
    }

    /** Returns whether there is a checkpoint after the initial one, which is number 0. */
    private boolean trained() throws IOException {
        var rounds = checkpoints().rounds();
        return !rounds.isEmpty() && rounds.get(rounds.size() - 1) > 0;
    }

    private boolean hasStatus(Status.State state) throws IOException {
        return status().map(Status::state).filter(state::equals).isPresent();
    }

    /**
     * Explains why a run here cannot resume with these training examples.
     *
     * @param fingerprint of the examples found now
     * @return a message for the user; empty when they are the same, or none were recorded
     */
    public Optional<String> otherData(String fingerprint) throws IOException {
        return run().map(Run::fingerprint)
                .filter(was -> !was.isEmpty() && !was.equals(fingerprint))
                .map(
                        was ->
                                ("%s holds a run on other training data: their fingerprint was %s,"
                                                + " is now %s. %s")
                                        .formatted(path, was, fingerprint, RunComparison.remedy()));
    }

    /**
     * Starts a run in a directory without any training: the files of earlier attempts are deleted.
     * {@code run.json} is written first, so that the directory is recognised as a run's even if
     * this one is killed.
     */
    public void begin(Run run) throws IOException {
        writeRun(run);
        OwnFiles.RUN.without(RUN).deleteIn(store, path);
    }

    /** Returns the directory in which a replacement for this run is prepared. */
    public RunDirectory replacement() {
        return new RunDirectory(store, Store.child(path, REPLACEMENT));
    }

    /** Replaces this run by the one prepared in {@link #replacement}. */
    public void replace() throws IOException {
        new RunReplacement(this).run();
    }

    /**
     * Recovers from a killed run that was replacing another one: completes the replacement if it
     * had begun, or else deletes what was prepared.
     */
    public void finishReplacement() throws IOException {
        var replacement = new RunReplacement(this);
        if (replacement.begun()) {
            replacement.run();
        } else {
            replacement.discard();
        }
    }

    /** Writes {@code status.json}. */
    public void writeStatus(Status status) throws IOException {
        var tree = Json.MAPPER.createObjectNode().put("state", status.state().text());
        status.exitCode().ifPresent(code -> tree.put("exitCode", code));
        tree.put("message", status.message())
                .put("submission", status.submission())
                .put("epoch", status.epoch())
                .put("round", status.round())
                .put("heartbeat", status.heartbeat().toString());
        write(STATUS, Json.bytes(tree));
    }

    /**
     * Reads {@code status.json}; empty when it does not exist or cannot be read, as in the middle
     * of being written.
     */
    public Optional<Status> status() throws IOException {
        try {
            return read(STATUS).flatMap(RunDirectory::status);
        } catch (CorruptFileException e) {
            return Optional.empty();
        }
    }

    /** Writes {@code summary.json}. */
    public void writeSummary(Map<String, ?> summary) throws IOException {
        write(SUMMARY, Json.bytes(Json.tree(summary)));
    }

    /**
     * Reads {@code summary.json}; empty if it does not exist.
     *
     * @throws CorruptFileException if it is damaged
     */
    public Optional<Map<String, Object>> summary() throws IOException {
        return read(SUMMARY).map(Json::map);
    }

    /**
     * Writes the metrics of an epoch, replacing earlier ones.
     *
     * @param epoch from 1
     * @param lines maps or records, one for each line
     */
    public void writeMetrics(int epoch, List<?> lines) throws IOException {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(Json.line(Json.tree(line))));
        var name = String.format(Locale.ROOT, "metrics/epoch-%05d.jsonl", epoch);
        write(name, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        store.write(Store.child(path, name), bytes);
    }

    private Optional<JsonNode> read(String name) throws IOException {
        try {
            return Optional.of(Json.read(store, Store.child(path, name), REMEDY));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Optional<Status> status(JsonNode tree) {
        try {
            var code = tree.path("exitCode");
            return Optional.of(
                    new Status(
                            Status.State.valueOf(
                                    tree.path("state").asText().toUpperCase(Locale.ROOT)),
                            code.isInt() || code.isLong()
                                    ? OptionalInt.of(code.asInt())
                                    : OptionalInt.empty(),
                            tree.path("message").asText(),
                            tree.path("submission").asText(),
                            tree.path("epoch").asInt(),
                            tree.path("round").asInt(),
                            Instant.parse(tree.path("heartbeat").asText())));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
