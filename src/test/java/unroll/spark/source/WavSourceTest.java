package unroll.spark.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.audio.WavFiles;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.row.RowTarget;
import unroll.spark.LocalSession;

/** Rows of WAV files. */
final class WavSourceTest {
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

    private SourceConf source(String path, Map<String, String> options) {
        return new SourceConf("wav", folder.resolve(path).toString(), options, "", "label")
                .with(SourceConf.SEQUENCE, "features");
    }

    private void write(String name, int samples) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, WavFiles.of(16_000, new double[samples]));
    }

    private static String name(Row row) {
        return Path.of(row.<String>getAs("path")).getFileName().toString();
    }

    /** Spark's scans leave files without a byte out. */
    @Test
    void anEmptyFileIsACorruptRecord() throws IOException {
        write("a/who=ann/one.wav", 400);
        Files.createFile(folder.resolve("a/who=ann/two.WAV"));
        var rows = new Sources(session).open(source("a", Map.of()), "data.train").collectAsList();
        var corrupt =
                rows.stream()
                        .collect(
                                Collectors.toMap(
                                        WavSourceTest::name,
                                        row -> row.getAs(Sources.CORRUPT) != null));
        assertEquals(Map.of("one.wav", false, "two.WAV", true), corrupt);
    }

    @Test
    void groupsOfAPatternAreColumns() throws IOException {
        write("a/yes/ann_1.wav", 400);
        write("a/no/bob_2.WAV", 560);
        write("a/no/other.wav", 720);
        Files.writeString(folder.resolve("a/no/notes.txt"), "no sound");
        var options = Map.of("pathPattern", "(?<label>[a-z]+)/(?<who>[a-z]+)_(?<take>\\d)\\.");
        var source = source("a/*", options);
        var rows = new Sources(session).open(source, "data.train").collectAsList();
        assertEquals(
                Set.of(
                        "ann_1.wav yes ann 1 1",
                        "bob_2.WAV no bob 2 2",
                        "other.wav null null null 3"),
                rows.stream()
                        .map(
                                row ->
                                        String.join(
                                                " ",
                                                name(row),
                                                row.getAs("label"),
                                                row.getAs("who"),
                                                row.getAs("take"),
                                                ""
                                                        + row.getList(row.fieldIndex("features"))
                                                                .size()))
                        .collect(Collectors.toSet()));
        var some = source.with(SourceConf.WHERE, "take >= 2");
        assertEquals(1, new Sources(session).open(some, "data.train").count());
    }

    @Test
    void aTableHasTheTranscripts() throws IOException {
        write("a/1.wav", 400);
        write("a/b/2.wav", 400);
        write("a/3.wav", 400);
        var absolute = folder.resolve("a/3.wav");
        Files.writeString(
                folder.resolve("a/said.csv"),
                "path,text,age\n1.wav,one two,7\nb/2.wav,\"three, four\",8\n"
                        + absolute
                        + ",five,9\nelsewhere.wav,six,0\n");
        Files.writeString(
                folder.resolve("said.jsonl"),
                "{\"path\":\"a/1.wav\",\"text\":\"one two\"}\n{\"path\":\"a/b/2.wav\",\"text\":\"three, four\"}\n");
        for (var table : new String[] {"a/said.csv", "said.jsonl"}) {
            var source =
                    source("a/{*.wav,b}", Map.of("table", folder.resolve(table).toString()))
                            .with(SourceConf.LABEL, "text");
            var rows = new Sources(session).examples(source, "data.train", RowTarget.LABELS);
            assertEquals(
                    table.endsWith("csv")
                            ? Set.of("1.wav: one two", "2.wav: three, four", "3.wav: five")
                            : Set.of("1.wav: one two", "2.wav: three, four", "3.wav: null"),
                    rows.collectAsList().stream()
                            .map(
                                    row ->
                                            Path.of(row.<String>getAs("name")).getFileName()
                                                    + ": "
                                                    + row.getAs("target"))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void whatIsNoSoundIsACorruptRecordWithItsReason() throws IOException {
        write("a/good.wav", 400);
        Files.writeString(folder.resolve("a/bad.wav"), "nothing");
        var whole = WavFiles.of(16_000, new double[100]);
        Files.write(folder.resolve("a/cut.wav"), Arrays.copyOf(whole, whole.length - 50));
        var rows =
                new Sources(session)
                        .open(source("a", Map.of()), "data.train").collectAsList().stream()
                                .collect(Collectors.toMap(WavSourceTest::name, row -> row));
        assertEquals(3, rows.size());
        assertTrue(rows.get("good.wav").isNullAt(rows.get("good.wav").fieldIndex(Sources.CORRUPT)));
        var bad = rows.get("bad.wav");
        assertTrue(bad.isNullAt(bad.fieldIndex("features")));
        assertTrue(bad.<String>getAs(Sources.CORRUPT).endsWith("a/bad.wav: not a RIFF file"));
        var cut = rows.get("cut.wav").<String>getAs(Sources.CORRUPT);
        assertTrue(cut.endsWith("a/cut.wav: truncated: it has 150 of 200 bytes of samples"), cut);
    }

    @Test
    void aMistakeNamesTheOption() throws IOException {
        write("a/1.wav", 400);
        assertEquals(
                "data.train.options.pathPattern: expected named groups such as (?<label>[a-z]+), got (a)",
                refused(ConfigurationException.class, Map.of("pathPattern", "(a)")));
        assertEquals(
                "data.train.options.pathPattern: expected a regular expression, got (?<a>: Unclosed group",
                refused(ConfigurationException.class, Map.of("pathPattern", "(?<a>")));
        assertEquals(
                "data.train.options.table: expected a file that ends in .csv, .tsv, .json or .jsonl, got "
                        + folder.resolve("a/1.wav"),
                refused(
                        ConfigurationException.class,
                        Map.of("table", folder.resolve("a/1.wav").toString())));
        Files.writeString(folder.resolve("t.csv"), "file,text\n1.wav,one\n");
        var table = folder.resolve("t.csv").toString();
        assertEquals(
                "data.train.options.table: csv at %s has no column path; it has file, text"
                        .formatted(table),
                refused(DataException.class, Map.of("table", table)));
        var elsewhere =
                refused(ConfigurationException.class, Map.of("table", "s3a://bucket/said.csv"));
        assertTrue(
                elsewhere.startsWith(
                        "data.train.options.table: cannot use s3a://bucket/said.csv: the connector"),
                elsewhere);
    }

    private String refused(Class<? extends RuntimeException> kind, Map<String, String> options) {
        return assertThrows(
                        kind, () -> new Sources(session).open(source("a", options), "data.train"))
                .getMessage();
    }

    /** The content of files is read where it is needed only. */
    @Test
    void featuresAreThoseOfTheSettings() throws IOException {
        write("a/1.wav", 1600);
        var source = source("a", Map.of());
        var row = new Sources(session).open(source, "data.train").first();
        var steps = row.<org.apache.spark.ml.linalg.Vector>getList(row.fieldIndex("features"));
        assertEquals(8, steps.size());
        var silence = new double[40];
        Arrays.fill(silence, StrictMath.log(1e-6));
        assertArrayEquals(silence, steps.get(7).toArray());
        assertFalse(Arrays.asList(row.schema().fieldNames()).contains("content"));
    }
}
