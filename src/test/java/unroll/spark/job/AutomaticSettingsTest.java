package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.conf.ConfigurationException;
import unroll.spark.LocalSession;
import unroll.task.registry.Tasks;

/** Shards and rounds of a run that says nothing of them, and what is told of small data. */
final class AutomaticSettingsTest {
    private static final String YAML =
            """
            run: {dir: DIR/run}
            data:
              train: {format: json, path: DIR/train.json}
              validation: {path: DIR/train.json}
            model: {embedding: 4, layers: [{size: 4}]}
            training: {epochs: 1, batch: 4}
            baseline: false
            """;

    @TempDir Path folder;

    private String train(int cores, String... overrides) throws IOException {
        var conf =
                Tasks.reader()
                        .read(YAML.replace("DIR", folder.toString()), "test", List.of(overrides));
        var out = new ByteArrayOutputStream();
        LocalSession.open(cores); // closed by the job
        Commands.train(conf, false, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void write() throws IOException {
        var lines = new ArrayList<String>();
        for (int label = 1; label <= 7; label++) {
            for (int i = 0; i < label; i++) {
                lines.add(
                        "{\"text\": \"a text %d %d\", \"label\": \"l%d\"}"
                                .formatted(label, i, label));
            }
        }
        lines.add("{\"text\": \"a text\", \"label\": \"l7\\u001b[31m\"}");
        Files.write(folder.resolve("train.json"), lines);
    }

    @Test
    void areChosenByTheNumberOfExamplesAndKept() throws IOException {
        write();
        var out = train(2);
        assertTrue(
                out.contains(
                        "data.shards 1, sync.every 20: chosen for 8 batches of training.batch 4 in an epoch"),
                out);
        assertFalse(out.contains("idle") || out.contains("hint"), out);
        for (var file : List.of("run/run.json", "run/model/model.json")) {
            var conf =
                    new ObjectMapper()
                            .readTree(folder.resolve(file).toFile())
                            .path("configuration");
            assertEquals(1, conf.at("/data/shards").asInt(), file);
            assertEquals(20, conf.at("/sync/every").asInt(), file);
        }
        var summary = new ObjectMapper().readTree(folder.resolve("run/summary.json").toFile());
        assertEquals(1, summary.path("data.shards").asInt());
        assertEquals(20, summary.path("sync.every").asInt());

        assertTrue(train(1).contains("Nothing to do"));
        assertTrue(train(1, "data.shards=1", "sync.every=20").contains("Nothing to do"));
        out = train(1, "data.maxRejected=0.5");
        assertTrue(
                out.contains(
                        "the model keeps data.maxRejected 0.01: evaluate and predict take --set data.maxRejected=0.5"),
                out);
        out = train(1, "training.epochs=2");
        assertTrue(out.contains("data.shards 1, sync.every 20: as this run began"), out);
        assertTrue(out.contains("Trained 1 epoch (2 in all)"), out);
        var refused = assertThrows(ConfigurationException.class, () -> train(1, "data.shards=2"));
        assertTrue(refused.getMessage().contains("data.shards was 1, is now 2"));
    }

    @Test
    void shardsThatAgreeOnceAnEpochAreHintedAt() throws IOException {
        write();
        var out = train(3, "data.shards=2", "training.epochs=2");
        assertEquals(
                out.indexOf("hint: shards are averaged only once per epoch"),
                out.lastIndexOf("hint:"),
                out);
        assertTrue(out.contains("hint: shards are averaged only once per epoch"), out);
        assertTrue(out.contains("3 cores, but data.shards is 2: 1 core stays idle"), out);
        assertFalse(
                train(
                                1,
                                "data.shards=2",
                                "training.epochs=3",
                                "run.dir=" + folder + "/b",
                                "sync.every=1")
                        .contains("hint"));
    }

    @Test
    void labelsAreCounted() throws IOException {
        write();
        var out = train(1);
        assertTrue(out.contains("classes  l7 7, l6 6, l5 5, l4 4, l3 3, and 3 more\n"), out);
        Files.write(
                folder.resolve("train.json"),
                List.of(
                        "{\"text\": \"a text\", \"label\": \"a\\u001b[31m\"}",
                        "{\"text\": \"a text\", \"label\": \"b\"}"));
        out = train(1, "run.dir=" + folder + "/b");
        assertTrue(out.contains("classes  a\\u001b[31m 1, b 1\n"), out);
        assertTrue(out.contains("1 shard of 4 tokens\n"), out);
    }
}
