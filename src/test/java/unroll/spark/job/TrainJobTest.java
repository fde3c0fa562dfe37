package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.spark.LocalSession;
import unroll.task.registry.Tasks;

final class TrainJobTest {
    @TempDir Path folder;
    private String submission = "submission 1";

    @BeforeEach
    void write() throws IOException {
        write("train", 200, 1);
        write("test", 40, 2);
    }

    /**
     * The label says which of two words comes first, so that a bag of single words knows nothing.
     */
    private void write(String part, int count, int seed) throws IOException {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            boolean first = random.nextBoolean();
            lines.add(
                    "{\"text\": \"%s w%d x%d %s\", \"label\": %d}"
                            .formatted(
                                    first ? "good" : "bad",
                                    random.nextInt(9),
                                    random.nextInt(9),
                                    first ? "bad" : "good",
                                    first ? 1 : 0));
        }
        lines.add("{\"text\": \"\", \"label\": 1}");
        Files.createDirectories(folder.resolve(part));
        Files.write(folder.resolve(part + "/a.json"), lines);
    }

    private String yaml(String run) {
        return """
        task: classify
        run: {dir: %1$s/%2$s, seed: 3}
        data:
          train: {format: json, path: %1$s/train}
          test: {format: json, path: %1$s/test}
          validation: 0.2
          shards: 2
          maxRejected: 0.1
        text: {vocabulary: 50, minCount: 1, unknownBuckets: 2, maxLength: 20}
        model: {embedding: 8, layers: [{cell: lstm, size: 8}], pooling: last}
        training: {epochs: 3, batch: 8, batchTokens: 400, optimizer: {name: adam, rate: 0.02}}
        sync: {strategy: average, every: 4}
        baseline: true
        """
                .formatted(folder, run);
    }

    private String train(String run, boolean fresh, String... overrides) throws IOException {
        var conf = Tasks.reader().read(yaml(run), "test", List.of(overrides));
        var out = new ByteArrayOutputStream();
        LocalSession.open(2); // closed by the job
        Commands.train(conf, fresh, submission, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    private byte[] parameters(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run + "/model/parameters.safetensors"));
    }

    @Test
    void aRunLeavesEverythingBehindAndKnowsItselfAgain() throws IOException {
        var out = train("run", false);
        var summary = json("run/summary.json");
        for (var key :
                List.of(
                        "test.accuracy",
                        "test.macroF1",
                        "baseline.accuracy",
                        "epochs",
                        "seconds",
                        "tokensPerSecond",
                        "rejectedRows")) {
            assertTrue(summary.path(key).isNumber(), key + " in " + summary);
        }
        assertEquals(3, summary.path("epochs").asInt());
        assertEquals(2, summary.path("rejectedRows").asInt());
        assertTrue(summary.path("test.accuracy").asDouble() > 0.9, summary.toString());
        var status = json("run/status.json");
        assertEquals("finished", status.path("state").asText());
        assertEquals(0, status.path("exitCode").asInt());
        assertEquals("submission 1", status.path("submission").asText());
        for (var line : List.of("bag of n-grams", "network", "predict " + folder + "/run --text")) {
            assertTrue(out.contains(line), out);
        }
        assertFalse(Files.exists(folder.resolve("run/lock.json")));
        for (var line : Files.readAllLines(folder.resolve("run/metrics/epoch-00003.jsonl"))) {
            assertTrue(line.contains("\"loss\":") && line.contains("\"penalty\":"), line);
        }
        assertTrue(Files.isDirectory(folder.resolve("run/rejected/train")));
        var first = parameters("run");

        assertTrue(train("run", false).contains("finished"), "the same command has nothing to do");
        assertArrayEquals(first, parameters("run"));

        submission = "";
        var other =
                assertThrows(ConfigurationException.class, () -> train("run", false, "run.seed=4"));
        assertTrue(other.getMessage().contains("run.seed"), other.getMessage());
        var left = json("run/status.json").path("state").asText();
        assertEquals("finished", left, "a refused command leaves the run as it was");

        train("run", false, "training.epochs=4");
        assertEquals(4, json("run/summary.json").path("epochs").asInt());

        submission = "submission 2";
        write("train", 201, 1);
        var data =
                assertThrows(DataException.class, () -> train("run", false, "training.epochs=4"));
        assertTrue(data.getMessage().contains("fingerprint"), data.getMessage());
        assertEquals("finished", json("run/status.json").path("state").asText());
        var told = json("run/replacement/status.json");
        assertEquals(3, told.path("exitCode").asInt(), "a launcher that waits is told");
        assertEquals("submission 2", told.path("submission").asText());
        train("run", true, "training.epochs=1", "baseline=false");
        assertEquals(1, json("run/summary.json").path("epochs").asInt());
    }

    @Test
    void withoutATestSetTheValidationSetIsMeasured() throws IOException {
        var conf =
                Tasks.reader()
                        .read(
                                yaml("run").replaceAll("(?m)^  test:.*\n", ""),
                                "test",
                                List.of("training.epochs=1"));
        LocalSession.open(2);
        var out = new ByteArrayOutputStream();
        Commands.train(conf, false, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("on the validation set"),
                out.toString(StandardCharsets.UTF_8));
        var summary = json("run/summary.json");
        assertTrue(summary.path("validation.macroF1").isNumber(), summary.toString());
    }

    @Test
    void aMistakeInTheTestSetShowsBeforeTraining() throws IOException {
        var refused =
                assertThrows(
                        DataException.class,
                        () -> train("run", false, "data.test.path=" + folder + "/absent"));
        assertTrue(refused.getMessage().contains("absent"), refused.getMessage());
        var status = json("run/status.json");
        assertEquals("failed", status.path("state").asText());
        assertEquals(3, status.path("exitCode").asInt());
        assertFalse(Files.exists(folder.resolve("run/checkpoints")));
    }

    @Test
    @Tag("slow")
    void sigtermKeepsWhatWasTrainedAndTheSameCommandGoesOnToTheSameBits() throws Exception {
        train("whole", false, "training.epochs=40", "baseline=false");
        var yaml =
                yaml("stopped")
                        .replace("epochs: 3", "epochs: 40")
                        .replace("baseline: true", "baseline: false");
        var file = Files.writeString(folder.resolve("stopped.yaml"), yaml);
        var process = start(file);
        var second = folder.resolve("stopped/metrics/epoch-00002.jsonl");
        for (int i = 0; i < 6000 && process.isAlive() && !Files.exists(second); i++) {
            Thread.sleep(10);
        }
        process.destroy(); // SIGTERM
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(143, process.exitValue(), Files.readString(folder.resolve("output.txt")));
        var status = json("stopped/status.json");
        assertEquals("interrupted", status.path("state").asText());
        assertEquals(143, status.path("exitCode").asInt());
        assertFalse(Files.exists(folder.resolve("stopped/lock.json")), "the lock is given back");
        assertFalse(Files.exists(folder.resolve("stopped/model")), "stopped before the end");
        var again = start(file);
        assertTrue(again.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, again.exitValue(), Files.readString(folder.resolve("output.txt")));
        assertTrue(Files.readString(folder.resolve("output.txt")).contains("resumes from"));
        assertArrayEquals(parameters("whole"), parameters("stopped"));
    }

    @Test
    void theStatusTellsOfAFailureInsideASparkJob() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            Files.copy(folder.resolve("train/a.json"), zip);
        }
        Files.createDirectories(folder.resolve("cut"));
        Files.write(
                folder.resolve("cut/a.json.gz"),
                Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        assertThrows(
                RuntimeException.class,
                () -> train("run", false, "data.train.path=" + folder + "/cut"));
        var status = json("run/status.json");
        assertEquals("failed", status.path("state").asText());
        assertTrue(status.path("exitCode").isInt(), status.toString());
        assertFalse(status.path("message").asText().isEmpty());
    }

    @Test
    @Tag("slow")
    void memoryThatRunsOutInATaskIsToldWithTheSettingToRaise() throws Exception {
        var file = folder.resolve("train/huge.json");
        var word = "word ".repeat(1 << 20);
        try (var writer = Files.newBufferedWriter(file)) {
            writer.write("{\"label\": 1, \"text\": \"");
            for (int i = 0; i < 40; i++) {
                writer.write(word);
            }
            writer.write("\"}\n");
        }
        var process = start(Files.writeString(folder.resolve("huge.yaml"), yaml("huge")), "512m");
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        var output = Files.readString(folder.resolve("output.txt"));
        assertEquals(2, process.exitValue(), output);
        assertTrue(output.contains("spark.driver.memory to 1024m"), output);
        var status = json("huge/status.json");
        assertEquals("failed", status.path("state").asText());
        assertEquals(2, status.path("exitCode").asInt());
    }

    @Test
    void aNetworkThatDoesNotFitIsRefusedBeforeItsParametersExist() {
        var layers = "model.layers=[{cell: lstm, size: 14000}]";
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> train("large", false, "model.embedding=20000", layers));
        assertTrue(refused.getMessage().contains("need at least"), refused.getMessage());
    }

    @Test
    void withoutValidationRowsTheRunIsFinishedWithoutFigures() throws IOException {
        Files.writeString(
                folder.resolve("train/a.json"),
                "{\"text\": \"a b\", \"label\": 1}\n{\"text\": \"c d\", \"label\": 2}\n"
                        .repeat(30));
        var conf =
                Tasks.reader()
                        .read(
                                yaml("run").replaceAll("(?m)^  test:.*\n", ""),
                                "test",
                                List.of("training.epochs=2", "data.validation=0.0001"));
        LocalSession.open(2);
        var out = new ByteArrayOutputStream();
        Commands.train(conf, false, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        var printed = out.toString(StandardCharsets.UTF_8);
        assertTrue(printed.contains("no validation set: no figures"), printed);
        assertTrue(printed.contains("bag of n-grams: none"), printed);
        assertFalse(printed.contains("NaN"), printed);
        for (var file :
                List.of(
                        "summary.json",
                        "metrics/epoch-00002.jsonl",
                        "model/model.json",
                        "status.json")) {
            var text = Files.readString(folder.resolve("run/" + file));
            assertFalse(text.contains("NaN"), text);
        }
        assertEquals("finished", json("run/status.json").path("state").asText());
    }

    @Test
    void aBaselineThatFailsDoesNotFailTheRun() throws IOException {
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 60; i++) {
                lines.add("{\"text\": \"only%d\", \"label\": %d}".formatted(i, i % 2));
            }
            Files.write(folder.resolve(part + "/a.json"), lines);
        }
        var printed = train("run", false, "training.epochs=1");
        assertTrue(printed.contains("bag of n-grams: none, no word"), printed);
        var summary = json("run/summary.json");
        assertTrue(summary.path("test.accuracy").isNumber(), summary.toString());
        assertEquals("finished", json("run/status.json").path("state").asText());
    }

    private Process start(Path yaml) throws IOException {
        return start(yaml, "1g");
    }

    private Process start(Path yaml, String memory) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(
                        argument ->
                                argument.startsWith("--add-") || argument.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx" + memory, "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(TrainProcess.class.getName(), yaml.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }
}
