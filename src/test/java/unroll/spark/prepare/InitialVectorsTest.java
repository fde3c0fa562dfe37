package unroll.spark.prepare;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.conf.ConfigurationException;
import unroll.conf.KernelChoice;
import unroll.data.DataException;
import unroll.io.LocalStore;
import unroll.io.model.ModelDirectory;
import unroll.spark.LocalSession;
import unroll.spark.job.Models;
import unroll.task.Scorer;
import unroll.task.classify.Classify;
import unroll.task.registry.Tasks;

/** Runs whose word vectors do not start at random. */
final class InitialVectorsTest {
    @TempDir Path folder;
    private int cores = 2;

    /** Of 40 texts each has 3 words: good or bad, film, and one that is rare. */
    @BeforeEach
    void write() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            lines.add(
                    "{\"text\": \"%s film w%d\", \"label\": %d}"
                            .formatted(i % 2 == 0 ? "good" : "bad", i % 5, i % 2));
        }
        Files.write(folder.resolve("train.json"), lines);
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("v.gz")))) {
            out.write("film 3 4\nelse 5 6\ngood 1 2\ngood 9 9\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private String train(String run, String... overrides) throws IOException {
        var yaml =
                """
                run: {dir: %1$s/%2$s, seed: 3}
                data: {train: {format: json, path: %1$s/train.json}, validation: 0, shards: 2}
                text: {minCount: 1, unknownBuckets: 2}
                model:
                  inputs: [{kind: words, width: 2, vectors: {source: file, path: %1$s/v.gz, tune: never}}]
                  layers: [{size: 4}]
                training: {epochs: 1, batch: 8, batchTokens: 400}
                baseline: false
                """
                        .formatted(folder, run);
        var conf = Tasks.reader().read(yaml, "test", List.of(overrides));
        var out = new ByteArrayOutputStream();
        LocalSession.open(cores); // closed by the job
        Commands.train(conf, false, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    /** A parameter of the trained model. */
    private float[] parameter(String run, String name) throws IOException {
        var directory =
                ModelDirectory.open(new LocalStore(), folder.resolve(run + "/model").toString());
        var conf = Tasks.reader().ofTree(directory.model().configuration());
        var words = directory.model().vocabulary();
        var layout =
                Classify.network(
                                conf.model(),
                                words.size() + 2,
                                new float[] {1, 1},
                                0,
                                KernelChoice.SCALAR)
                        .layout();
        var slice = layout.slice(name);
        return Arrays.copyOfRange(directory.parameters(layout), slice.offset(), slice.end());
    }

    /** A known word's vector in the trained model. */
    private float[] vector(String run, String word) throws IOException {
        var words =
                ModelDirectory.open(new LocalStore(), folder.resolve(run + "/model").toString())
                        .model()
                        .vocabulary();
        var table = parameter(run, "input.embedding");
        int width = table.length / (words.size() + 2);
        int from = (2 + words.indexOf(word)) * width;
        return Arrays.copyOfRange(table, from, from + width);
    }

    private byte[] parameters(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run + "/model/parameters.safetensors"));
    }

    @Test
    void frozenVectorsOfAFileAreInTheModelAndTheirShareIsTold() throws IOException {
        var out = train("run");
        assertTrue(out.contains("covers 2 words of the vocabulary (25.0 %) and 50.0 %"), out);
        for (var file : List.of("run/run.json", "run/summary.json")) {
            var told = json(file).path("vectors").path("input.embedding");
            assertEquals(2, told.path("words").asInt(), told.toString());
            assertEquals(0.25, told.path("shareOfWords").asDouble());
            assertEquals(0.5, told.path("shareOfTokens").asDouble());
            assertEquals(4, told.path("lines").asInt());
            assertEquals(1, told.path("duplicates").asInt());
        }
        assertArrayEquals(new float[] {1, 2}, vector("run", "good"));
        assertArrayEquals(new float[] {3, 4}, vector("run", "film"));
        train("averaged", "training.averaging={name: ema}"); // the average begins with them too
        assertArrayEquals(new float[] {3, 4}, vector("averaged", "film"));
    }

    @Test
    void aFileOfVectorsOnAFileSystemThatSparkHasNotIsRefused() {
        var vectors =
                "model.inputs=[{width: 2, vectors: {source: file, path: 's3a://key:secret@b/v'}}]";
        var refused = assertThrows(ConfigurationException.class, () -> train("run", vectors));
        assertTrue(
                refused.getMessage().startsWith("model.inputs[0].vectors.path: cannot use s3a://"),
                refused.getMessage());
    }

    @Test
    void goingOnAndScoringDoNotNeedTheFile() throws IOException {
        var tuned =
                "model.inputs=[{width: 2, vectors: {source: file, path: %s/v.gz, tune: 1}}]"
                        .formatted(folder);
        train("whole", tuned, "training.epochs=3");
        train("run", tuned);
        assertArrayEquals(new float[] {3, 4}, vector("run", "film"));
        Files.delete(folder.resolve("v.gz"));
        train("run", tuned, "training.epochs=3");
        assertArrayEquals(parameters("whole"), parameters("run"));
        assertFalse(Arrays.equals(new float[] {3, 4}, vector("run", "film")));
        assertEquals(2, json("run/summary.json").at("/vectors/input.embedding/words").asInt());
        var scored =
                new Scorer(
                        Models.open(folder.resolve("run").toString(), new Configuration())
                                .trained());
        assertEquals(1, scored.score(List.of(scored.encode(List.of("good", "film")))).size());
        Files.delete(folder.resolve("train.json"));
        var refused = assertThrows(DataException.class, () -> train("other"));
        assertTrue(
                refused.getMessage().startsWith("model.inputs[0].vectors.path"),
                refused.getMessage());
    }

    @Test
    void wordsAreCountedWhereVectorsAreNormalised() throws IOException {
        var normalized = "model.inputs=[{width: 3, normalize: true}]";
        var frequent = "text.minCount=9";
        train("whole", normalized, frequent, "training.epochs=2");
        assertArrayEquals(
                new float[] {20, 20, 40, 20, 20}, parameter("whole", "input.embedding.counts"));
        cores = 1;
        train("run", normalized, frequent);
        cores = 3;
        train("run", normalized, frequent, "training.epochs=2");
        assertArrayEquals(parameters("whole"), parameters("run"));
    }

    @Test
    void vectorsLearntFromTheTrainingSetDependOnDataAndSeedOnly() throws IOException {
        var learnt =
                "model.inputs=[{width: 3, vectors: {source: word2vec, iterations: 2, tune: never}}]";
        cores = 1;
        var out = train("run", learnt);
        assertTrue(out.contains("Word2Vec covers 8 words of the vocabulary (100.0 %)"), out);
        assertEquals(8, json("run/run.json").at("/vectors/input.embedding/words").asInt());
        assertFalse(Arrays.equals(vector("run", "good"), vector("run", "bad")));
        cores = 3;
        train("again", learnt);
        assertArrayEquals(parameters("run"), parameters("again"));
        train("other", learnt, "run.seed=4");
        assertFalse(Arrays.equals(vector("run", "good"), vector("other", "good")));
    }

    /** Words that letters alone tell apart are one unknown word for the vectors. */
    @Test
    void vectorsAreLearntBesideLetters() throws IOException {
        var inputs =
                "model.inputs=[{kind: letters, width: 2},"
                        + " {width: 3, vectors: {source: word2vec, iterations: 2}}]";
        var out = train("run", inputs, "text.vocabulary=4");
        assertTrue(out.contains("Word2Vec covers 4 words of the vocabulary (100.0 %)"), out);
    }

    @Test
    void aFileOfAnotherWidthIsRefusedByItsLine() throws IOException {
        Files.writeString(folder.resolve("wide.txt"), "film 1 2 3\n");
        var refused =
                assertThrows(
                        DataException.class,
                        () ->
                                train(
                                        "run",
                                        "model.inputs=[{width: 2, vectors: {source: file, path: %s/wide.txt}}]"
                                                .formatted(folder)));
        assertTrue(refused.getMessage().contains("wide.txt:1: "), refused.getMessage());
        assertEquals(3, json("run/status.json").path("exitCode").asInt());
    }
}
