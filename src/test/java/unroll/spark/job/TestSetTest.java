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
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.cli.Commands;
import unroll.data.DataException;
import unroll.spark.LocalSession;
import unroll.task.registry.Tasks;

/** A wrong test source costs no training, and another one only another measurement. */
final class TestSetTest {
    private static final List<String> REVIEWS =
            List.of(
                    "{\"review\": \"a great film\", \"stars\": \"good\"}",
                    "{\"review\": \"a dull film\", \"stars\": \"bad\"}",
                    "{\"review\": \"great actors\", \"stars\": \"good\"}",
                    "{\"review\": \"dull actors\", \"stars\": \"bad\"}");

    @TempDir Path folder;

    private String train(String yaml, OutputStream out, String... overrides) throws IOException {
        var conf =
                Tasks.reader()
                        .read(yaml.replace("DIR", folder.toString()), "test", List.of(overrides));
        LocalSession.open(2); // closed by the job
        Commands.train(conf, false, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString();
    }

    private String train(String yaml, String... overrides) throws IOException {
        return train(yaml, new ByteArrayOutputStream(), overrides);
    }

    private static String yaml(String task, String columns, String more) {
        return """
               task: %s
               run: {dir: DIR/run}
               data:
                 train: {format: json, path: DIR/train.json, %s}
                 test: {path: DIR/test.json}
                 validation: 0
                 shards: 1
               text: {minCount: 1}
               model: {%slayers: [{cell: lstm, size: 4}]}
               training: {epochs: 2, batch: 2}
               bptt: {steps: %s}
               """
                .formatted(task, columns, more, task.equals("language") ? 5 : "full");
    }

    private static final String CLASSIFY =
            yaml("classify", "text: review, label: stars", "embedding: 4, ");

    private void write(String name, List<String> lines) throws IOException {
        Files.write(folder.resolve(name + ".json"), lines);
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("run/" + file).toFile());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "classify | text: t, label: l | {'t': 'a b', 'l': '0'}; {'t': 'a c', 'l': '1'} | {'t': 'a b', 'l': 'NO'} | label not in the training set",
                "forecast | sequence: s, target: l | {'s': [1, 2], 'l': 1} | {'s': [1, 2]} | data.test.target",
                "forecast | sequence: s, target: l | {'s': [1, 2], 'l': 1} | {'s': [1, null], 'l': 1} | NaN or infinite",
                "forecast | sequence: s | {'s': [1, 2, 3]} | {'s': [1]} | only one step, so there is no next step to predict",
                "language | text: t | {'t': 'a b'} | {'x': 'a b'} | data.test.text",
                "transcribe | sequence: s, label: l | {'s': [1, 2], 'l': ['a']} | {'s': [1, 2], 'l': ['b']} | label not in the training set",
            })
    void aMistakeInItShowsBeforeTraining(
            String task, String columns, String train, String test, String message)
            throws IOException {
        write("train", List.of(train.replace('\'', '"').split(";")));
        write("test", List.of(test.replace('\'', '"')));
        var refused =
                assertThrows(
                        DataException.class,
                        () -> train(yaml(task, columns, ""), "baseline=false"));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertFalse(Files.exists(folder.resolve("run/checkpoints")));
        boolean rows = !message.startsWith("data.test");
        assertEquals(rows, Files.exists(folder.resolve("run/rejected/test")), "rows are written");
    }

    @Test
    void anotherTestSourceIsOnlyMeasured() throws IOException {
        write("train", REVIEWS);
        write("test", REVIEWS.subList(0, 2));
        var other =
                List.of(
                        "{\"t\": \"great\", \"l\": \"good\"}",
                        "{\"t\": \"dull\", \"l\": \"good\"}",
                        "{\"t\": \"\", \"l\": \"good\"}");
        write("other", other);
        train(CLASSIFY, "training.optimizer.rate=0.1", "training.epochs=12", "baseline=false");
        var parameters = Files.readAllBytes(folder.resolve("run/model/parameters.safetensors"));
        assertEquals(1.0, json("summary.json").path("test.accuracy").asDouble());

        var changed =
                List.of(
                                "training.optimizer.rate=0.1",
                                "training.epochs=12",
                                "data.test={path: DIR/other.json, text: t, label: l}"
                                        .replace("DIR", folder.toString()))
                        .toArray(new String[0]);
        var refused = assertThrows(DataException.class, () -> train(CLASSIFY, changed));
        assertTrue(refused.getMessage().contains("1 of 3 rows are bad"), refused.getMessage());
        assertEquals("finished", json("status.json").path("state").asText());

        Files.write(folder.resolve("other.json"), other.subList(0, 2));
        var out = train(CLASSIFY, changed);
        assertTrue(out.contains("nothing was trained"), out);
        assertTrue(out.contains("bag of n-grams"), out);
        var summary = json("summary.json");
        assertEquals(0.5, summary.path("test.accuracy").asDouble());
        assertTrue(summary.path("baseline.accuracy").isNumber(), summary.toString());
        assertEquals(12, summary.path("epochs").asInt());
        assertEquals("t", json("run.json").at("/configuration/data/test/text").asText());
        assertEquals("finished", json("status.json").path("state").asText());
        assertArrayEquals(
                parameters, Files.readAllBytes(folder.resolve("run/model/parameters.safetensors")));

        Files.delete(folder.resolve("other.json"));
        out = train(CLASSIFY, changed);
        assertTrue(out.contains("Nothing to do"), out);
    }

    @Test
    void aTestSourceThatVanishesInMidRunLosesNoTraining() throws IOException {
        write("train", REVIEWS);
        write("test", REVIEWS);
        var validation = "data.validation={path: %s/train.json}".formatted(folder);
        var vanishing =
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        super.write(bytes, offset, length);
                        if (toString(StandardCharsets.UTF_8).contains("epoch 2")) {
                            folder.resolve("test.json").toFile().delete();
                        }
                    }
                };
        var failed =
                assertThrows(
                        DataException.class,
                        () -> train(CLASSIFY, vanishing, validation, "baseline=false"));
        assertTrue(failed.getMessage().contains("Training is done"), failed.getMessage());
        assertTrue(json("summary.json").path("validation.accuracy").isNumber());
        assertTrue(Files.exists(folder.resolve("run/model/parameters.safetensors")));

        write("test", REVIEWS);
        train(CLASSIFY, validation, "baseline=false");
        assertTrue(json("summary.json").path("test.accuracy").isNumber());
    }
}
