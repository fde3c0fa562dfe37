package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.spark.LocalSession;
import unroll.task.Scorer;
import unroll.task.registry.Tasks;

/** Runs whose network looks at the letters of words. */
final class LetterInputTest {
    @TempDir Path folder;

    /** The class is in the ending of words of which each occurs once. */
    private void write(String part, int first, int count) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = first; i < first + count; i++) {
            var stem = Integer.toString(7919 * i, 26).replaceAll("[0-9]", "z");
            lines.add(
                    "{\"text\": \"the film %s%s\", \"label\": %d}"
                            .formatted(stem, i % 2 == 0 ? "ful" : "less", i % 2));
        }
        Files.write(folder.resolve(part + ".json"), lines);
    }

    private void train(String run, int cores, String inputs) throws IOException {
        var yaml =
                """
                run: {dir: %1$s/%2$s, seed: 3}
                data:
                  train: {format: json, path: %1$s/train.json}
                  validation: {format: json, path: %1$s/test.json}
                  test: {format: json, path: %1$s/test.json}
                  shards: 2
                text: {minCount: 2, unknownBuckets: 2}
                model: {inputs: %3$s, layers: [{size: 6}], pooling: last}
                training: {calibrate: false, epochs: 15, batch: 8, batchTokens: 400, optimizer: {rate: 0.03}}
                baseline: false
                """
                        .formatted(folder, run, inputs);
        var conf = Tasks.reader().read(yaml, "test", List.of());
        var out = new ByteArrayOutputStream();
        LocalSession.open(cores); // closed by the job
        Commands.train(conf, false, "", new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private double figure(String run, String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(run + "/summary.json").toFile())
                .path(name)
                .asDouble();
    }

    private byte[] parameters(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run + "/model/parameters.safetensors"));
    }

    @Test
    void wordsNeverSeenAreToldByTheirLetters() throws IOException {
        write("train", 0, 150);
        write("test", 150, 60);
        var joined = "[{kind: words, width: 4}, {kind: letters, width: 8, buckets: 500}]";
        train("run", 2, joined);
        assertTrue(figure("run", "test.accuracy") > 0.95, "" + figure("run", "test.accuracy"));
        // Texts, and shards that were encoded on executors: the same words, the same scores.
        assertEquals(figure("run", "validation.loss"), figure("run", "test.logLoss"), 1e-6);

        train("words", 2, "[{kind: words, width: 12}]");
        assertTrue(figure("words", "test.accuracy") < 0.8, "" + figure("words", "test.accuracy"));

        train("again", 3, joined);
        assertArrayEquals(parameters("run"), parameters("again"));

        var model = Models.open(folder.resolve("run").toString(), new Configuration());
        var scorer = new Scorer(model.trained());
        var alone = scorer.score(List.of(scorer.encode(List.of("the", "film", "quirkful")))).get(0);
        var both =
                scorer.score(
                        List.of(
                                scorer.encode(List.of("the", "film", "quirkless")),
                                scorer.encode(List.of("the", "film", "quirkful"))));
        assertArrayEquals(alone, both.get(1));
        assertFalse(Arrays.equals(alone, both.get(0)));
        assertTrue(alone[0] > 0.5 && both.get(0)[1] > 0.5, Arrays.toString(alone));
    }
}
