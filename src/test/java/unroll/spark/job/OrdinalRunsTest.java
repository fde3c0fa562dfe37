package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;

/** Ratings of texts with as many good words: classes with an order. */
final class OrdinalRunsTest extends TaskContract {
    private static final String YAML =
            """
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, label: stars}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
            model: {embedding: 6, layers: [{cell: gru, size: 8}], pooling: mean}
            training: {classLoss: ordinal, epochs: 10, batch: 8, batchTokens: 600, optimizer: {rate: 0.03}, earlyStopping: {metric: mae}}
            sync: {every: 5}
            baseline: false
            """;

    private static final List<Integer> STARS = List.of(1, 2, 4, 7, 10);
    private static final List<String> NAMES = List.of("poor", "fair", "good", "great", "best");
    private static final int TESTED = 60;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    Configuration written(String... overrides) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var rows = new ArrayList<String>();
            for (int i = 0; i < (part.equals("train") ? 300 : TESTED); i++) {
                int good = 0;
                var text = new ArrayList<String>(List.of("w" + random.nextInt(30)));
                for (int word = 0; word < 4; word++) {
                    boolean nice = random.nextBoolean();
                    good += nice ? 1 : 0;
                    text.add((nice ? "nice" : "dull") + random.nextInt(2));
                }
                rows.add(
                        json.createObjectNode()
                                .put("text", String.join(" ", text))
                                .put("stars", STARS.get(good))
                                .put("name", NAMES.get(good))
                                .toString());
            }
            writePart(part, rows);
        }
        return conf(YAML, overrides);
    }

    private List<String> labels() throws IOException {
        var labels = new ArrayList<String>();
        json.readTree(folder.resolve("run/model/model.json").toFile())
                .path("codec")
                .path("labels")
                .forEach(label -> labels.add(label.asText()));
        return labels;
    }

    @Test
    void ratingsAreFoundWithinAStar() throws IOException {
        var out = train(written("baseline=true"), 2);
        var summary = summary();
        assertEquals(List.of("1", "2", "4", "7", "10"), labels());
        // Always the median, four stars, is off by 1.8 on the mean.
        assertTrue(summary.path("test.mae").asDouble() < 0.9, out);
        assertTrue(summary.path("test.weightedKappa").asDouble() > 0.7, out);
        assertTrue(summary.path("baseline.mae").asDouble() < 1.5, out);
        assertTrue(out.contains("5 ordered classes"), out);
        var again = evaluatedAgain("mae", "weightedKappa", "accuracy", "macroF1", "logLoss");
        assertTrue(again.text().contains("\nMAE       "), again.text());
        predictions(
                rows -> {
                    double errors = 0;
                    for (var line : rows.toJSON().collectAsList()) {
                        errors += checked(json.readTree(line));
                    }
                    assertEquals(errors / TESTED, summary.path("test.mae").asDouble(), 1e-9);
                });
        var lines = predict("nice0 nice1 nice1 nice0 w3");
        assertTrue(lines.get(0).matches("prediction\\t(7|10)"), lines.toString());
        assertTrue(lines.get(1).matches("expected\\t\\d+\\.\\d{4}"), lines.toString());
        assertTrue(lines.get(6).matches("10\\t[01]\\.\\d{4}"), lines.toString());
        assertEquals(7, lines.size());
    }

    /** Checks the columns of a row against its probabilities; returns its distance in stars. */
    private static double checked(JsonNode row) {
        double mean = 0;
        double sum = 0;
        int median = 0;
        for (int stars : STARS) {
            double probability = row.path("probabilities").path("" + stars).asDouble();
            assertTrue(probability >= 0);
            median = sum < 0.5 ? stars : median;
            sum += probability;
            mean += stars * probability;
        }
        assertEquals(1, sum, 1e-6);
        assertEquals(median, row.path("prediction").asInt());
        assertEquals(mean, row.path("expected").asDouble(), 1e-5);
        return Math.abs(row.path("stars").asInt() - median);
    }

    @Test
    void namesTakeAnOrderAndErrorsAreInRanks() throws IOException {
        written();
        var ofNames = "data.train.label=name";
        var none = conf(YAML, ofNames);
        var e = assertThrows(ConfigurationException.class, () -> train(none, 1));
        assertEquals(
                "classify.order: expected the labels from the lowest to the highest with"
                        + " training.classLoss ordinal, since not all are numbers; got nothing. The"
                        + " training set has best, fair, good, great, poor",
                e.getMessage());
        var incomplete = conf(YAML, ofNames, "classify.order=[poor, good, best]");
        e = assertThrows(ConfigurationException.class, () -> train(incomplete, 1));
        assertEquals(
                "classify.order: expected all labels of the training set, got poor, good, best"
                        + " without fair, great",
                e.getMessage());
        var order = "classify.order=[poor, fair, so so, good, great, best]";
        var out = train(conf(YAML, ofNames, order), 2);
        assertEquals(NAMES, labels());
        // Always the median name is off by 0.75 on the mean.
        assertTrue(summary().path("test.mae").asDouble() < 0.5, out);
        var errors = new ArrayList<Double>();
        for (int epoch = 1; epoch <= 10; epoch++) {
            var metrics = folder.resolve("run/metrics/epoch-%05d.jsonl".formatted(epoch));
            var lines = Files.readAllLines(metrics);
            errors.add(
                    json.readTree(lines.get(lines.size() - 1)).path("validation.mae").asDouble());
        }
        int best = summary().path("bestEpoch").asInt();
        assertEquals(Collections.min(errors), errors.get(best - 1), out);
        evaluatedAgain("mae", "weightedKappa");
    }
}
