package unroll.io.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import unroll.io.CorruptFileException;
import unroll.io.Fields;
import unroll.io.Json;
import unroll.io.Store;
import unroll.io.model.Checkpoints;
import unroll.io.model.ModelDirectory;
import unroll.io.model.OwnFiles;
import unroll.message.Secrets;

/**
 * The files of one run: {@code run.json} (what it is), {@code status.json} (how it stands), {@code
 * metrics/}, {@code summary.json}, and the places of its checkpoints, model and rejected rows.
 *
 * <p>Object stores cannot append, so metrics are one file an epoch, {@code
 * metrics/epoch-00003.jsonl} with one line a round, written whole each time the epoch has news.
 */
public final class RunDirectory {
    static final String MODEL = "model";
    static final String RUN = "run.json";
    static final String STATUS = "status.json";
    private static final String CONFIGURATION = "configuration";
    private static final String REPLACEMENT = "replacement";
    private static final String SUMMARY = "summary.json";
    private static final Pattern METRICS = Pattern.compile("epoch-(\\d{5,9})\\.jsonl");
    private static final String REMEDY = "start anew with --fresh, or choose another run.dir";

    private final Store store;
    private final String path;

    /**
     * What a run is.
     *
     * @param configuration its tree, with every default
     * @param fingerprint of the training examples; empty until they have been read
     * @param versions of Unroll, Spark, Java and the tokeniser, by name
     * @param vectors what word vectors started from, by parameter; empty where all started at
     *     random, or until it is known
     */
    public record Run(
            Map<String, Object> configuration,
            long seed,
            String fingerprint,
            Map<String, String> versions,
            Map<String, Object> vectors) {}

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

    /** Directory of the model that is best on validation. */
    public String model() {
        return Store.child(path, MODEL);
    }

    /** Directory of the rows that could not be used. */
    public String rejected() {
        return Store.child(path, "rejected");
    }

    /** Deletes the bad rows of a part that an earlier attempt wrote. */
    public void clearRejected(String part) throws IOException {
        OwnFiles.ROWS.delete(store, Store.child(rejected(), part));
    }

    public String summaryPath() {
        return Store.child(path, SUMMARY);
    }

    public Checkpoints checkpoints() {
        return new Checkpoints(store, path);
    }

    /** Writes {@code run.json}. Secrets of sources are left out. */
    public void writeRun(Run run) throws IOException {
        var tree = Json.MAPPER.createObjectNode();
        tree.put("seed", run.seed()).put("fingerprint", run.fingerprint());
        tree.set("versions", Json.tree(run.versions()));
        if (!run.vectors().isEmpty()) {
            tree.set("vectors", Json.tree(run.vectors()));
        }
        tree.set(CONFIGURATION, Json.tree(Secrets.hide(run.configuration())));
        write(RUN, Json.bytes(tree));
    }

    /**
     * @throws CorruptFileException when {@code run.json} is damaged
     */
    public Optional<Run> run() throws IOException {
        return read(RUN).map(this::run);
    }

    /** Whether there is a run, as far as {@code run.json} tells. */
    public boolean exists() throws IOException {
        return store.exists(Store.child(path, RUN));
    }

    /**
     * Refuses a directory that holds anything but a run. To be asked before the first file is
     * written, {@link RunLock}'s included.
     *
     * @throws unroll.conf.ConfigurationException naming what is in the way
     */
    public void requireUsable() throws IOException {
        new DirectoryCheck(store, path).require();
    }

    /**
     * What to do when a command is given for this directory. Looks at the configuration only, so
     * that it can be asked before any data are read; {@link #otherData} compares those.
     *
     * @param configuration tree of the command, with every default
     * @param fresh whether a run that is here is to be replaced
     * @throws unroll.conf.ConfigurationException when another run has been trained here, naming the
     *     first settings that differ and the remedy
     * @throws CorruptFileException when {@code run.json} is damaged
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
        var was = Json.tree(Secrets.hide(fields(tree.get()).map(CONFIGURATION)));
        var now = Json.tree(Secrets.hide(configuration));
        boolean finished = model && hasStatus(Status.State.FINISHED);
        return RunComparison.compare(path, was, now, finished);
    }

    /** Whether there is a checkpoint with any training in it: number 0 is the start state. */
    private boolean trained() throws IOException {
        var rounds = checkpoints().rounds();
        return !rounds.isEmpty() && rounds.get(rounds.size() - 1) > 0;
    }

    private boolean hasStatus(Status.State state) throws IOException {
        return status().map(Status::state).filter(state::equals).isPresent();
    }

    /**
     * Why a run here cannot go on with these training examples.
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
     * Takes the directory for a run that nothing was trained of: what an attempt left is deleted.
     * {@code run.json} comes first, so that a killed run's directory is known for one.
     */
    public void begin(Run run) throws IOException {
        writeRun(run);
        OwnFiles.RUN.without(RUN).deleteIn(store, path);
    }

    /** Where a run is prepared that replaces the one that is here. */
    public RunDirectory replacement() {
        return new RunDirectory(store, Store.child(path, REPLACEMENT));
    }

    /** Puts the run that was prepared in {@link #replacement} in place of the one that is here. */
    public void replace() throws IOException {
        new Replacement(this).run();
    }

    /**
     * Puts things in order that a run left which replaced another one and was killed: its
     * replacement is brought to its end, or what was prepared is deleted.
     */
    public void settle() throws IOException {
        var replacement = new Replacement(this);
        if (replacement.due()) {
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
     * Empty when there is none, or none that can be read: it may be in the middle of being written.
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
     * @throws CorruptFileException when {@code summary.json} is damaged
     */
    public Optional<Map<String, Object>> summary() throws IOException {
        return read(SUMMARY).map(Json::map);
    }

    /**
     * Writes the metrics of an epoch, one line a round, in place of what was there.
     *
     * @param epoch from 1
     */
    public void writeMetrics(int epoch, List<? extends Map<String, ?>> rounds) throws IOException {
        var lines = new StringBuilder();
        rounds.forEach(round -> lines.append(Json.line(Json.tree(round))));
        var name = String.format(Locale.ROOT, "metrics/epoch-%05d.jsonl", epoch);
        write(name, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Deletes the metrics of later epochs, which a run that goes on from an older checkpoint
     * repeats.
     */
    public void deleteMetricsAfter(int epoch) throws IOException {
        var metrics = Store.child(path, "metrics");
        for (var name : store.list(metrics)) {
            var match = METRICS.matcher(name);
            if (match.matches() && Integer.parseInt(match.group(1)) > epoch) {
                store.delete(Store.child(metrics, name));
            }
        }
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

    private Fields fields(JsonNode run) {
        return Fields.of(Store.child(path, RUN), run, REMEDY);
    }

    private Run run(JsonNode tree) {
        var fields = fields(tree);
        var names = fields.object("versions");
        var versions = new LinkedHashMap<String, String>();
        names.keys().forEach(name -> versions.put(name, names.text(name)));
        return new Run(
                fields.map(CONFIGURATION),
                fields.whole("seed", Long.MIN_VALUE),
                fields.text("fingerprint"),
                versions,
                fields.has("vectors") ? fields.map("vectors") : Map.of());
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
