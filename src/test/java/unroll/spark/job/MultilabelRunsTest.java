package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.spark.LocalSession;

/** Topics of the notices in the sample. */
final class MultilabelRunsTest extends TaskContract {
    private static final String NOTICES =
            """
            task: multilabel
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, text: text, label: topics}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            text: {tokenizer: punctuation, maxLength: 60, minCount: 1}
            model: {embedding: 8, layers: [{cell: gru, size: 12, bidirectional: true}], pooling: max}
            training: {epochs: 4, batch: 8, optimizer: {rate: 0.03}, earlyStopping: {metric: f1}}
            sync: {every: 5}
            """;

    private static final int NOTICES_OF_TEST = 60;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    Configuration written(String... overrides) throws IOException {
        for (var part : List.of("train", "test")) {
            var sample = Path.of("data-samples/topics", part, "part-0.jsonl");
            var lines = Files.readAllLines(sample);
            writePart(part, lines.subList(0, part.equals("train") ? 400 : NOTICES_OF_TEST));
        }
        return conf(NOTICES, overrides);
    }

    /** Writes the sets of the training set as texts, with their labels twice and turned around. */
    private void writeAsTexts() throws IOException {
        for (var name : List.of("a", "b")) {
            var file = folder.resolve("train/" + name + ".json");
            var lines = new ArrayList<String>();
            for (var line : Files.readAllLines(file)) {
                var row = json.readTree(line);
                var labels = new ArrayList<String>();
                row.path("topics").forEach(label -> labels.add(label.asText()));
                Collections.reverse(labels);
                labels.addAll(List.copyOf(labels));
                lines.add(
                        json.writeValueAsString(
                                Map.of(
                                        "text", row.path("text").asText(),
                                        "topics", String.join("; ", labels))));
            }
            Files.write(file, lines);
        }
    }

    private JsonNode codec() throws IOException {
        return json.readTree(folder.resolve("run/model/model.json").toFile()).path("codec");
    }

    private Map<String, Double> thresholds() throws IOException {
        var thresholds = new HashMap<String, Double>();
        for (int k = 0; k < codec().path("labels").size(); k++) {
            thresholds.put(
                    codec().path("labels").get(k).asText(),
                    codec().path("thresholds").get(k).asDouble());
        }
        return thresholds;
    }

    @Test
    void topicsAreFound() throws IOException {
        var conf = written("training.epochs=10");
        Files.writeString(
                folder.resolve("train/c.json"),
                """
                {"text": "a row without topics"}
                {"text": "a row with a missing topic", "topics": ["sport", null]}
                {"text": "a row with no topic", "topics": []}
                """);
        Files.writeString(
                folder.resolve("test/c.json"),
                "{\"text\": \"a row with a new topic\", \"topics\": [\"sport\", \"stars\"]}\n");
        var out = train(conf, 2);
        assertTrue(summary().path("test.microF1").asDouble() > 0.85, out);
        assertTrue(out.contains("2 no label"), out);
        assertTrue(out.contains("1 label not in the training set"), out);
        assertEquals(3, summary().path("rejectedRows").asInt(), out);
        var thresholds = thresholds();
        assertEquals(6, thresholds.size());
        var evaluated = evaluatedAgain("microF1", "macroF1", "rightSets", "logLoss", "labels");
        assertTrue(evaluated.text().contains("threshold"), evaluated.text());
        evaluated
                .figures()
                .path("labels")
                .forEach(
                        row ->
                                assertEquals(
                                        thresholds.get(row.path("label").asText()),
                                        row.path("threshold").asDouble()));
        Files.delete(folder.resolve("test/c.json"));
        LocalSession.open(2); // closed by the job
        predict("json", Map.of());
        long right = 0;
        long all = 0;
        for (var row : predicted()) {
            var expected = new ArrayList<String>();
            row.path("probabilities")
                    .properties()
                    .forEach(
                            p -> {
                                if (p.getValue().asDouble() >= thresholds.get(p.getKey())) {
                                    expected.add(p.getKey());
                                }
                            });
            Collections.sort(expected);
            var labels = new ArrayList<String>();
            row.path("prediction").forEach(label -> labels.add(label.asText()));
            assertEquals(expected, labels);
            for (var label : row.path("topics")) {
                right += labels.contains(label.asText()) ? 2 : 0;
            }
            all += labels.size() + row.path("topics").size();
        }
        assertEquals((double) right / all, summary().path("test.microF1").asDouble(), 1e-12);
        var lines = predict("Snow reached the valley. There is no news of the doctor.");
        assertTrue(lines.get(0).matches("weather\\t[01]\\.\\d{4}\\tyes"), lines.toString());
        assertEquals(6, lines.size());
    }

    private List<JsonNode> predicted() throws IOException {
        var rows = new ArrayList<JsonNode>();
        try (var files = Files.newDirectoryStream(folder.resolve("out"), "part-*")) {
            for (var file : files) {
                for (var line : Files.readAllLines(file)) {
                    rows.add(json.readTree(line));
                }
            }
        }
        assertEquals(NOTICES_OF_TEST, rows.size());
        return rows;
    }

    @Test
    void aTextOfLabelsGivesTheBitsOfAnArray() throws IOException {
        train(written("training.epochs=1"), 2);
        var ofArrays = parameters();
        var figures = summary().path("figures");
        writeAsTexts();
        train(conf(NOTICES, "training.epochs=1"), 2);
        assertArrayEquals(ofArrays, parameters());
        assertEquals(figures, summary().path("figures"));
    }

    @Test
    void withoutCalibrationEveryThresholdIsOneHalf() throws IOException {
        train(written("training.epochs=1", "training.calibrate=false"), 2);
        assertTrue(codec().path("thresholds").isMissingNode());
        summary()
                .path("figures")
                .path("labels")
                .forEach(row -> assertEquals(0.5, row.path("threshold").asDouble()));
    }

    @Test
    void theEpochWithTheLargestF1IsKept() throws IOException {
        var out = train(written(), 2);
        var scores = new ArrayList<Double>();
        for (int epoch = 1; epoch <= 4; epoch++) {
            var metrics = folder.resolve("run/metrics/epoch-%05d.jsonl".formatted(epoch));
            var lines = Files.readAllLines(metrics);
            var last = json.readTree(lines.get(lines.size() - 1));
            scores.add(last.path("validation.microF1").asDouble());
        }
        int best = summary().path("bestEpoch").asInt();
        assertEquals(Collections.max(scores), scores.get(best - 1), out);
    }
}
