package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.io.CorruptFileException;
import unroll.spark.LocalSession;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;

/** Runs that begin with the parameters of another model. */
final class StartingModelTest {
    private static final String LANGUAGE =
            """
            task: language
            run: {dir: DIR/language, seed: 3}
            data: {train: {format: text, path: DIR/plain.txt, text: value}, validation: 0.1, shards: 1}
            text: {minCount: 1, unknownBuckets: 2}
            model: {embedding: 6, layers: [{size: 5}]}
            training: {epochs: 1, batch: 4, optimizer: {rate: 0.02}}
            bptt: {steps: 8, warm: 8}
            """;
    private static final String CLASSIFIER =
            """
            run: {dir: DIR/RUN, seed: 3}
            data: {train: {format: json, path: DIR/train.json}, validation: 0, shards: 2}
            text: {minCount: 2, unknownBuckets: 2}
            model: {embedding: 6, layers: [{size: 5}]}
            training: {epochs: 1, batch: 8, batchTokens: 400}
            baseline: false
            """;

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        writeTexts("train", "good", "bad", "film");
        var lines = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            lines.add("a %s book w%d".formatted(i % 2 == 0 ? "good" : "bad", i % 20));
        }
        Files.write(folder.resolve("plain.txt"), lines);
    }

    private void writeTexts(String name, String one, String other, String all) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            lines.add(
                    "{\"text\": \"%s %s w%d\", \"label\": %d}"
                            .formatted(i % 2 == 0 ? one : other, all, i, i % 2));
        }
        Files.write(folder.resolve(name + ".json"), lines);
    }

    private String train(int cores, String yaml, String run, String... settings)
            throws IOException {
        var filled = yaml.replace("DIR", folder.toString()).replace("RUN", run);
        var conf = Tasks.reader().read(filled, "test", List.of(settings));
        var out = new ByteArrayOutputStream();
        LocalSession.open(cores); // closed by the job
        Commands.train(conf, false, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private String from(String run) {
        return "model.from=" + folder.resolve(run);
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    private byte[] parameters(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run + "/model/parameters.safetensors"));
    }

    private TrainedModel model(String run) throws IOException {
        return Models.open(folder.resolve(run).toString(), new Configuration()).trained();
    }

    private static float[] vector(TrainedModel model, String word) {
        var slice = model.task().network().layout().slice("input.embedding");
        int from = slice.offset() + model.codec().vocabulary().id(word) * slice.rowSize();
        return Arrays.copyOfRange(model.theta(), from, from + slice.rowSize());
    }

    private static float[] of(TrainedModel model, String parameter) {
        var slice = model.task().network().layout().slice(parameter);
        return Arrays.copyOfRange(model.theta(), slice.offset(), slice.end());
    }

    @Test
    void aClassifierBeginsWithALanguageModel() throws IOException {
        train(2, LANGUAGE, "language");
        var out =
                train(
                        2,
                        CLASSIFIER,
                        "run",
                        from("language"),
                        "model.layers=[{size: 5, bidirectional: true}]",
                        "training.optimizer.groups=[{parameters: input.*, rate: 0}, {parameters: encoder.*, rate: 0}]");
        assertTrue(
                out.contains(
                        "from %s/language: taken input.embedding [28, 6], encoder.l0.forward (wx [20, 6], wh [20, 5], b [20]); 25 of 26 words have their rows"
                                .formatted(folder)),
                out);
        assertTrue(out.contains("/language: new encoder.l0.backward (wx [20, 6]"), out);
        assertTrue(out.contains("/language: left head (w [27, 5], b [27])"), out);
        assertTrue(
                out.contains("vocabulary: 25 words of the model, 1 more of the training set"), out);
        var language = model("language");
        var classifier = model("run");
        // Frozen rows have the old bits: of words of both, and of one that no training text has.
        for (var word : List.of("good", "w7", "book")) {
            assertArrayEquals(vector(language, word), vector(classifier, word), word);
        }
        assertArrayEquals(
                of(language, "encoder.l0.forward.wh"), of(classifier, "encoder.l0.forward.wh"));
        assertTrue(classifier.codec().vocabulary().words().contains("film"));
        assertFalse(classifier.codec().vocabulary().words().contains("w30"), "too rare");
        var told = json("run/run.json").path("from");
        assertEquals(folder.resolve("language").toString(), told.path("path").asText());
        assertEquals("language", told.path("task").asText());
        assertEquals(64, told.path("parametersSha256").asText().length());
        assertEquals(25, told.path("words").asInt());
        assertEquals("[28, 6]", told.path("taken").path("input.embedding").asText());
        assertEquals("[2, 10]", told.path("new").path("head.w").asText());
        assertEquals("[27, 5]", told.path("left").path("head.w").asText());
        assertEquals(told, json("run/summary.json").path("from"));
        assertEquals(told, json("run/model/model.json").path("provenance").path("from"));
    }

    @Test
    void resumingDoesNotNeedTheOldModelAndCoresDoNotShow() throws IOException {
        train(2, CLASSIFIER, "old", "run.seed=8");
        // The words of the training set change places, and there are others.
        writeTexts("train", "bad", "fine", "good");
        train(1, CLASSIFIER, "whole", from("old"), "training.epochs=3");
        train(2, CLASSIFIER, "run", from("old"));
        var old = model("old").codec().vocabulary().words();
        var words = model("run").codec().vocabulary().words();
        assertTrue(words.containsAll(old) && words.size() == old.size() + 1, words.toString());
        Files.move(folder.resolve("old"), folder.resolve("moved"));
        train(2, CLASSIFIER, "run", from("old"), "training.epochs=3");
        assertArrayEquals(parameters("whole"), parameters("run"));
        assertEquals(
                words, model("run").codec().vocabulary().words(), "the vocabulary stays as it was");

        var other =
                assertThrows(
                        ConfigurationException.class,
                        () -> train(2, CLASSIFIER, "run", from("moved"), "training.epochs=3"));
        assertTrue(other.getMessage().contains("model.from was "), other.getMessage());
        var absent =
                assertThrows(
                        FileNotFoundException.class,
                        () -> train(2, CLASSIFIER, "next", from("old")));
        assertTrue(
                absent.getMessage().startsWith("model.from: " + folder + "/old holds no model"),
                absent.getMessage());
    }

    @Test
    void withoutACheckpointTheRunBeginsAgainWithTheSameModelOnly() throws IOException {
        train(2, CLASSIFIER, "old");
        train(2, CLASSIFIER, "other", "run.seed=4");
        train(2, CLASSIFIER, "run", from("old"));
        var once = parameters("run");
        for (var again : List.of("old", "other")) {
            for (var number : List.of("0", "1", "2")) {
                var round = folder.resolve("run/checkpoints/round-0000" + number);
                Files.deleteIfExists(round.resolve("theta.safetensors"));
            }
            Files.delete(folder.resolve("run/status.json"));
            if (again.equals("old")) {
                train(2, CLASSIFIER, "run", from("old"));
                assertArrayEquals(once, parameters("run"));
                continue;
            }
            Files.move(folder.resolve("old"), folder.resolve("moved"));
            Files.move(folder.resolve("other"), folder.resolve("old"));
            var refused =
                    assertThrows(
                            DataException.class, () -> train(2, CLASSIFIER, "run", from("old")));
            assertTrue(refused.getMessage().contains("another model"), refused.getMessage());
        }
    }

    @Test
    void aFullVocabularyKeepsTheWordsOfTheModel() throws IOException {
        train(2, CLASSIFIER, "old");
        writeTexts("train", "bad", "fine", "good");
        var out = train(2, CLASSIFIER, "run", from("old"), "text.vocabulary=3");
        assertEquals(
                List.of("good", "bad", "film"), model("run").codec().vocabulary().words(), out);
        assertTrue(out.contains("it is full: raise text.vocabulary for more"), out);
    }

    @Test
    void aModelThatDoesNotFitIsRefusedWithTheReason() throws IOException {
        train(2, CLASSIFIER, "old");
        var text =
                assertThrows(
                        ConfigurationException.class,
                        () ->
                                train(
                                        2,
                                        CLASSIFIER,
                                        "run",
                                        from("old"),
                                        "text.lowercase=false",
                                        "text.tokenizer=whitespace"));
        assertEquals(2, text.getMessage().lines().count());
        assertTrue(
                text.getMessage().startsWith("text.tokenizer: expected standard as in "),
                text.getMessage());
        assertTrue(text.getMessage().contains("text.lowercase: expected true"));

        var nothing =
                assertThrows(
                        ConfigurationException.class,
                        () ->
                                train(
                                        2,
                                        CLASSIFIER,
                                        "run",
                                        from("old"),
                                        "model.embedding=7",
                                        "model.layers=[{cell: gru, size: 4}]",
                                        "data.train.label=text"));
        assertTrue(
                nothing.getMessage().startsWith("model.from: expected a model with layers of"),
                nothing.getMessage());

        var itself =
                assertThrows(
                        ConfigurationException.class,
                        () -> train(2, CLASSIFIER, "old", from("old/model")));
        assertTrue(
                itself.getMessage().startsWith("run.dir: expected a place apart from model.from"),
                itself.getMessage());

        var file = folder.resolve("old/model/parameters.safetensors");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThrows(CorruptFileException.class, () -> train(2, CLASSIFIER, "run", from("old")));
        assertEquals(3, json("run/status.json").path("exitCode").asInt());
    }
}
