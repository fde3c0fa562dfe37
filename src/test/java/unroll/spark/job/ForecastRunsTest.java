package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.cli.Commands;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.measure.Metric;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.spark.LocalSession;

/**
 * Forecasts: numbers and probabilities for sequences of numbers, and the next steps of a series.
 */
final class ForecastRunsTest extends TaskRuns {
    private static final String SUMS =
            """
            task: forecast
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, sequence: steps, target: sum}
              test: {format: json, path: DIR/test}
              shards: 3
              validation: 0.2
            model: {layers: [{cell: lstm, size: 12}], pooling: last}
            training: {epochs: 12, batch: 8, batchTokens: 400, optimizer: {name: adam, rate: 0.02}}
            sync: {every: 5}
            """;

    /** The target is the weighted sum of the first numbers of all steps, on a scale of its own. */
    private void writeSums() throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 240; i++) {
                var steps = new ArrayList<String>();
                double sum = 1000;
                for (int t = 2 + random.nextInt(5); t > 0; t--) {
                    double x = random.nextInt(100) / 10.0;
                    sum += 30 * x;
                    steps.add("[%s, %s]".formatted(x, 7));
                }
                lines.add("{\"steps\": %s, \"sum\": %s}".formatted(steps, sum));
            }
            if (part.equals("train")) {
                lines.add("{\"steps\": [[1, 2], [null, 2]], \"sum\": 3}");
                lines.add("{\"steps\": [[1, 2], [3]], \"sum\": 3}");
                lines.add("{\"steps\": [[1], [3]], \"sum\": 3}");
                lines.add("{\"steps\": [], \"sum\": 3}");
                lines.add("{\"steps\": [[1, 2]], \"sum\": null}");
            }
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines.subList(0, 100));
            Files.write(folder.resolve(part + "/b.json"), lines.subList(100, lines.size()));
        }
    }

    @Test
    void aForecastLearnsASumAndCountsBadRows() throws IOException {
        writeSums();
        var out = train(conf(SUMS, "data.maxRejected=0.1"), 2);
        var summary = summary();
        assertTrue(summary.path("test.nrmse").asDouble() < 0.4, out);
        assertEquals(
                Math.sqrt(summary.path("test.mse").asDouble()),
                summary.path("test.rmse").asDouble(),
                1e-9);
        assertEquals(5, summary.path("rejectedRows").asInt(), out);
        assertTrue(out.contains("1 vectors or targets whose width differs"), out);
        assertTrue(out.contains("1 no target"), out);
        var refused = assertThrows(DataException.class, () -> train(conf(SUMS), 2));
        assertTrue(refused.getMessage().contains("5 of 245 rows are bad"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"mae, MAE, squared", "rmse, RMSE, absolute", "mae, MAE, quantile"})
    void theBestEpochHasTheLeastErrors(String metric, Metric figure, String loss)
            throws IOException {
        writeSums();
        var conf =
                conf(
                        SUMS.replace("  test: {format: json, path: DIR/test}\n", ""),
                        "data.maxRejected=0.1",
                        "training.loss=" + loss,
                        "training.epochs=60",
                        "training.earlyStopping={metric: " + metric + ", patience: 2}");
        stopsByItsOwnFigure(conf, figure, figure.name(), Math::min);
    }

    @Test
    void quantilesOfATargetStandBesideItsForecast() throws IOException {
        writeSums();
        var out =
                train(
                        conf(
                                SUMS,
                                "data.maxRejected=0.1",
                                "training.loss=quantile",
                                "forecast.quantiles=[0.2, 0.5, 0.7]"),
                        2);
        assertTrue(summary().path("test.nrmse").asDouble() < 0.6, out);
        LocalSession.open(2);
        predict("json", Map.of());
        try (var session = LocalSession.open(2)) {
            var rows = session.read().json(folder.resolve("out").toString()).collectAsList();
            int below = 0;
            for (var row : rows) {
                List<Double> quantiles = row.getList(row.fieldIndex("quantiles"));
                assertEquals(3, quantiles.size());
                assertTrue(quantiles.get(0) <= quantiles.get(1), row.toString());
                assertTrue(quantiles.get(1) <= quantiles.get(2), row.toString());
                assertEquals(quantiles.get(1), row.getDouble(row.fieldIndex("prediction")));
                below += row.getDouble(row.fieldIndex("sum")) < quantiles.get(0) ? 1 : 0;
            }
            assertEquals(240, rows.size());
            assertTrue(below < 120, below + " lie below the lowest quantile");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUMS", "FLAGS", "SERIES"})
    void coresDoNotShow(String rows) throws IOException {
        coresAndFilesDoNotShow(written(rows, "training.epochs=2"), () -> {});
    }

    /** Configuration of a forecast whose rows are written. */
    private Configuration written(String rows, String... overrides) throws IOException {
        switch (rows) {
            case "SUMS" -> writeSums();
            case "FLAGS" -> writeFlags();
            default -> writeSeries();
        }
        var yaml =
                switch (rows) {
                    case "SUMS" -> SUMS;
                    case "FLAGS" -> FLAGS;
                    default -> SERIES;
                };
        var more = new ArrayList<>(List.of(overrides));
        more.add("data.maxRejected=0.1");
        return conf(yaml, more.toArray(new String[0]));
    }

    @Test
    void resumesInTheSameBits() throws IOException {
        writeSeries();
        resumesInTheSameBits(conf(SERIES, "training.epochs=2"), conf(SERIES, "training.epochs=1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUMS", "SERIES"})
    void roundsWithoutSparkGiveTheBitsOfSpark(String rows) throws IOException {
        roundsWithoutSparkGiveTheBitsOfSpark(written(rows, "training.epochs=1"));
    }

    private static final String SERIES =
            """
            task: forecast
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, sequence: x}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
            model: {layers: [{cell: lstm, size: 16}]}
            training: {epochs: 25, batch: 4, batchTokens: 2000, optimizer: {name: adam, rate: 0.02}}
            sync: {every: 5}
            """;

    /** Sines of one period, from different places of it. */
    private void writeSeries() throws IOException {
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                double phase = part.equals("train") ? 0.157 * i : 0.05 + 0.157 * i;
                var x = new ArrayList<Double>();
                for (int t = 0; t < 50 + i % 3; t++) {
                    x.add(20 + 5 * Math.sin(0.4 * t + phase));
                }
                lines.add("{\"n\": %d, \"x\": %s}".formatted(i, x));
            }
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines);
        }
    }

    @Test
    void aForecastOfNextStepsRunsOnFromItsOwnOutputs() throws IOException {
        writeSeries();
        var out = train(conf(SERIES), 2);
        assertTrue(summary().path("test.nrmse").asDouble() < 0.1, out);
        var source =
                new SourceConf(
                        "json", folder.resolve("test").toString(), Map.of(), "text", "label");
        var json = folder.resolve("figures.json");
        LocalSession.open(2);
        Commands.evaluate(
                new ScoringRequest(folder + "/run", source), 10, json.toString(), System.out);
        var free = new ObjectMapper().readTree(json.toFile());
        assertEquals(400, free.path("numbers").asInt());
        assertTrue(free.path("nrmse").asDouble() < 0.3, free.toString());
        LocalSession.open(2);
        Commands.predict(
                new ScoringRequest(folder + "/run", source),
                10,
                new Sink("json", folder.resolve("out").toString(), Map.of(), "overwrite"),
                System.out);
        try (var session = LocalSession.open(2)) {
            var rows = session.read().json(folder.resolve("out").toString()).collectAsList();
            assertEquals(40, rows.size());
            for (var row : rows) {
                List<Double> predicted = row.getList(row.fieldIndex("prediction"));
                assertEquals(10, predicted.size());
                double phase = 0.05 + 0.157 * row.getLong(row.fieldIndex("n"));
                int end = row.getList(row.fieldIndex("x")).size();
                for (int t = 0; t < 3; t++) {
                    assertEquals(20 + 5 * Math.sin(0.4 * (end + t) + phase), predicted.get(t), 1.5);
                }
            }
        }
    }

    private static final String FLAGS =
            """
            task: forecast
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, sequence: steps, target: flags}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
            model: {layers: [{cell: gru, size: 12}], pooling: last}
            training: {epochs: 15, batch: 8, loss: binary, optimizer: {name: adam, rate: 0.02}}
            sync: {every: 5}
            """;

    /** Whether the first number is above five, and how likely the last one makes it. */
    private void writeFlags() throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 240; i++) {
                var steps = new ArrayList<Double>();
                for (int t = 2 + random.nextInt(5); t > 0; t--) {
                    steps.add(random.nextInt(100) / 10.0);
                }
                double last = steps.get(steps.size() - 1);
                lines.add(
                        "{\"steps\": %s, \"first\": %s, \"flags\": [%d, %s]}"
                                .formatted(
                                        steps,
                                        steps.get(0) > 5,
                                        steps.get(0) > 5 ? 1 : 0,
                                        last / 10));
            }
            if (part.equals("train")) {
                lines.add("{\"steps\": [1.5], \"first\": false, \"flags\": [0, 1.5]}");
            }
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part).resolve("rows.json"), lines);
        }
    }

    @Test
    void aForecastOfChancesLearnsThem() throws IOException {
        writeFlags();
        var out = train(conf(FLAGS, "data.maxRejected=0.1"), 2);
        assertTrue(out.contains("1 a target that is not between 0 and 1"), out);
        var summary = summary();
        assertTrue(out.contains("on validation") && !out.contains("RMSE"), out);
        // The second target's own entropy is 0.5 nats, so no forecast gets below 0.25.
        assertTrue(summary.path("test.logLoss").asDouble() < 0.35, out);
        assertTrue(summary.path("test.accuracy").asDouble() > 0.93, out);
        assertTrue(summary.path("test.brier").asDouble() < 0.03, out);
        LocalSession.open(2);
        predict("json", Map.of());
        try (var session = LocalSession.open(2)) {
            var rows = session.read().json(folder.resolve("out").toString()).collectAsList();
            double squared = 0;
            for (var row : rows) {
                List<Double> probabilities = row.getList(row.fieldIndex("prediction"));
                List<Double> flags = row.getList(row.fieldIndex("flags"));
                for (int k = 0; k < 2; k++) {
                    assertTrue(
                            probabilities.get(k) >= 0 && probabilities.get(k) <= 1, row.toString());
                    squared += Math.pow(probabilities.get(k) - flags.get(k), 2);
                }
            }
            assertEquals(240, rows.size());
            assertEquals(summary.path("test.brier").asDouble(), squared / 480, 1e-6);
        }
    }

    @Test
    void aBooleanIsAChance() throws IOException {
        writeFlags();
        train(conf(FLAGS, "data.train.target=first", "data.test="), 2);
        var summary = summary();
        assertTrue(summary.path("validation.accuracy").asDouble() > 0.9, summary.toString());
        var figures = evaluate("test").figures();
        assertEquals(240, figures.path("numbers").asInt());
        assertTrue(figures.path("accuracy").asDouble() > 0.9, figures.toString());
    }
}
