package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.data.DataException;
import unroll.measure.Metric;
import unroll.predict.Neighbourhood;

/** Words, and the same as vectors, that are repeated. */
final class AutoencodeRunsTest extends TaskContract {
    private static final String WORDS =
            """
            task: autoencode
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            text: {tokenizer: whitespace, maxLength: 8}
            model: {embedding: 12, layers: [{cell: gru, size: 24}], pooling: last}
            decoder: {size: 24, embedding: 12}
            autoencode: {size: 16}
            training: {epochs: 12, batch: 8, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    private static final String VECTORS =
            WORDS.replace("path: DIR/train", "path: DIR/train, sequence: x")
                    .replace("decoder: {size: 24, embedding: 12}", "decoder: {size: 24}");

    private static final List<String> FRUIT = List.of("apple", "pear", "plum", "fig");

    @Override
    Configuration written(String... overrides) throws IOException {
        return rowsFor(WORDS, overrides);
    }

    private Configuration rowsFor(String yaml, String... overrides) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            if (part.equals("train")) {
                lines.add("{\"text\":\" \",\"x\":[]}");
                lines.add("{\"text\":null,\"x\":[[NaN,1]]}");
            }
            for (int i = 0; i < (part.equals("train") ? 300 : 40); i++) {
                var words = new ArrayList<String>();
                var vectors = new ArrayList<String>();
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    int fruit = random.nextInt(4);
                    words.add(FRUIT.get(fruit));
                    vectors.add("[%d,%d]".formatted(fruit % 2, fruit / 2));
                }
                lines.add(
                        "{\"text\":\"%s\",\"x\":[%s]}"
                                .formatted(String.join(" ", words), String.join(",", vectors)));
            }
            writePart(part, lines);
        }
        return conf(yaml, overrides);
    }

    @Test
    void wordsAreRepeated() throws IOException {
        var out = train(written(), 2);
        var figures = summary().path("figures");
        assertTrue(figures.path("accuracy").asDouble() > 0.6, out);
        assertEquals(2, summary().path("rejectedRows").asInt(), out);
        predictions(
                rows -> {
                    assertEquals(40, rows.filter("size(vector) = 16 and error > 0").count());
                });
        evaluatedAgain("accuracy", "perplexity", "words");
        var lines = predict("apple fig");
        assertEquals(17, lines.get(0).split(" ").length, lines.get(0));
        assertTrue(lines.get(1).startsWith("error "), lines.get(1));
    }

    @Test
    void theBestEpochRepeatsMostWords() throws IOException {
        written();
        var yaml = WORDS.replace("  test: {format: json, path: DIR/test}\n", "");
        var conf =
                conf(
                        yaml,
                        "training.epochs=60",
                        "training.earlyStopping={metric: accuracy, patience: 2}");
        stopsByItsOwnFigure(conf, Metric.ACCURACY, "[0-9.]+ %", Math::max);
    }

    /** Equal texts have equal vectors, so one that stands twice has itself as its neighbour. */
    @Test
    void rowsNameThoseWithTheNearestVectors() throws IOException {
        train(written("training.epochs=1"), 2);
        predictions(
                new Neighbourhood(3, ""),
                rows -> {
                    assertEquals(40, rows.filter("size(neighbours) = 3").count());
                    assertEquals(40, rows.filter("array_sort(distances) = distances").count());
                    var twice = rows.groupBy("text").count().filter("count > 1");
                    assertTrue(twice.count() > 3, "texts that stand twice");
                    assertEquals(
                            0,
                            rows.join(twice, "text")
                                    .filter("neighbours[0] <> text or distances[0] > 1e-4")
                                    .count());
                });
        var wrong =
                assertThrows(
                        DataException.class,
                        () -> predictions(new Neighbourhood(3, "id"), rows -> {}));
        assertEquals(
                "--neighbour-column: expected one of text, x, vector, error, got id",
                wrong.getMessage());
    }

    @Test
    void vectorsAreRepeated() throws IOException {
        var out = train(rowsFor(VECTORS), 2);
        assertTrue(summary().path("figures").path("nrmse").asDouble() < 0.7, out);
        assertEquals(2, summary().path("rejectedRows").asInt(), out);
        predictions(
                rows -> {
                    assertEquals(40, rows.filter("size(vector) = 16 and error > 0").count());
                });
        evaluatedAgain("nrmse");
    }

    /** The encoder and the words' vectors start a classifier. */
    @Test
    void theEncoderStartsAClassifier() throws IOException {
        train(written("training.epochs=1"), 2);
        var rows = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            boolean fig = i % 2 == 0;
            var text = "%s %s".formatted(fig ? "fig" : "plum", FRUIT.get(i % 3));
            rows.add("{\"text\":\"%s\",\"label\":\"%s\"}".formatted(text, fig ? "yes" : "no"));
        }
        writePart("labelled", rows);
        var out =
                train(
                        conf(
                                """
                                run: {dir: DIR/classifier}
                                data: {train: {format: json, path: DIR/labelled}, validation: 0.2, shards: 1}
                                text: {tokenizer: whitespace}
                                model: {from: DIR/run, embedding: 12, layers: [{cell: gru, size: 24}]}
                                training: {epochs: 1}
                                baseline: false
                                """),
                        2);
        assertTrue(out.contains("taken input.embedding"), out);
        assertTrue(out.contains("encoder.l0"), out);
        assertTrue(out.contains("4 of 4 words have their rows"), out);
    }

    @Test
    void vectorsResumeInTheSameBits() throws IOException {
        resumesInTheSameBits(
                rowsFor(VECTORS, "training.epochs=2"), rowsFor(VECTORS, "training.epochs=1"));
    }

    @Test
    void roundsOfVectorsWithoutSparkGiveTheBitsOfSpark() throws IOException {
        roundsWithoutSparkGiveTheBitsOfSpark(rowsFor(VECTORS));
    }
}
