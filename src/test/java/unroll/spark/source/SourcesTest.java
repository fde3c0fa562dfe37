package unroll.spark.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.row.Labels;
import unroll.encode.row.RowTarget;
import unroll.spark.LocalSession;

final class SourcesTest {
    private static SparkSession session;
    @TempDir Path folder;

    @BeforeAll
    static void open() {
        session = LocalSession.open(2);
    }

    @AfterAll
    static void close() {
        session.stop();
    }

    private SourceConf source(String format, String path) {
        return new SourceConf(format, folder.resolve(path).toString(), Map.of(), "text", "label");
    }

    /** "text=label" of every row, sorted. */
    private static Set<String> read(SourceConf source) {
        return new Sources(session)
                .examples(source, "data.train", RowTarget.LABEL).collectAsList().stream()
                        .map(row -> row.get(0) + "=" + Labels.of(row.get(1)))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private String failure(SourceConf source) {
        return assertThrows(
                        DataException.class,
                        () -> new Sources(session).examples(source, "data.train", RowTarget.LABEL))
                .getMessage();
    }

    @Test
    void foldersOfTheMovieReviewLayoutGiveTextsAndLabels() throws IOException {
        for (var label : List.of("neg", "pos", "so so")) {
            var in = Files.createDirectories(folder.resolve("reviews/train/" + label));
            Files.writeString(in.resolve("0_1.txt"), label + " one\nsecond line");
            Files.writeString(in.resolve("1_2.txt"), label + " two");
            Files.writeString(in.resolve("notes.csv"), "not a text");
        }
        assertEquals(
                Set.of(
                        "neg one\nsecond line=neg",
                        "neg two=neg",
                        "pos one\nsecond line=pos",
                        "pos two=pos",
                        "so so one\nsecond line=so so",
                        "so so two=so so"),
                read(source("folders", "reviews/train")));
        assertEquals(4, read(source("folders", "reviews/train/{neg,pos}")).size());
    }

    /** Spark's scans leave files without a byte out. */
    @Test
    void anEmptyFileOfAFolderIsARow() throws IOException {
        var in = Files.createDirectories(folder.resolve("reviews/neg"));
        Files.writeString(in.resolve("0_1.txt"), "a");
        Files.createFile(in.resolve("1_1.txt"));
        assertEquals(Set.of("a=neg", "=neg"), read(source("folders", "reviews")));
    }

    @Test
    void aColumnOfTrainingThatScoredRowsDoNotHaveIsNamed() throws IOException {
        Files.writeString(folder.resolve("other.json"), "{\"body\": \"a\", \"label\": 1}\n");
        var source = source("json", "other.json");
        var wrong =
                assertThrows(
                        DataException.class,
                        () -> new Sources(session).examples(source, "source", RowTarget.LABEL));
        assertTrue(
                wrong.getMessage()
                        .contains(
                                "has no column text, as in training (--text-column names another);"
                                        + " it has body, label"),
                wrong.getMessage());
    }

    @Test
    void severalTextColumnsAreJoinedInTheOrderGiven() throws IOException {
        Files.writeString(
                folder.resolve("a.json"),
                """
                {"title": "t", "body": {"long": "b"}, "words": ["w"], "label": 1}
                {"title": "t", "body": null, "words": ["w"], "label": 2}
                {"title": null, "body": {"long": "b"}, "label": 3}
                {"title": null, "body": null, "label": 4}
                {"title": "", "body": {"long": ""}, "label": 5}
                """);
        var source = source("json", "a.json");
        assertEquals(
                Set.of("b\nt=1", "t=2", "b=3", "null=4", "\n=5"),
                read(source.with(SourceConf.TEXT, List.of("body.long", "title"))));
        var array = failure(source.with(SourceConf.TEXT, List.of("title", "words")));
        assertTrue(array.contains("data.train.text: column words of json"), array);
        assertTrue(array.endsWith("expected text, to be joined with others"), array);
        var absent = failure(source.with(SourceConf.TEXT, List.of("title", "text")));
        assertTrue(absent.contains("has no column text; it has body, label, title, words"), absent);
    }

    @Test
    void aFolderOfTextsHasOneTextColumn() throws IOException {
        var in = Files.createDirectories(folder.resolve("reviews/neg"));
        Files.writeString(in.resolve("0_1.txt"), "a");
        var texts = List.of("title", "body");
        assertEquals(
                "data.train.text: expected one column with format folders, got title, body",
                failure(source("folders", "reviews").with(SourceConf.TEXT, texts)));
    }

    @Test
    void numbersAndTheirSpellingsAreOneLabel() throws IOException {
        Files.writeString(
                folder.resolve("a.json"),
                """
                {"text": "a", "label": 1}
                {"text": "b", "label": 1.0}
                {"text": "c", "label": 2.5}
                {"text": "d", "label": -3}
                """);
        assertEquals(Set.of("a=1", "b=1", "c=2.5", "d=-3"), read(source("json", "a.json")));
        Files.writeString(folder.resolve("a.csv"), "text,label\na,1\nb,1.0\nc, x \nd,\n");
        assertEquals(Set.of("a=1", "b=1", "c=x", "d=null"), read(source("csv", "a.csv")));
        assertEquals(List.of("-1", "2", "10"), Labels.sorted(Set.of("10", "2", "-1")));
        assertEquals(List.of("10", "2", "b"), Labels.sorted(Set.of("10", "2", "b")));
    }

    @Test
    void tablesAndColumnarFilesAreRead() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{\"text\": \"a\", \"label\": \"x\"}\n");
        var rows = session.read().json(folder.resolve("a.json").toString());
        rows.createOrReplaceTempView("reviews");
        rows.write().parquet(folder.resolve("parquet").toString());
        rows.write().orc(folder.resolve("orc").toString());
        assertEquals(
                Set.of("a=x"), read(new SourceConf("table", "reviews", Map.of(), "text", "label")));
        assertEquals(Set.of("a=x"), read(source("parquet", "parquet")));
        assertEquals(Set.of("a=x"), read(source("orc", "orc")));
    }

    @Test
    void damagedRecordsArriveWithWhatTheyHeld() throws IOException {
        Files.writeString(
                folder.resolve("a.json"),
                "{\"text\": \"a\", \"label\": \"x\"}\n{\"text\": \"b\", \n");
        Files.writeString(folder.resolve("a.csv"), "text,label\na,x\nb,x,y,z\n");
        for (var format : List.of("json", "csv")) {
            var source =
                    new SourceConf(
                            format,
                            folder.resolve("a." + format).toString(),
                            Map.of("mode", "DROPMALFORMED"),
                            "text",
                            "label");
            var corrupt =
                    new Sources(session)
                                    .examples(source, "data.train", RowTarget.LABEL)
                                    .collectAsList()
                                    .stream()
                                    .filter(row -> !row.isNullAt(2))
                                    .map(row -> row.getString(2).strip())
                                    .toList();
            assertEquals(List.of(format.equals("json") ? "{\"text\": \"b\"," : "b,x,y,z"), corrupt);
        }
    }

    @Test
    void aFolderWithoutFilesOrAnUnknownTableIsNamed() {
        assertTrue(failure(source("json", "absent")).contains(folder.resolve("absent").toString()));
        assertTrue(failure(source("folders", "absent")).contains("absent"));
        var table = new SourceConf("table", "nowhere", Map.of(), "text", "label");
        assertTrue(failure(table).contains("nowhere"));
        assertTrue(failure(source("nosuchformat", "a")).contains("nosuchformat"));
    }

    @Test
    void aDatabaseWithoutItsDriverIsNamedWithTheRemedy() {
        var options = Map.of("url", "jdbc:postgresql://bob:pw@127.0.0.1/db", "dbtable", "reviews");
        var without = failure(new SourceConf("jdbc", "", options, "text", "label"));
        assertTrue(without.contains("there is no driver for jdbc:postgresql"), without);
        assertTrue(without.contains("--jars"), without);
        assertFalse(without.contains("pw@"), without);
        var named = new HashMap<>(options);
        named.put("driver", "org.example.Driver");
        var absent = failure(new SourceConf("jdbc", "", named, "text", "label"));
        assertTrue(absent.contains("the driver org.example.Driver is not"), absent);
        var unsaid = failure(new SourceConf("jdbc", "", Map.of("dbtable", "a"), "text", "label"));
        assertTrue(unsaid.contains("url"), unsaid);
    }

    @Test
    void anAbsentColumnIsNamedWithThoseThatExist() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{\"review\": \"a\", \"stars\": [1]}\n{bad\n");
        var path = folder.resolve("a.json").toString();
        var absent = failure(new SourceConf("json", path, Map.of(), "text", "stars"));
        for (var word : Arrays.asList("data.train.text", path, "no column text", "review, stars")) {
            assertTrue(absent.contains(word), absent);
        }
        var wrong = failure(new SourceConf("json", path, Map.of(), "review", "stars"));
        assertTrue(wrong.contains("strings or numbers"), wrong);
    }
}
