package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.io.LocalStore;
import unroll.predict.SavedModel;
import unroll.predict.TextAnswer;
import unroll.spark.LocalSession;

/** Terms of the abstracts in the sample. */
final class KeyTermsRunsTest extends TaskRuns {
    private static final String ABSTRACTS =
            """
            task: keyterms
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, text: text, label: terms}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            text: {tokenizer: punctuation, maxLength: 60, minCount: 1}
            model: {embedding: 8, layers: [{cell: gru, size: 12, bidirectional: true}]}
            training: {epochs: 4, batch: 8, optimizer: {rate: 0.03}, earlyStopping: {metric: f1}}
            sync: {every: 5}
            """;

    private static final int TEXTS = 60; // of the test part

    private Configuration written(String... overrides) throws IOException {
        write(300, 70);
        return conf(ABSTRACTS, overrides);
    }

    /**
     * @param first how many of the training rows are in the first file
     */
    private void write(int rows, int first) throws IOException {
        for (var part : List.of("train", "test")) {
            var sample = Path.of("data-samples/abstracts", part, "part-0.jsonl");
            var lines = new ArrayList<>(Files.readAllLines(sample));
            int count = part.equals("train") ? rows : TEXTS;
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines.subList(0, Math.min(first, count)));
            Files.write(
                    folder.resolve(part + "/b.json"), lines.subList(Math.min(first, count), count));
        }
    }

    @Test
    void termsAreFound() throws IOException {
        var conf = written();
        Files.writeString(
                folder.resolve("train/c.json"),
                "{\"text\":\"a row without terms\"}\n{\"text\":\"none of them is here\",\"terms\":[\"water\"]}\n");
        var out = train(conf, 2);
        assertTrue(summary().path("test.f1At10").asDouble() > 0.8, out);
        assertEquals(1, summary().path("rejectedRows").asInt(), out);
        LocalSession.open(2);
        predict("json", Map.of());
        try (var session = LocalSession.open(2)) {
            var rows = session.read().json(folder.resolve("out").toString());
            assertEquals(TEXTS, rows.count());
            var each =
                    rows.select(
                            rows.col("text"),
                            functions.explode(
                                    functions.arrays_zip(
                                            rows.col("prediction"),
                                            rows.col("probabilities"),
                                            rows.col("offsets"))));
            var wrong =
                    each.filter(
                            "lower(substring(text, col.offsets[0] + 1, col.offsets[1] - col.offsets[0]))"
                                    + " <> col.prediction or col.probabilities < 0.1 or col.probabilities > 1");
            assertTrue(each.count() > TEXTS, "most texts have more than one term");
            assertEquals(0, wrong.count());
        }
        var model = SavedModel.openForOneText(new LocalStore(), folder + "/run").trained();
        var text =
                "A new method for Water Filters is proposed. Unlike speech control, it needs no more memory.";
        var lines = TextAnswer.lines(model, text);
        assertTrue(lines.get(0).matches("[01]\\.\\d{3}\twater filters"), lines.toString());
    }

    @Test
    void coresDoNotShow() throws IOException {
        coresAndFilesDoNotShow(written("training.epochs=1"), () -> write(300, 160));
    }

    @Test
    void resumesInTheSameBits() throws IOException {
        resumesInTheSameBits(written("training.epochs=2"), written("training.epochs=1"));
    }

    @Test
    void roundsWithoutSparkGiveTheBitsOfSpark() throws IOException {
        roundsWithoutSparkGiveTheBitsOfSpark(written());
    }
}
