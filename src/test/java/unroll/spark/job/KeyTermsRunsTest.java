package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;

/** Terms of the abstracts in the sample. */
final class KeyTermsRunsTest extends TaskContract {
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

    private static final int TEXTS = 60; // of the test set

    @Override
    Configuration written(String... overrides) throws IOException {
        for (var part : List.of("train", "test")) {
            var sample = Path.of("data-samples/abstracts", part, "part-0.jsonl");
            var lines = Files.readAllLines(sample);
            writePart(part, lines.subList(0, part.equals("train") ? 300 : TEXTS));
        }
        return conf(ABSTRACTS, overrides);
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
        predictions(
                rows -> {
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
                });
        var text =
                "A new method for Water Filters is proposed. Unlike speech control, it needs no more memory.";
        var lines = predict(text);
        assertTrue(lines.get(0).matches("[01]\\.\\d{3}\twater filters"), lines.toString());
    }
}
