package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.cli.Commands;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationReader;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.predict.ScoringRequest;
import unroll.spark.LocalSession;
import unroll.spark.RejectedRows;
import unroll.spark.Rejections;
import unroll.spark.TaskJobs;
import unroll.spark.rounds.SparkRounds;
import unroll.spark.sink.Sink;
import unroll.train.LocalRounds;
import unroll.train.RoundId;
import unroll.train.State;
import unroll.train.WorkerSpec;

/** Each task from its rows to its figures, as the commands run it. */
final class TasksTest {
    @TempDir Path folder;

    private Configuration conf(String yaml, String... overrides) {
        return ConfigurationReader.read(
                yaml.replace("DIR", folder.toString()), "test", List.of(overrides));
    }

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

    private String train(Configuration conf, int cores) throws IOException {
        var out = new ByteArrayOutputStream();
        LocalSession.open(cores); // closed by the job
        Commands.train(conf, true, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("run/summary.json").toFile());
    }

    /** Writes the rows of the test part with what the model says of them. */
    private void predict(String format, Map<String, String> options) throws IOException {
        Commands.predict(
                new ScoringRequest(
                        folder + "/run",
                        new SourceConf(
                                "json", folder.resolve("test").toString(), Map.of(), "", "")),
                0,
                new Sink(format, folder.resolve("out").toString(), options, "overwrite"),
                System.out);
    }

    private byte[] parameters() throws IOException {
        return Files.readAllBytes(folder.resolve("run/model/parameters.safetensors"));
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
        assertTrue(out.contains("1 vectors or targets of another width"), out);
        assertTrue(out.contains("1 no target"), out);
        var refused = assertThrows(DataException.class, () -> train(conf(SUMS), 2));
        assertTrue(refused.getMessage().contains("5 of 245 rows are bad"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUMS", "FLAGS", "SERIES", "TEXT", "TONES", "RATINGS"})
    void coresAndFilesDoNotShow(String task) throws IOException {
        var conf = written(task, "training.epochs=2");
        train(conf, 1);
        var one = parameters();
        var figures = summary().path("figures");
        if (task.equals("TEXT")) {
            writeText(3);
        }
        train(conf, 2);
        assertArrayEquals(one, parameters());
        assertEquals(figures, summary().path("figures"));
    }

    /** Configuration of a task whose data are written. */
    private Configuration written(String task, String... overrides) throws IOException {
        var more = new ArrayList<>(List.of(overrides));
        switch (task) {
            case "SUMS" -> writeSums();
            case "FLAGS" -> writeFlags();
            case "SERIES" -> writeSeries();
            case "TONES" -> writeTones();
            case "RATINGS" -> writeRatings();
            default -> writeText(1);
        }
        more.add("data.maxRejected=0.1");
        var yaml =
                switch (task) {
                    case "SUMS" -> SUMS;
                    case "FLAGS" -> FLAGS;
                    case "SERIES" -> SERIES;
                    case "TONES" -> TONES;
                    case "RATINGS" -> RATINGS;
                    default -> TEXT;
                };
        return conf(yaml, more.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SERIES", "TEXT", "TONES"})
    void goesOnInTheVeryBits(String task) throws IOException {
        var whole = written(task, "training.epochs=2");
        train(whole, 2);
        var atOnce = parameters();
        train(written(task, "training.epochs=1"), 2);
        LocalSession.open(2);
        Commands.train(whole, false, "", System.out);
        assertArrayEquals(atOnce, parameters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUMS", "SERIES", "TEXT", "TONES"})
    void roundsWithoutSparkGiveTheBitsOfSpark(String task) throws IOException {
        var conf = written(task, "training.epochs=1");
        var jobs = TaskJobs.of(conf.task());
        try (var session = LocalSession.open(2);
                var preparation =
                        jobs.prepare(
                                session,
                                conf,
                                new Rejections(RejectedRows.COUNTED, 1, note -> {}),
                                note -> {})) {
            var prepared = preparation.shards(conf.data().shards());
            var spec = new WorkerSpec(conf, jobs.task(conf, prepared));
            var spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            var train = prepared.train().collect();
            var validation = prepared.validation().collect();
            try (var there = new SparkRounds(spark, spec, prepared.train(), prepared.validation());
                    var here = new LocalRounds(spec, train, validation, 1)) {
                var start = State.start(spec.task().network().layout().start(1), conf);
                var first = here.train(start, new RoundId(0, 0, 3));
                var second = here.train(first.state(), new RoundId(0, 1, 3));
                var again = there.train(start, new RoundId(0, 0, 3));
                again = there.train(again.state(), new RoundId(0, 1, 3));
                assertArrayEquals(second.state().theta(), again.state().theta());
                assertTrue(second.metrics().batches() > 0, "has learnt");
                assertEquals(
                        here.evaluate(start.theta()).loss(), there.evaluate(start.theta()).loss());
            }
        }
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
                List<Double> chances = row.getList(row.fieldIndex("prediction"));
                List<Double> flags = row.getList(row.fieldIndex("flags"));
                for (int k = 0; k < 2; k++) {
                    assertTrue(chances.get(k) >= 0 && chances.get(k) <= 1, row.toString());
                    squared += Math.pow(chances.get(k) - flags.get(k), 2);
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
        var source = new SourceConf("json", folder + "/test", Map.of(), "", "");
        var json = folder.resolve("figures.json");
        LocalSession.open(2);
        Commands.evaluate(
                new ScoringRequest(folder + "/run", source), 0, json.toString(), System.out);
        var figures = new ObjectMapper().readTree(json.toFile());
        assertEquals(240, figures.path("numbers").asInt());
        assertTrue(figures.path("accuracy").asDouble() > 0.9, figures.toString());
    }

    private static final String TEXT =
            """
            task: language
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: text, path: DIR/train, text: value}
              test: {format: text, path: DIR/test, text: value}
              shards: 2
              validation: 0.1
            text: {tokenizer: whitespace, minCount: 1, unknownBuckets: 1}
            model: {embedding: 8, layers: [{cell: lstm, size: 24}]}
            training: {epochs: 30, batch: 4, optimizer: {name: adam, rate: 0.02}}
            bptt: {steps: 10, warm: 10}
            sync: {every: 7}
            """;

    /** Rows of words that follow from the one before, but for the first. */
    private void writeText(int files) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 200; i++) {
                int first = random.nextInt(5);
                var words = new ArrayList<String>();
                for (int t = 0; t < 5; t++) {
                    words.add("w" + (first + t) % 5);
                }
                lines.add(String.join(" ", words));
            }
            Files.createDirectories(folder.resolve(part));
            try (var old = Files.list(folder.resolve(part))) {
                for (var file : old.toList()) {
                    Files.delete(file);
                }
            }
            for (int f = 0; f < files; f++) {
                Files.write(
                        folder.resolve(part + "/" + (char) ('a' + f) + ".txt"),
                        lines.subList(f * 200 / files, (f + 1) * 200 / files));
            }
        }
    }

    @Test
    void aLanguageModelForeseesWhatFollows() throws IOException {
        writeText(1);
        var out = train(conf(TEXT), 2);
        // One word in six is a free choice among five: exp(log(5) / 6) = 1.31.
        double perplexity = summary().path("test.perplexity").asDouble();
        assertTrue(perplexity > 1.28 && perplexity < 1.45, out);
        assertEquals(1199, summary().path("figures").path("words").asInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: onehot}",
                "{width: 4}, {width: 4, vectors: {source: word2vec, tune: 2}}"
            })
    void itReadsWordsAsTheInputsSay(String inputs) throws IOException {
        writeText(1);
        var yaml = TEXT.replace("embedding: 8", "inputs: [" + inputs + "]");
        var out = train(conf(yaml), 2);
        double perplexity = summary().path("test.perplexity").asDouble();
        assertTrue(perplexity > 1.28 && perplexity < 1.45, out);
        var vectors = summary().path("vectors").path("input.embedding2");
        if (inputs.contains("word2vec")) {
            assertEquals(6, vectors.path("words").asInt(), out); // the end of a line too
            assertTrue(vectors.path("shareOfTokens").asDouble() > 0.99, out);
        }
        var atOnce = parameters();
        train(conf(yaml, "training.epochs=3"), 1);
        LocalSession.open(2);
        Commands.train(conf(yaml), false, "", System.out);
        assertArrayEquals(atOnce, parameters());
    }

    @Test
    void anOrderColumnMakesTheDocumentWhateverTheFiles() throws IOException {
        writeText(1);
        var lines = Files.readAllLines(folder.resolve("train/a.txt"));
        var rows = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            rows.add("{\"value\": \"%s\", \"n\": %d}".formatted(lines.get(i), i));
        }
        train(conf(TEXT, "training.epochs=1"), 2);
        var inFiles = parameters();
        Collections.shuffle(rows, new Random(1));
        Files.write(folder.resolve("train.json"), rows);
        train(
                conf(
                        TEXT,
                        "training.epochs=1",
                        "data.train={format: json, path: DIR/train.json, text: value, order: n}"
                                .replace("DIR", folder.toString())),
                1);
        assertArrayEquals(inFiles, parameters());
    }

    private static final String RATINGS =
            """
            task: forecast
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, target: stars}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
            text: {minCount: 1}
            model:
              inputs: [{width: 6}, {kind: letters, width: 4, buckets: 100}]
              layers: [{cell: lstm, size: 12}]
            training: {epochs: 8, batch: 8, batchTokens: 600, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    /** Stars are 50, and 10 more or less for each good or bad word. */
    private void writeRatings() throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            if (part.equals("train")) {
                lines.add("{\"text\": \"good\", \"stars\": null}");
                lines.add("{\"text\": \" \", \"stars\": 50}");
            }
            for (int i = 0; i < (part.equals("train") ? 240 : 60); i++) {
                var text = new ArrayList<String>();
                int stars = 50;
                for (int n = 1 + random.nextInt(6); n > 0; n--) {
                    int word = random.nextInt(3);
                    text.add(List.of("bad", "neutral", "good").get(word));
                    stars += 10 * (word - 1);
                }
                lines.add(
                        "{\"text\": \"%s\", \"stars\": %d, \"flags\": [%s, %s]}"
                                .formatted(
                                        String.join(" ", text),
                                        stars,
                                        text.contains("good"),
                                        text.contains("bad")));
            }
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines);
        }
    }

    @Test
    void numbersAreForecastFromTexts() throws IOException {
        var out = train(written("RATINGS"), 2);
        var figures = summary().path("figures");
        assertTrue(figures.path("nrmse").asDouble() < 0.3, out);
        assertTrue(figures.path("rmse").asDouble() > 0.3, "in stars: " + out);
        assertTrue(out.contains("1 no target"), out);
        assertTrue(out.contains("19 words, 1 to forecast"), out);
        LocalSession.open(2);
        predict("json", Map.of());
        try (var session = LocalSession.open(2)) {
            var rows = session.read().json(folder.resolve("out").toString());
            double mse = rows.selectExpr("avg(pow(stars - prediction, 2))").first().getDouble(0);
            assertEquals(figures.path("mse").asDouble(), mse, 1e-3 * mse);
        }
    }

    /** Several may hold of one text. */
    @Test
    void chancesAreForecastFromTexts() throws IOException {
        var conf = written("RATINGS", "data.train.target=flags", "training.loss=binary");
        var out = train(conf, 2);
        assertTrue(summary().path("test.accuracy").asDouble() > 0.9, out);
        assertEquals(120, summary().path("figures").path("numbers").asInt());
    }

    private static final String TONES =
            """
            task: transcribe
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, sequence: frames, label: tones}
              test: {format: json, path: DIR/test, sequence: frames, label: tones}
              shards: 2
              validation: 0.2
            model: {layers: [{cell: lstm, size: 16, bidirectional: true}]}
            training: {epochs: 12, batch: 8, batchTokens: 600, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    private static final List<String> TONE_NAMES = List.of("do", "re", "mi");

    /**
     * Tones that last for some steps each, with or without silence between, in noise. The first
     * training rows are bad, then there is one with more labels than steps, and one of silence.
     */
    private void writeTones() throws IOException {
        writeTones(
                List.of(
                        tones(1, "null"),
                        tones(1, "[\"do\", null]"),
                        tones(1, "[\" \"]"),
                        tones(1, "[\"do\", \"do\"]"),
                        tones(1, "[\"re\", \"re\"]"),
                        tones(1, "[\"mi\", \"mi\"]"),
                        tones(2, "[]")),
                names -> "[\"" + String.join("\", \"", names) + "\"]");
    }

    /** A line of JSON of some silent frames. */
    private static String tones(int frames, String tones) {
        return tones(Collections.nCopies(frames, List.of(0.0, 0.0, 0.0)), tones);
    }

    private static String tones(List<List<Double>> frames, String tones) {
        return "{\"frames\": %s, \"tones\": %s}".formatted(frames, tones);
    }

    /**
     * @param first lines of the training part
     * @param json what a row's tones are written as
     */
    private void writeTones(List<String> first, Function<List<String>, String> json)
            throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            // Two labels of one step: none can give them.
            var impossible = tones(1, json.apply(List.of("do", "do")));
            var lines = new ArrayList<>(part.equals("train") ? first : List.of(impossible));
            for (int i = 0; i < (part.equals("train") ? 200 : 60); i++) {
                var frames = new ArrayList<List<Double>>();
                var tones = new ArrayList<String>();
                frames.add(frame(random, -1));
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    int tone = random.nextInt(3);
                    tones.add(TONE_NAMES.get(tone));
                    for (int t = 1 + random.nextInt(3); t > 0; t--) {
                        frames.add(frame(random, tone));
                    }
                    for (int t = 1 + random.nextInt(3); t > 0; t--) {
                        frames.add(frame(random, -1));
                    }
                }
                lines.add(tones(frames, json.apply(tones)));
            }
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines.subList(0, 30));
            Files.write(folder.resolve(part + "/b.json"), lines.subList(30, lines.size()));
        }
    }

    private static List<Double> frame(Random random, int tone) {
        var frame = new ArrayList<Double>();
        for (int k = 0; k < 3; k++) {
            frame.add((k == tone ? 2 : 0) + 0.3 * random.nextGaussian());
        }
        return frame;
    }

    @Test
    void tonesAreTranscribed() throws IOException {
        var conf = written("TONES", "training.earlyStopping.metric=errors");
        var out = train(conf, 2);
        var summary = summary();
        assertTrue(summary.path("test.labelErrorRate").asDouble() < 0.1, out);
        var figures = summary.path("figures");
        long edits =
                figures.path("substituted").asLong()
                        + figures.path("missing").asLong()
                        + figures.path("added").asLong();
        assertEquals(
                (double) edits / figures.path("labels").asLong(),
                summary.path("test.labelErrorRate").asDouble());
        assertEquals(61, figures.path("examples").asInt());
        assertEquals(1, figures.path("impossible").asInt());
        assertEquals(3, summary.path("rejectedRows").asInt(), out);
        assertTrue(out.contains("3 no label"), out);
        assertTrue(
                out.lines()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "epoch 1: [123] sequences? with more labels .*")),
                out);
        var errors = new ArrayList<Double>();
        for (int epoch = 1; epoch <= 12; epoch++) {
            var lines =
                    Files.readAllLines(
                            folder.resolve("run/metrics/epoch-%05d.jsonl".formatted(epoch)));
            var last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
            errors.add(last.path("validation.labelErrorRate").asDouble());
        }
        assertEquals(
                Collections.min(errors), errors.get(summary.path("bestEpoch").asInt() - 1), out);
        LocalSession.open(2);
        predict("json", Map.of());
        LocalSession.open(2);
        var evaluated = new ByteArrayOutputStream();
        Commands.evaluate(
                new ScoringRequest(
                        folder + "/run",
                        new SourceConf(
                                "json", folder.resolve("test").toString(), Map.of(), "", "")),
                0,
                folder + "/figures.json",
                new PrintStream(evaluated, true, StandardCharsets.UTF_8));
        var again = new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
        assertEquals(figures.path("labelErrorRate"), again.path("labelErrorRate"));
        assertEquals(figures.path("logLoss"), again.path("logLoss"));
        assertTrue(
                evaluated
                        .toString(StandardCharsets.UTF_8)
                        .contains("impossible        1 with more labels than steps"),
                evaluated.toString(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("only.json"), tones(1, "[\"do\", \"do\"]"));
        LocalSession.open(2);
        Commands.evaluate(
                new ScoringRequest(
                        folder + "/run",
                        new SourceConf("json", folder + "/only.json", Map.of(), "", "")),
                0,
                folder + "/only-figures.json",
                System.out);
        var only = new ObjectMapper().readTree(folder.resolve("only-figures.json").toFile());
        assertEquals(1, only.path("impossible").asInt());
        assertTrue(only.path("logLoss").isMissingNode(), only.toString());
        try (var session = LocalSession.open(2)) {
            var rows = session.read().json(folder.resolve("out").toString());
            assertEquals(61, rows.count());
            assertEquals(
                    Math.round(61 * summary.path("test.sequenceAccuracy").asDouble()),
                    rows.filter("tones = prediction").count());
        }
    }

    /** What cannot hold an array gets JSON, here and there a text of labels is read. */
    private static final Map<String, String> RFC_4180 = Map.of("header", "true", "escape", "\"");

    @Test
    void labelsMayBeATextAndPredictionsJson() throws IOException {
        writeTones(
                List.of(tones(1, "null"), tones(1, "\" \""), tones(1, "\"do do\"")),
                names -> "\"" + String.join(" ", names) + "\"");
        var out = train(conf(TONES, "data.maxRejected=0.1", "training.epochs=1"), 2);
        assertTrue(out.contains("2 no label"), out);
        assertTrue(out.contains("3 numbers a step, 3 labels"), out);
        LocalSession.open(2);
        predict("csv", Map.of("header", "true"));
        try (var session = LocalSession.open(2)) {
            var rows = session.read().options(RFC_4180).csv(folder + "/out");
            assertEquals(61, rows.count());
            var row = rows.first();
            var predicted = row.getString(row.fieldIndex("prediction"));
            assertTrue(predicted.matches("\\[(\"(do|re|mi)\",?)*]"), predicted);
            var frames = row.getString(row.fieldIndex("frames"));
            assertTrue(new ObjectMapper().readTree(frames).get(0).size() == 3, frames);
        }
    }
}
