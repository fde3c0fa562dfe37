package unroll.io.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.ConfigurationException;
import unroll.conf.read.ConfigurationReader;
import unroll.conf.read.ConfigurationWriter;
import unroll.io.CorruptFileException;
import unroll.io.JsonMutations;
import unroll.io.KilledStore;
import unroll.io.LocalStore;
import unroll.io.model.ModelDirectory;
import unroll.io.model.TestFiles;

class RunDirectoryTest {
    private static final List<String> WORDS = List.of("a", "b\"");
    private static final String ROWS =
            "part-00000-0b1f7a2e-5d0c-4c68-9d0a-0f4a5f6d7e8f-c000.json"; // as Spark names them

    @TempDir Path root;
    private RunDirectory run;

    @BeforeEach
    void open() {
        run = new RunDirectory(new LocalStore(), root.toString());
    }

    @Test
    void anEmptyDirectoryIsFresh() throws IOException {
        assertEquals(Rerun.FRESH, run.compare(configuration(Map.of()), false));
        assertEquals(Optional.empty(), run.otherData("abc"));
        assertEquals(Optional.empty(), run.run());
        assertEquals(Optional.empty(), run.status());
        assertEquals(Optional.empty(), run.summary());
    }

    /** Who mistyped a path corrects it and tries again: nothing was trained that could be lost. */
    @Test
    void anAttemptThatNeverTrainedIsNoObstacle() throws IOException {
        begin(Map.of());
        checkpoint(0);
        run.writeStatus(status(Status.State.FAILED));
        assertEquals(Rerun.FRESH, run.compare(configuration(Map.of("data.shards", 16)), false));
    }

    @Test
    void theSameCommandResumesOrSaysThatAllIsDone() throws IOException {
        begin(Map.of());
        checkpoint(2);
        model(run);
        for (var state :
                List.of(Status.State.TRAINING, Status.State.FAILED, Status.State.INTERRUPTED)) {
            run.writeStatus(status(state));
            assertEquals(Rerun.RESUME, run.compare(configuration(Map.of()), false));
        }
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.FINISHED, run.compare(configuration(Map.of()), false));
    }

    @Test
    void moreEpochsGoOnAndFewerDoNot() throws IOException {
        begin(Map.of());
        checkpoint(2);
        model(run);
        for (var state : List.of(Status.State.TRAINING, Status.State.FINISHED)) {
            run.writeStatus(status(state));
            assertEquals(
                    Rerun.EXTENDED,
                    run.compare(configuration(Map.of("training.epochs", 11)), false));
            assertRefused(Map.of("training.epochs", 9), "training.epochs was 10, is now 9");
            assertRefused(
                    Map.of("training.epochs", 11, "training.batch", 32),
                    "training.batch was 64, is now 32");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "kernels, scalar",
        "checkpoint.keep, 9",
        "run.dir, elsewhere",
        "data.maxRejected, 1",
        "divergence.retries, 9",
    })
    void whatDoesNotReachTheParametersMayChange(String key, String value) throws IOException {
        begin(Map.of());
        checkpoint(2);
        model(run);
        assertEquals(Rerun.RESUME, run.compare(configuration(Map.of(key, value)), false));
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.FINISHED, run.compare(configuration(Map.of(key, value)), false));
    }

    @Test
    void aConfigurationOfAVersionWithFewerSettingsTakesTheirDefaults() throws IOException {
        var yaml =
                "{run: {dir: runs/a}, data: {train: {format: json, path: a.json}}, model: {layers: [{cell: gru}]}}";
        var now =
                ConfigurationWriter.tree(
                        new ConfigurationReader((conf, mistakes) -> {})
                                .read(yaml, "a.yaml", List.of()));
        var older = new LinkedHashMap<>(now);
        older.remove("divergence");
        older.remove("bptt");
        run.begin(new RunDirectory.Run(older, 1, "", Map.of(), RunDirectory.Start.RANDOM));
        checkpoint(2);
        assertEquals(Rerun.RESUME, run.compare(now, false));
        set(now, "bptt.steps", 7L);
        var refused = assertThrows(ConfigurationException.class, () -> run.compare(now, false));
        assertTrue(refused.getMessage().contains("bptt.steps was "), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"data.test.path, other", "data.test.label, other", "baseline, true"})
    void whatIsMeasuredAtTheEndMayChange(String key, String value) throws IOException {
        begin(Map.of("baseline", false));
        checkpoint(2);
        model(run);
        var changed = new LinkedHashMap<String, Object>(Map.of("baseline", false));
        changed.put(key, value);
        assertEquals(Rerun.RESUME, run.compare(configuration(changed), false));
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.RETEST, run.compare(configuration(changed), false));
        changed.put("training.epochs", 11);
        assertEquals(Rerun.EXTENDED, run.compare(configuration(changed), false));
    }

    @Test
    void aFinishedRunNeedsNoWorkWhereABaselineIsNotWantedAnyMore() throws IOException {
        begin(Map.of());
        checkpoint(2);
        model(run);
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.FINISHED, run.compare(configuration(Map.of("baseline", false)), false));
    }

    @Test
    void otherSettingsAreRefusedWithTheFirstThreeAndTheRemedy() throws IOException {
        begin(Map.of());
        checkpoint(2);
        var message = assertRefused(Map.of("data.shards", 16), "data.shards was 8, is now 16");
        assertTrue(message.contains("--fresh"), message);
        assertTrue(message.contains("run.dir: runs/${date}"), message);
        assertRefused(
                Map.of("model.layers", List.of(Map.of("cell", "lstm", "size", 64))),
                "model.layers[0].size was 128, is now 64");
        assertRefused(Map.of("sync.new", 1), "sync.new was (not set), is now 1");
        assertRefused(
                Map.of("run.seed", 2, "data.shards", 16, "baseline", 3, "text.new", 1, "a", 1),
                "run.seed was 1, is now 2",
                "; and 1 more");
    }

    @Test
    void aChangedPasswordIsNoOtherRunAndIsNotWritten() throws IOException {
        begin(Map.of("data.options", options("hunter2")));
        checkpoint(2);
        assertEquals(
                Rerun.RESUME,
                run.compare(
                        configuration(Map.of("data.options", options("correct horse"))), false));
        var text = Files.readString(root.resolve("run.json"));
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text.contains("jdbc:x://host/db?user=***&password=***&ssl=true"), text);
    }

    @Test
    void aChangedFileIsReadOrRefused() throws IOException {
        begin(Map.of());
        checkpoint(3);
        run.writeStatus(status(Status.State.TRAINING));
        run.writeSummary(Map.of("test.accuracy", 0.5, "epochs", 3));
        for (var name : List.of("run.json", "status.json", "summary.json")) {
            var file = Path.of(run.path(), name);
            var whole = Files.readString(file);
            for (var mutation : JsonMutations.of(new ObjectMapper().readTree(whole))) {
                Files.writeString(file, mutation.tree().toString());
                try {
                    run.run();
                    run.status();
                    run.summary();
                    run.otherData("f00d");
                    run.compare(configuration(Map.of()), false);
                } catch (CorruptFileException | ConfigurationException e) {
                    assertTrue(e.getMessage().startsWith(run.path()), mutation + ": " + e);
                }
            }
            Files.writeString(file, whole);
        }
    }

    @Test
    void aSecretMayChangeWhatIsHarmlessMayNot() throws IOException {
        begin(Map.of("data.options", Map.of("apiKey", "a", "url", "x://u:a@h/db", "sep", ";")));
        checkpoint(3);
        assertEquals(
                Rerun.RESUME,
                run.compare(
                        configuration(
                                Map.of(
                                        "data.options",
                                        Map.of("apiKey", "b", "url", "x://u:b@h/db", "sep", ";"))),
                        false));
        assertRefused(
                Map.of("data.options", Map.of("apiKey", "a", "url", "x://u:a@h/db", "sep", ",")),
                "data.options.sep was ;, is now ,");
        assertRefused(
                Map.of("data.options", Map.of("apiKey", "a", "url", "x://u:a@g/db", "sep", ";")),
                "data.options.url was x://***@h/db, is now x://***@g/db");
    }

    @Test
    void otherDataAreNamedByTheirFingerprints() throws IOException {
        begin(Map.of());
        assertEquals(Optional.empty(), run.otherData("f00d"));
        var message = run.otherData("beef").orElseThrow();
        assertTrue(message.contains("was f00d, is now beef"), message);
        assertTrue(message.contains("--fresh"), message);
    }

    /** Without run.json nothing says whose they are. */
    @Test
    void checkpointsWithoutRunJsonAreNotOurs() throws IOException {
        checkpoint(2);
        var message = assertUnusable();
        assertTrue(message.contains("holds checkpoints and no run.json of a run"), message);
        assertEquals(List.of("checkpoints"), names(root));
    }

    @Test
    void aDirectoryOfSomebodyElseIsRefusedNamingWhatIsInIt() throws IOException {
        Files.createDirectories(root.resolve("model"));
        Files.writeString(root.resolve("model/thesis.docx"), "mine");
        assertTrue(assertUnusable().contains("holds model and no run.json"));
        for (var name : List.of("a.txt", "b.txt", "c.txt", "d.txt")) {
            Files.writeString(root.resolve(name), "mine");
        }
        assertTrue(assertUnusable().contains("holds a.txt, b.txt, c.txt and 2 more and no run"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\": \"python train.py\"}",
                "run: x",
                "[]",
                "{\"configuration\": \"a.yaml\", \"seed\": 1}"
            })
    void aRunJsonOfAnotherProgramIsRefused(String content) throws IOException {
        Files.writeString(root.resolve("run.json"), content);
        assertTrue(assertUnusable().contains("holds run.json and no run.json that a run wrote"));
    }

    @Test
    void filesWithOurNamesButOtherContentAreSomebodyElses() throws IOException {
        Files.writeString(root.resolve("lock.json"), "{\"dependencies\": {}}");
        assertTrue(assertUnusable().contains("lock.json"));
        Files.delete(root.resolve("lock.json"));
        Files.writeString(root.resolve("status.json"), "{\"state\": \"Ohio\"}");
        assertTrue(assertUnusable().contains("status.json"));
    }

    @Test
    void whatAStartLeavesThatWasKilledIsNoObstacle() throws IOException {
        run.requireUsable();
        Files.createFile(root.resolve("lock.json"));
        Files.createFile(root.resolve("run.json"));
        Files.createFile(root.resolve("lock-takeover-1a-2b.json"));
        run.requireUsable();
        run.writeStatus(status(Status.State.PREPARING));
        RunLock.acquire(new LocalStore(), root.toString() + "/x", "app", message -> {});
        Files.move(
                root.resolve("x/lock.json"),
                root.resolve("lock.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.delete(root.resolve("x"));
        run.requireUsable();
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        var file = Files.writeString(root.resolve("file"), "mine");
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> new RunDirectory(new LocalStore(), file.toString()).requireUsable());
        assertTrue(e.getMessage().contains("is a file, expected a directory"), e.getMessage());
    }

    @Test
    void whatIsInTheWayInARunIsNamed() throws IOException {
        begin(Map.of());
        Files.writeString(root.resolve("notes.txt"), "mine");
        run.requireUsable();
        Files.writeString(root.resolve("model"), "mine");
        assertTrue(assertUnusable().contains("model is a file, expected a directory"));
        Files.delete(root.resolve("model"));
        Files.createDirectories(root.resolve("summary.json"));
        assertTrue(assertUnusable().contains("summary.json is a directory, expected a file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "checkpoints", "metrics", "rejected", "replacement"})
    void foldersThatAreLinksAreRefused(String folder, @TempDir Path elsewhere) throws IOException {
        begin(Map.of());
        Files.createSymbolicLink(root.resolve(folder), elsewhere);
        var message = assertUnusable();
        assertTrue(message.contains(folder + " is a symbolic link to " + elsewhere), message);
    }

    @Test
    void aModelWithoutCheckpointsAndStatusIsComparedToo() throws IOException {
        begin(Map.of());
        model(run);
        Files.writeString(root.resolve("status.json"), "{\"sta");
        assertRefused(Map.of("run.seed", 2), "run.seed was 1, is now 2");
        assertEquals(Rerun.RESUME, run.compare(configuration(Map.of()), false));
        assertEquals(Rerun.REPLACE, run.compare(configuration(Map.of("run.seed", 2)), true));
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.FINISHED, run.compare(configuration(Map.of()), false));
    }

    @Test
    void aFinishedRunWithoutItsModelIsGoneOnWith() throws IOException {
        begin(Map.of());
        checkpoint(2);
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.RESUME, run.compare(configuration(Map.of()), false));
    }

    @Test
    void beginningDeletesAnEarlierAttemptAndNoFileOfAnybodyElse() throws IOException {
        begin(Map.of());
        checkpoint(0);
        run.writeStatus(status(Status.State.FAILED));
        run.writeSummary(Map.of("epochs", 1));
        run.writeMetrics(1, List.of(Map.of("round", 1)));
        for (var part : List.of("train", "validation", "test", "unlabelled")) {
            var rejected = Files.createDirectories(Path.of(run.rejected(part)));
            for (var name : List.of(ROWS, "." + ROWS + ".crc", "_SUCCESS", "._SUCCESS.crc")) {
                Files.writeString(rejected.resolve(name), "");
            }
        }
        var foreign =
                List.of(
                        "lock.json",
                        "manifest.json",
                        "notes.txt",
                        "metrics/mine.jsonl",
                        "metrics/deep/x.jsonl",
                        "checkpoints/round-00000/thesis.docx",
                        "checkpoints/mine/theta.safetensors",
                        "rejected/mine.txt",
                        "rejected/train/mine.json",
                        "model/mine.docx");
        for (var name : foreign) {
            Files.createDirectories(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), "mine");
        }
        run.begin(
                new RunDirectory.Run(
                        configuration(Map.of()), 2, "", Map.of(), RunDirectory.Start.RANDOM));
        var expected = new TreeSet<>(foreign);
        expected.add("run.json");
        assertEquals(expected, files());
        assertEquals(2, run.run().orElseThrow().seed());
    }

    @Test
    void rejectedRowsOfAnUnknownPartCouldNotBeDeleted() {
        assertThrows(IllegalArgumentException.class, () -> run.rejected("mine"));
    }

    @Test
    void theRunThatReplacesTakesTheFilesOfTheOldOneButItsModel() throws IOException {
        oldRunAndItsReplacement();
        run.replace();
        assertReplaced();
    }

    @Test
    void aRunIsReplacedInADirectoryThatIsALink(@TempDir Path elsewhere) throws IOException {
        oldRunAndItsReplacement();
        var link = Files.createSymbolicLink(elsewhere.resolve("link"), root);
        new RunDirectory(new LocalStore(), link.toString()).replace();
        assertReplaced();
        assertTrue(Files.isSymbolicLink(link));
    }

    /** Wherever it was killed, the next command brings it to the end. */
    @Test
    void aReplacementThatWasKilledIsBroughtToItsEnd() throws IOException {
        for (int changes = 0; ; changes++) {
            oldRunAndItsReplacement();
            var store = new KilledStore(changes);
            try {
                new RunDirectory(store, root.toString()).replace();
                assertTrue(changes > 10, "it changes many files");
                return;
            } catch (KilledStore.Killed e) {
                run.requireUsable();
                ModelDirectory.open(run.store(), run.model());
            }
            run.finishReplacement();
            assertReplaced();
        }
    }

    @Test
    void aReplacementWithoutACheckpointIsForgotten() throws IOException {
        oldRunAndItsReplacement();
        Files.delete(root.resolve("replacement/checkpoints/round-00000/manifest.json"));
        run.finishReplacement();
        assertFalse(Files.exists(root.resolve("replacement")));
        assertEquals(1, run.run().orElseThrow().seed());
        assertEquals(List.of(2), run.checkpoints().rounds());
    }

    private void oldRunAndItsReplacement() throws IOException {
        begin(Map.of());
        checkpoint(2);
        model(run);
        run.writeStatus(status(Status.State.FINISHED));
        run.writeSummary(Map.of("epochs", 1));
        Files.writeString(root.resolve("notes.txt"), "mine");
        var next = run.replacement();
        var start = new RunDirectory.Start(Map.of(), Map.of("path", "runs/old"), WORDS, Map.of());
        next.writeRun(new RunDirectory.Run(configuration(Map.of()), 7, "beef", Map.of(), start));
        checkpoint(next, 0);
        for (var part : List.of("train", "unlabelled")) {
            var rejected = Files.createDirectories(Path.of(next.rejected(part)));
            Files.writeString(rejected.resolve(ROWS), "{}");
        }
    }

    private void assertReplaced() throws IOException {
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "checkpoints/round-00000/manifest.json",
                                "checkpoints/round-00000/state.json",
                                "checkpoints/round-00000/theta.safetensors",
                                "model/manifest.json",
                                "model/model.json",
                                "model/parameters.safetensors",
                                "model/vocabulary.jsonl",
                                "notes.txt",
                                "rejected/train/" + ROWS,
                                "rejected/unlabelled/" + ROWS,
                                "run.json",
                                "words.jsonl")),
                files());
        assertEquals(7, run.run().orElseThrow().seed());
        assertEquals(WORDS, run.run().orElseThrow().start().words());
        run.checkpoints().read(0, TestFiles.layout());
        ModelDirectory.open(run.store(), run.model());
    }

    @Test
    void everythingIsReadAsItWasWritten() throws IOException {
        var written =
                new RunDirectory.Run(
                        configuration(Map.of()),
                        1,
                        "f00d",
                        Map.of("unroll", "0.1.0"),
                        new RunDirectory.Start(
                                Map.of("input.embedding", Map.of("words", 7L)),
                                Map.of("path", "runs/old"),
                                List.of("a", "\u2028"),
                                Map.of("path", "runs/lm")));
        run.writeRun(written);
        assertEquals(Optional.of(written), run.run());
        var status =
                new Status(
                        Status.State.FAILED,
                        OptionalInt.of(4),
                        "diverged: \"loss\"",
                        "sub-1",
                        3,
                        17,
                        Instant.parse("2026-01-02T03:04:05Z"));
        run.writeStatus(status);
        assertEquals(Optional.of(status), run.status());
        run.writeSummary(Map.of("test", Map.of("accuracy", 0.5), "epochs", 10L));
        assertEquals(
                Optional.of(Map.of("test", Map.of("accuracy", 0.5), "epochs", 10L)), run.summary());
    }

    @Test
    void withoutTheWordsThatWereTakenOverARunIsDamaged() throws IOException {
        var start = new RunDirectory.Start(Map.of(), Map.of("path", "runs/old"), WORDS, Map.of());
        run.writeRun(new RunDirectory.Run(configuration(Map.of()), 1, "", Map.of(), start));
        Files.delete(root.resolve("words.jsonl"));
        var refused = assertThrows(CorruptFileException.class, run::run);
        assertTrue(refused.getMessage().contains("words.jsonl is missing"), refused.getMessage());
    }

    @Test
    void aStatusThatIsHalfWrittenIsNone() throws IOException {
        run.writeStatus(status(Status.State.TRAINING));
        TestFiles.cut(root.resolve("status.json"), 20);
        assertEquals(Optional.empty(), run.status());
        Files.writeString(root.resolve("status.json"), "{\"state\": \"dancing\"}");
        assertEquals(Optional.empty(), run.status());
    }

    @Test
    void metricsAreOneFileAnEpoch() throws IOException {
        run.writeMetrics(1, List.of(Map.of("round", 1)));
        run.writeMetrics(1, List.of(Map.of("round", 1), Map.of("round", 2)));
        run.writeMetrics(2, List.of(Map.of("round", 3)));
        assertEquals(
                "{\"round\":1}\n{\"round\":2}\n",
                Files.readString(root.resolve("metrics/epoch-00001.jsonl")));
        assertEquals(2, TestFiles.filesOf(root.resolve("metrics")).size());
    }

    private String assertRefused(Map<String, Object> changes, String... parts) {
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> run.compare(configuration(changes), false));
        for (var part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        return e.getMessage();
    }

    private void begin(Map<String, Object> changes) throws IOException {
        run.writeRun(
                new RunDirectory.Run(
                        configuration(changes), 1, "f00d", Map.of(), RunDirectory.Start.RANDOM));
    }

    private String assertUnusable() {
        return assertThrows(ConfigurationException.class, run::requireUsable).getMessage();
    }

    /** Paths of all files below the directory. */
    private Set<String> files() throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> names(Path directory) throws IOException {
        return TestFiles.filesOf(directory).stream().map(p -> p.getFileName().toString()).toList();
    }

    private void checkpoint(int round) throws IOException {
        checkpoint(run, round);
    }

    private static void model(RunDirectory run) throws IOException {
        TestFiles.writeModel(run.store(), run.model(), 1);
    }

    private static void checkpoint(RunDirectory run, int round) throws IOException {
        var layout = TestFiles.layout();
        run.checkpoints()
                .write(
                        round,
                        layout,
                        Map.of("theta", new float[layout.size()]),
                        new ObjectMapper().createObjectNode());
    }

    private static Status status(Status.State state) {
        return new Status(state, OptionalInt.empty(), "", "", 1, 1, Instant.EPOCH);
    }

    private static Map<String, Object> options(String password) {
        return Map.of(
                "password", password, "url", "jdbc:x://host/db?user=me&password=abc&ssl=true");
    }

    /** A tree as the configuration writer gives it; changes by key with dots. */
    private static Map<String, Object> configuration(Map<String, Object> changes) {
        var tree = new LinkedHashMap<String, Object>();
        set(tree, "task", "classify");
        set(tree, "run.dir", "runs/sentiment");
        set(tree, "run.seed", 1L);
        set(tree, "data.shards", 8L);
        set(tree, "data.maxRejected", 0.01);
        set(tree, "data.options", Map.of());
        set(tree, "model.layers", List.of(Map.of("cell", "lstm", "size", 128L)));
        set(tree, "training.epochs", 10L);
        set(tree, "training.batch", 64L);
        set(tree, "checkpoint.keep", 2L);
        set(tree, "divergence.retries", 2L);
        set(tree, "baseline", true);
        set(tree, "kernels", "auto");
        changes.forEach((key, value) -> set(tree, key, value));
        return tree;
    }

    @SuppressWarnings("unchecked")
    private static void set(Map<String, Object> tree, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            tree.put(key, value);
        } else {
            var branch =
                    tree.computeIfAbsent(
                            key.substring(0, dot), k -> new LinkedHashMap<String, Object>());
            set((Map<String, Object>) branch, key.substring(dot + 1), value);
        }
    }
}
