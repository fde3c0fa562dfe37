package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.conf.TextConf;
import unroll.data.DataException;
import unroll.io.UnsupportedFormatException;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.predict.TrainedSource;
import unroll.spark.LocalSession;
import unroll.spark.TinyModel;
import unroll.spark.source.Sources;
import unroll.task.Scorer;
import unroll.text.Words;

final class PredictJobTest {
    private static final int ROWS = 500;

    @TempDir Path folder;
    private String model;

    @BeforeEach
    void write() throws IOException {
        model = TinyModel.write(folder.resolve("run/model").toString());
        var lines = new ArrayList<String>();
        for (int i = 0; i < ROWS; i++) {
            lines.add("{\"id\": %d, \"review\": %s, \"tags\": [\"t%d\"]}".formatted(i, text(i), i));
        }
        Files.createDirectories(folder.resolve("in"));
        Files.write(folder.resolve("in/a.json"), lines.subList(0, 300));
        Files.write(folder.resolve("in/b.json"), lines.subList(300, ROWS));
    }

    private static String text(int i) {
        return i == 3
                ? "null"
                : i == 4
                        ? "\"...\""
                        : "\"" + "very not good bad film ".repeat(1 + i % 7) + "w" + i + "\"";
    }

    private SourceConf source(String path, String text) {
        return new SourceConf("json", folder.resolve(path).toString(), Map.of(), text, "");
    }

    private String predict(SourceConf source, Sink sink) throws IOException {
        var out = new ByteArrayOutputStream();
        // Closed by the job.
        LocalSession.open(2);
        Commands.predict(
                new ScoringRequest(folder.resolve("run").toString(), source),
                0,
                sink,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private Sink sink(String format, String path) {
        return new Sink(format, folder.resolve(path).toString(), Map.of(), "errorifexists");
    }

    @Test
    void everyRowKeepsItsColumnsAndPlaceAndGetsItsOwnScore() throws IOException {
        predict(source("in", "review"), sink("parquet", "out"));
        try (var session = LocalSession.open(2)) {
            var opened = Models.open(model, session.sparkContext().hadoopConfiguration());
            var scorer = new Scorer(opened.trained());
            var words = new Words(opened.trained().conf().text());
            var read = session.read().parquet(folder.resolve("out").toString());
            assertArrayEquals(
                    new String[] {"id", "review", "tags", "prediction", "probabilities"},
                    read.columns());
            var written = new ArrayList<Row>();
            // Spark numbers the files in the order of the rows.
            try (var files = Files.list(folder.resolve("out"))) {
                for (var file :
                        files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList()) {
                    written.addAll(session.read().parquet(file.toString()).collectAsList());
                }
            }
            assertEquals(ROWS, written.size());
            for (int i = 0; i < ROWS; i++) {
                var row = written.get(i);
                assertEquals(i, row.getLong(0));
                assertEquals(List.of("t" + i), row.getList(2));
                if (i == 3 || i == 4) {
                    assertNull(row.get(3));
                    assertNull(row.get(4));
                    continue;
                }
                var alone = scorer.score(List.of(scorer.encode(words.of(row.getString(1))))).get(0);
                var probabilities = row.<String, Float>getJavaMap(4);
                assertEquals(alone[0], probabilities.get("neg"));
                assertEquals(alone[1], probabilities.get("pos"));
                assertEquals(alone[0] >= alone[1] ? "neg" : "pos", row.getString(3));
            }
        }
    }

    @Test
    void formatsWithoutMapsGetTheProbabilitiesAsJson() throws IOException {
        var rows = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            rows.add("{\"review\": \"good film\", \"n\": " + i + "}");
        }
        Files.write(folder.resolve("flat.json"), rows);
        predict(source("flat.json", "review"), sink("csv", "out"));
        try (var session = LocalSession.open(2)) {
            var lines =
                    session.read()
                            .option("header", "true")
                            .option("escape", "\"")
                            .csv(folder.resolve("out").toString())
                            .collectAsList();
            assertEquals(3, lines.size());
            assertTrue(
                    lines.get(0).getString(3).startsWith("{\"neg\":0."), lines.get(0).toString());
        }
    }

    @Test
    void aColumnThatWouldBeReplacedIsRefused() throws IOException {
        Files.writeString(folder.resolve("c.json"), "{\"review\": \"good\", \"Prediction\": 1}\n");
        var refused =
                assertThrows(
                        DataException.class,
                        () -> predict(source("c.json", "review"), sink("parquet", "out")));
        assertTrue(refused.getMessage().contains("a column prediction"), refused.getMessage());
    }

    @Test
    void aModelOfTheFirstTokeniserCutsTextAsThatDid() throws IOException {
        var old = TinyModel.write(folder.resolve("old").toString(), 1);
        var model = Models.open(old, new org.apache.hadoop.conf.Configuration()).trained();
        assertEquals(TextConf.Normalize.NONE, model.conf().text().normalize());
        assertFalse(model.conf().text().apostrophes());
    }

    @Test
    void aModelOfAnotherTokeniserIsRefused() throws IOException {
        var other = TinyModel.write(folder.resolve("other").toString(), Words.VERSION + 1);
        var refused =
                assertThrows(
                        UnsupportedFormatException.class,
                        () -> Models.open(other, new org.apache.hadoop.conf.Configuration()));
        assertTrue(refused.getMessage().contains("tokeniser is too new"), refused.getMessage());
    }

    @Test
    void whatIsReadIsNotOverwritten() throws IOException {
        for (var place : List.of("in", "in/scored", ".", "run/scored")) {
            var sink = new Sink("json", folder.resolve(place).toString(), Map.of(), "overwrite");
            var refused =
                    assertThrows(
                            ConfigurationException.class,
                            () -> predict(source("in", "review"), sink),
                            place);
            assertTrue(refused.getMessage().contains("--output"), refused.getMessage());
        }
        assertEquals(300, Files.readAllLines(folder.resolve("in/a.json")).size());
        assertTrue(Files.exists(folder.resolve("run/model/manifest.json")));
    }

    @Test
    void onlyRowsAreOverwritten() throws IOException {
        Files.createDirectories(folder.resolve("papers"));
        Files.writeString(folder.resolve("papers/thesis.docx"), "x");
        Files.writeString(folder.resolve("letter"), "x");
        for (var place : List.of("papers", "letter")) {
            var sink = new Sink("json", folder.resolve(place).toString(), Map.of(), "overwrite");
            var refused =
                    assertThrows(
                            ConfigurationException.class,
                            () -> predict(source("in", "review"), sink));
            assertTrue(refused.getMessage().contains(place), refused.getMessage());
        }
        assertEquals("x", Files.readString(folder.resolve("papers/thesis.docx")));
        assertEquals("x", Files.readString(folder.resolve("letter")));
        for (int i = 0; i < 2; i++) {
            var sink = new Sink("json", folder.resolve("rows").toString(), Map.of(), "overwrite");
            predict(source("in", "review"), sink);
        }
        assertTrue(Files.exists(folder.resolve("rows/_SUCCESS")));
    }

    @Test
    void whatASinkRefusesIsToldInOneLine() {
        var url = "jdbc:nosuch://bob:hunter2@localhost/x";
        var refused =
                Map.of(
                        new Sink("json", path("a"), Map.of("compression", "rar"), "append"),
                        "rar",
                        new Sink("csv", path("c"), Map.of("sep", ""), "append"),
                        "csv " + path("c") + ": Delimiter cannot be empty",
                        new Sink("jdbc", "", Map.of("dbtable", "t"), "append"),
                        "Option 'url' is required",
                        new Sink("jdbc", "", Map.of("dbtable", "t", "url", url), "append"),
                        "cannot write to jdbc t: there is no driver for jdbc:nosuch",
                        new Sink("nosuch", path("b"), Map.of(), "append"),
                        "nosuch",
                        new Sink("json", "s3a://bucket/x", Map.of(), "append"),
                        "connector");
        refused.forEach(
                (sink, expected) -> {
                    var thrown =
                            assertThrows(
                                    ConfigurationException.class,
                                    () -> predict(source("in", "review"), sink));
                    assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
                    assertEquals(1, thrown.getMessage().lines().count());
                });
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void anExistingOutputIsRefusedInOneLine() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> predict(source("in", "review"), sink("parquet", "out")));
        assertTrue(
                refused.getMessage().contains(folder.resolve("out").toString()),
                refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }

    @Test
    void evaluationPrintsAndWritesFiguresAndCountsBadRows() throws IOException {
        Files.writeString(
                folder.resolve("labelled.json"),
                """
                {"text": "very good film", "label": "pos"}
                {"text": "bad", "label": "neg"}
                {"text": "not very good", "label": "neg"}
                """);
        var out = new ByteArrayOutputStream();
        var json = folder.resolve("figures.json");
        LocalSession.open(2);
        var source =
                new SourceConf(
                        "json",
                        folder.resolve("labelled.json").toString(),
                        Map.of(),
                        "text",
                        "label");
        Commands.evaluate(
                new ScoringRequest(model, source),
                0,
                json.toString(),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        var tree = new ObjectMapper().readTree(json.toFile());
        assertEquals(3, tree.path("examples").asInt());
        assertEquals(0, tree.path("rejectedRows").asInt());
        assertEquals(2, tree.path("classes").get(0).path("support").asInt());
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("macro-F1"),
                out.toString(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("labelled.json"), "{\"text\": \"fine\", \"label\": \"other\"}\n");
        LocalSession.open(2);
        var refused =
                assertThrows(
                        DataException.class,
                        () ->
                                Commands.evaluate(
                                        new ScoringRequest(model, source),
                                        0,
                                        null,
                                        new PrintStream(out, true, StandardCharsets.UTF_8)));
        assertTrue(
                refused.getMessage().contains("1 label not in the training set"),
                refused.getMessage());
    }

    @Test
    void figuresReplaceNeitherLinksNorDevices() throws IOException {
        var target = Files.writeString(folder.resolve("target.json"), "mine");
        var link = Files.createSymbolicLink(folder.resolve("link.json"), target).toString();
        for (var json : List.of(link, "/dev/null")) {
            LocalSession.open(2);
            var refused =
                    assertThrows(
                            ConfigurationException.class,
                            () ->
                                    Commands.evaluate(
                                            new ScoringRequest(model, source("in", "review")),
                                            0,
                                            json,
                                            System.out));
            assertTrue(refused.getMessage().startsWith("--json: " + json), refused.getMessage());
        }
        assertEquals("mine", Files.readString(target));
        assertTrue(Files.isSymbolicLink(folder.resolve("link.json")));
    }

    private static final List<String> BAD =
            List.of(
                    "{\"id\": 7, \"text\": \"a great",
                    "garbage",
                    "{\"id\": 8, \"text\": \"\"}",
                    "{\"id\": 9, \"text\": \"caf\uFFFD\"}",
                    "{\"id\": 10, \"text\": \"%s\"}".formatted("good ".repeat(240_000)));

    private String predictBad(Sink sink, String rejected) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("{\"id\": 1, \"text\": \"good film\"}");
        lines.addAll(BAD);
        Files.write(folder.resolve("bad.json"), lines);
        var out = new ByteArrayOutputStream();
        LocalSession.open(2);
        Commands.predict(
                new ScoringRequest(
                        folder.resolve("run").toString(),
                        source("bad.json", "text"),
                        List.of(),
                        rejected),
                0,
                sink,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void rowsThatCannotBeScoredAreKeptAndCounted() throws IOException {
        var rejected = folder.resolve("rejected").toString();
        var told = predictBad(sink("json", "out"), rejected);
        assertTrue(
                told.contains(
                        "5 of 6 rows could not be scored: 2 corrupt record, 1 no text, 1 text of more than 1000000 characters, 1 invalid bytes or U+FFFD in the text; they are in "
                                + rejected),
                told);
        try (var session = LocalSession.open(2)) {
            var written =
                    session.read()
                            .option("columnNameOfCorruptRecord", "other") // else it hides ours
                            .json(folder.resolve("out").toString());
            var kept =
                    written
                            .filter("_corrupt_record is not null and prediction is null")
                            .select("_corrupt_record")
                            .collectAsList()
                            .stream()
                            .map(row -> row.getString(0))
                            .toList();
            assertEquals(List.of(BAD.get(0), BAD.get(1)), kept);
            assertEquals(6, written.count());
            assertEquals(1, written.filter("prediction is not null").count());
            assertEquals(5, session.read().json(rejected).count());
        }
    }

    @Test
    void theSameRowsAreBadInAnEvaluation() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("{\"text\": \"good film\", \"label\": \"pos\"}");
        BAD.forEach(line -> lines.add(line.replace("}", ", \"label\": \"pos\"}")));
        Files.write(folder.resolve("bad.json"), lines);
        var source =
                new SourceConf(
                        "json", folder.resolve("bad.json").toString(), Map.of(), "text", "label");
        var out = new ByteArrayOutputStream();
        var rejected = folder.resolve("rejected").toString();
        LocalSession.open(2);
        Commands.evaluate(
                new ScoringRequest(model, source, List.of("data.maxRejected=0.9"), rejected),
                0,
                null,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        var told = out.toString(StandardCharsets.UTF_8);
        assertTrue(
                told.contains(
                        "5 of 6 rows are bad (83.33 %): 2 corrupt record, 1 no text, 1 text of more than 1000000 characters, 1 invalid bytes or U+FFFD in the text; they are in "
                                + rejected),
                told);
        LocalSession.open(2);
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () ->
                                Commands.evaluate(
                                        new ScoringRequest(
                                                model, source, List.of("text.maxLength=3"), ""),
                                        0,
                                        null,
                                        System.out));
        assertTrue(refused.getMessage().contains("data.maxRejected"), refused.getMessage());
    }

    @Test
    void whatASinkHoldsIsReadBackByDefault() throws IOException {
        var texts =
                List.of(
                        "two\\nlines",
                        "cr\\r\\nlf",
                        "a \\\"quoted\\\" word",
                        "comma, semi; tab\\t",
                        "back\\\\slash\\\\",
                        " spaces ",
                        "",
                        "caf\u00e9 \u65e5\u672c");
        var lines = new ArrayList<String>();
        for (int i = 0; i < texts.size(); i++) {
            lines.add("{\"id\": %d, \"review\": \"%s\"}".formatted(i, texts.get(i)));
        }
        lines.add("{\"id\": %d, \"review\": null}".formatted(texts.size()));
        Files.write(folder.resolve("odd.json"), lines);
        for (var format : List.of("csv", "json", "parquet", "orc")) {
            predict(source("odd.json", "review"), sink(format, "out-" + format));
            try (var session = LocalSession.open(2)) {
                var wanted =
                        session.read()
                                .json(folder.resolve("odd.json").toString())
                                .selectExpr("string(id)", "review")
                                .collectAsList();
                var path = folder.resolve("out-" + format).toString();
                var written =
                        new Sources(session)
                                .open(new SourceConf(format, path, Map.of(), "", ""), "source");
                assertEquals(
                        wanted,
                        written.selectExpr("string(id)", "review").collectAsList().stream()
                                .sorted((a, b) -> a.getString(0).compareTo(b.getString(0)))
                                .toList(),
                        format);
                assertEquals(7, written.filter("prediction is not null").count(), format);
            }
        }
    }

    @Test
    void formatAndOptionsAreThoseOfTraining() throws IOException {
        var conf =
                TinyModel.configuration(
                        "data.train.format=csv", "data.train.options={sep: ';', encoding: x}");
        var same = new SourceConf("", "a", Map.of("charset", "UTF-8"), "", "");
        assertEquals("csv", TrainedSource.complete(same, conf, note -> {}).format());
        assertEquals(
                Map.of("sep", ";", "charset", "UTF-8"),
                TrainedSource.complete(same, conf, note -> {}).options());
        var other = new SourceConf("json", "a", Map.of(), "", "");
        assertEquals(Map.of(), TrainedSource.complete(other, conf, note -> {}).options());
        assertEquals("text", TrainedSource.complete(other, conf, note -> {}).text());
    }
}
