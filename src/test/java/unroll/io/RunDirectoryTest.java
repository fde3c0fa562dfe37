package unroll.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.conf.ConfigurationException;

class RunDirectoryTest {
    @TempDir Path root;
    private RunDirectory run;

    @BeforeEach
    void open() {
        run = new RunDirectory(new LocalStore(), root.toString());
    }

    @Test
    void anEmptyDirectoryIsFresh() throws IOException {
        assertEquals(Rerun.FRESH, run.compare(configuration(Map.of())));
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
        assertEquals(Rerun.FRESH, run.compare(configuration(Map.of("data.shards", 16))));
    }

    @Test
    void theSameCommandResumesOrSaysThatAllIsDone() throws IOException {
        begin(Map.of());
        checkpoint(2);
        for (var state :
                List.of(Status.State.TRAINING, Status.State.FAILED, Status.State.INTERRUPTED)) {
            run.writeStatus(status(state));
            assertEquals(Rerun.RESUME, run.compare(configuration(Map.of())));
        }
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.FINISHED, run.compare(configuration(Map.of())));
    }

    @Test
    void moreEpochsGoOnAndFewerDoNot() throws IOException {
        begin(Map.of());
        checkpoint(2);
        for (var state : List.of(Status.State.TRAINING, Status.State.FINISHED)) {
            run.writeStatus(status(state));
            assertEquals(Rerun.EXTENDED, run.compare(configuration(Map.of("training.epochs", 11))));
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
        assertEquals(Rerun.RESUME, run.compare(configuration(Map.of(key, value))));
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.FINISHED, run.compare(configuration(Map.of(key, value))));
    }

    @ParameterizedTest
    @CsvSource({"data.test.path, other", "data.test.label, other", "baseline, true"})
    void whatIsMeasuredAtTheEndMayChange(String key, String value) throws IOException {
        begin(Map.of("baseline", false));
        checkpoint(2);
        var changed = new LinkedHashMap<String, Object>(Map.of("baseline", false));
        changed.put(key, value);
        assertEquals(Rerun.RESUME, run.compare(configuration(changed)));
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.RETEST, run.compare(configuration(changed)));
        changed.put("training.epochs", 11);
        assertEquals(Rerun.EXTENDED, run.compare(configuration(changed)));
    }

    @Test
    void aFinishedRunNeedsNoWorkWhereABaselineIsNotWantedAnyMore() throws IOException {
        begin(Map.of());
        checkpoint(2);
        run.writeStatus(status(Status.State.FINISHED));
        assertEquals(Rerun.FINISHED, run.compare(configuration(Map.of("baseline", false))));
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
                run.compare(configuration(Map.of("data.options", options("correct horse")))));
        var text = Files.readString(root.resolve("run.json"));
        assertFalse(text.contains("hunter2"), text);
        assertTrue(text.contains("jdbc:x://host/db?user=***&password=***&ssl=true"), text);
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
                                        Map.of(
                                                "apiKey",
                                                "b",
                                                "url",
                                                "x://u:b@h/db",
                                                "sep",
                                                ";")))));
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

    @Test
    void checkpointsWithoutRunJsonAreNotDeletedSilently() throws IOException {
        checkpoint(2);
        var e =
                assertThrows(
                        CorruptFileException.class, () -> run.compare(configuration(Map.of())));
        assertTrue(e.getMessage().contains("no run.json"), e.getMessage());
    }

    @Test
    void clearingLeavesLockAndForeignFiles() throws IOException {
        begin(Map.of());
        checkpoint(2);
        run.writeStatus(status(Status.State.FINISHED));
        run.writeSummary(Map.of("epochs", 1));
        run.writeMetrics(1, List.of(Map.of("round", 1)));
        Files.writeString(root.resolve("lock.json"), "{}");
        Files.writeString(root.resolve("notes.txt"), "mine");
        run.clear();
        assertEquals(
                List.of("lock.json", "notes.txt"),
                TestFiles.filesOf(root).stream().map(p -> p.getFileName().toString()).toList());
    }

    @Test
    void everythingIsReadAsItWasWritten() throws IOException {
        var written =
                new RunDirectory.Run(
                        configuration(Map.of()),
                        1,
                        "f00d",
                        Map.of("unroll", "0.1.0"),
                        Map.of("input.embedding", Map.of("words", 7L)));
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
        run.deleteMetricsAfter(1);
        assertEquals(1, TestFiles.filesOf(root.resolve("metrics")).size());
    }

    private String assertRefused(Map<String, Object> changes, String... parts) {
        var e =
                assertThrows(
                        ConfigurationException.class, () -> run.compare(configuration(changes)));
        for (var part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        return e.getMessage();
    }

    private void begin(Map<String, Object> changes) throws IOException {
        run.writeRun(new RunDirectory.Run(configuration(changes), 1, "f00d", Map.of(), Map.of()));
    }

    private void checkpoint(int round) throws IOException {
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
