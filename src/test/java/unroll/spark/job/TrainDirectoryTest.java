package unroll.spark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.cli.Commands;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.spark.LocalSession;
import unroll.task.registry.Tasks;

/** What training does to its directory, and what it leaves alone. */
final class TrainDirectoryTest {
    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            lines.add(
                    "{\"text\": \"%s w%d\", \"label\": %d}"
                            .formatted(i % 2 == 0 ? "good" : "bad", i, i % 2));
        }
        lines.add("{\"text\": \"\", \"label\": 1}");
        Files.write(folder.resolve("train.json"), lines);
        Files.writeString(folder.resolve("file"), "mine");
    }

    /** Says something to a stream that acts on it. */
    private interface Ear {
        void hear(String line) throws IOException;
    }

    private String train(boolean fresh, String... overrides) throws IOException {
        return train(fresh, line -> {}, overrides);
    }

    private String train(boolean fresh, Ear ear, String... overrides) throws IOException {
        var yaml =
                """
                run: {dir: %1$s/run}
                data: {train: {format: json, path: %1$s/train.json}, validation: 0.2, shards: 1, maxRejected: 0.1}
                text: {minCount: 1}
                model: {embedding: 4, layers: [{cell: lstm, size: 4}]}
                training: {epochs: 2, batch: 8}
                baseline: false
                """
                        .formatted(folder);
        var conf = Tasks.reader().read(yaml, "test", List.of(overrides));
        var bytes = new ByteArrayOutputStream();
        var out =
                new PrintStream(bytes, true, UTF_8) {
                    @Override
                    public void println(String line) {
                        super.println(line);
                        try {
                            ear.hear(line);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                };
        LocalSession.open(1); // closed by the job
        Commands.train(conf, fresh, "", out);
        return bytes.toString(UTF_8);
    }

    private Map<String, String> files() throws IOException {
        var all = new TreeMap<String, String>();
        try (var files = Files.walk(folder.resolve("run"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.put(
                        folder.relativize(file).toString(),
                        Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    @Test
    void aFolderOfSomebodyElseIsNotTouched() throws IOException {
        for (var name : List.of("model/thesis.docx", "metrics/x", "rejected/x", "report.txt")) {
            Files.createDirectories(folder.resolve("run").resolve(name).getParent());
            Files.writeString(folder.resolve("run").resolve(name), "mine");
        }
        var before = files();
        for (boolean fresh : new boolean[] {false, true}) {
            var refused =
                    assertThrows(
                            ConfigurationException.class,
                            () -> train(fresh, "data.train.path=/nonexistent"));
            assertTrue(refused.getMessage().contains("holds metrics, model, rejected and 1 more"));
            assertEquals(before, files());
        }
    }

    @Test
    void theOldRunStaysWholeUntilTheNewOneHasACheckpoint() throws IOException {
        train(false);
        Files.writeString(folder.resolve("run/model/thesis.docx"), "mine");
        var before = files();
        assertThrows(
                DataException.class, () -> train(true, "data.train.path=" + folder + "/absent"));
        assertEquals(before, files());
        var bad = assertThrows(DataException.class, () -> train(true, "data.maxRejected=0"));
        var rejected = folder.resolve("run/replacement/rejected/train");
        assertTrue(bad.getMessage().contains("they are in " + rejected), bad.getMessage());
        assertTrue(Files.isDirectory(rejected));
        var kept = files();
        kept.keySet().removeIf(name -> name.startsWith("run/replacement/"));
        assertEquals(before, kept);

        var hadoop = new Configuration();
        var seeds = new ArrayList<Long>();
        train(
                true,
                line -> {
                    // The old model scores until the new one is there.
                    var run = folder.resolve("run").toString();
                    seeds.add(Models.open(run, hadoop).conf().run().seed());
                },
                "run.seed=5");
        assertTrue(seeds.contains(1L), seeds.toString());
        assertEquals(5, Models.open(folder.resolve("run").toString(), hadoop).conf().run().seed());
        var after = files();
        assertFalse(Files.exists(folder.resolve("run/replacement")));
        assertTrue(after.containsKey("run/checkpoints/round-00002/manifest.json"));
        assertNotEquals(before.get("run/run.json"), after.get("run/run.json"));
        assertEquals(before.get("run/model/thesis.docx"), after.get("run/model/thesis.docx"));
        assertTrue(train(false, "run.seed=5").contains("holds this run, finished"));
        assertEquals(after, files());
    }

    /** The same bits as a run that begins in an empty directory. */
    @Test
    void aRunThatReplacesAnotherIsTheRunThatItWouldHaveBeenAlone() throws IOException {
        train(false, "run.seed=5");
        var alone = Files.readAllBytes(folder.resolve("run/model/parameters.safetensors"));
        train(true, "run.seed=6");
        var out = train(true, "run.seed=5");
        assertFalse(out.contains("resumes from"), out);
        assertEquals(
                Arrays.toString(alone),
                Arrays.toString(
                        Files.readAllBytes(folder.resolve("run/model/parameters.safetensors"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch 1:", "epoch 2:"})
    void aDirectoryThatIsDeletedInMidRunIsSaidAndWrittenAgain(String when) throws IOException {
        var run = folder.resolve("run");
        var out =
                train(
                        false,
                        line -> {
                            if (line.startsWith(when)) {
                                delete(run);
                            }
                        });
        assertTrue(out.contains("warning: " + run + " was deleted"), out);
        for (var name : List.of("run.json", "status.json", "summary.json")) {
            assertTrue(Files.isRegularFile(run.resolve(name)), name);
        }
        Models.open(run.toString(), new Configuration());
        assertTrue(train(false).contains("holds this run, finished"));
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'' | expected a path, got an empty one",
                "FOLDER/file | is a file, expected a directory",
                "FOLDER/file/x | file/x/lock.json: not a directory",
                "/ | is the root of a file system",
                "HOME | is a home directory",
                "10:30 | what comes before the colon is read as the scheme",
                "foo://x | no file system for such paths",
                "/proc/x | cannot write to /proc/x/lock.json: ",
                "FOLDER/LONG | ile name too long",
            })
    void aDirectoryThatCannotBeIsNamedWithItsReason(String given) throws IOException {
        int bar = given.indexOf(" | ");
        var path =
                given.substring(0, bar)
                        .replace("FOLDER", folder.toString())
                        .replace("HOME", System.getProperty("user.home"))
                        .replace("LONG", "x".repeat(300));
        var refused =
                assertThrows(ConfigurationException.class, () -> train(false, "run.dir=" + path));
        assertTrue(refused.getMessage().startsWith("run.dir: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(given.substring(bar + 3)), refused.getMessage());
    }
}
