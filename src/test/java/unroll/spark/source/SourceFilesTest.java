package unroll.spark.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.AudioConf;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.encode.row.RowTarget;
import unroll.spark.LocalSession;
import unroll.spark.SparkErrors;
import unroll.train.ExitCode;

/** Files as they lie on disks: odd names, other encodings, compressed, damaged. */
final class SourceFilesTest {
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

    private static SourceConf source(
            String format, List<String> paths, Map<String, String> options, String where) {
        return new SourceConf(
                format,
                paths,
                options,
                List.of("text"),
                "",
                "",
                "label",
                "",
                "",
                "",
                where,
                AudioConf.STANDARD,
                null);
    }

    private SourceConf source(String format, String path, Map<String, String> options) {
        return source(format, List.of(folder.resolve(path).toString()), options, "");
    }

    /** "text=label" of every row, sorted. */
    private static Set<String> read(SourceConf source) {
        if (source.format().equals("text")) {
            return Set.of("" + new Sources(session).open(source, "data.train").count());
        }
        return new Sources(session)
                .examples(source, "data.train", RowTarget.LABEL).collectAsList().stream()
                        .map(row -> row.get(0) + "=" + row.get(1))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String failure(SourceConf source) {
        var thrown = SparkErrors.known(assertThrows(Exception.class, () -> read(source)));
        assertEquals(3, ExitCode.of(thrown), thrown.toString());
        assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
        return thrown.getMessage();
    }

    private void write(String name, String text, String encoding) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(Charset.forName(encoding)));
    }

    private static String json(String text) {
        return "{\"text\": \"" + text + "\", \"label\": \"x\"}\n";
    }

    @Test
    void anyNameIsReadAsItStands() throws IOException {
        for (var name : List.of("a:b", "50% off", "a%20b", "[1]", "{x}", "wie schön", "日本", "q?")) {
            write("names/" + name + ".json", json(name), "UTF-8");
            write("folders/" + name + "/1:1.txt", name, "UTF-8");
            assertEquals(
                    Set.of(name + "=x"), read(source("json", "names/" + name + ".json", Map.of())));
        }
        assertEquals(8, read(source("json", "names", Map.of())).size());
        assertEquals(8, read(source("json", "names/*.json", Map.of())).size());
        var labels = read(source("folders", "folders", Map.of()));
        assertTrue(labels.contains("a%20b=a%20b") && labels.contains("a:b=a:b"), labels.toString());
        assertEquals(8, labels.size());
    }

    @Test
    void severalPathsAreOneSource() throws IOException {
        write("2025/a.json", json("a"), "UTF-8");
        write("2026/b.json", json("b"), "UTF-8");
        write("2026/c.json", json("c"), "UTF-8");
        var paths =
                List.of(folder + "/2025", folder + "/2026/{b,d}*.json", folder + "/2026/b.json");
        assertEquals(Set.of("a=x", "b=x"), read(source("json", paths, Map.of(), "")));
        var absent = source("json", List.of(folder + "/2025", folder + "/2027"), Map.of(), "");
        assertTrue(failure(absent).contains("2027"));
    }

    @Test
    void aConditionChoosesRowsAndKeepsRecordsThatCannotBeParsed() throws IOException {
        write("a.json", json("a") + json("b") + "{bad\n", "UTF-8");
        var path = List.of(folder + "/a.json");
        assertEquals(
                Set.of("b=x", "null=null"), read(source("json", path, Map.of(), "text > 'a'")));
        for (var condition : List.of("nothing > 3", "text >> ", "text")) {
            var refused =
                    assertThrows(
                            ConfigurationException.class,
                            () -> read(source("json", path, Map.of(), condition)));
            assertTrue(
                    refused.getMessage().startsWith("data.train.where: expected"),
                    refused.getMessage());
            assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        }
        assertTrue(
                failure(source("json", path, Map.of(), "int(text) > 3"))
                        .contains("cannot be cast"));
        for (var condition :
                List.of(
                        "raise_error(text) is null",
                        "to_date(text, 'yyyy-MM-dd') > current_date()",
                        "element_at(split(text, ' '), 0) = 'a'")) {
            assertTrue(
                    failure(source("json", path, Map.of(), condition))
                            .startsWith("cannot read a row: "),
                    condition);
        }
    }

    @Test
    void anInvalidRegularExpressionInAConditionIsAMistakeOfTheConfiguration() throws IOException {
        write("a.json", json("a"), "UTF-8");
        var path = List.of(folder + "/a.json");
        var thrown =
                assertThrows(
                        Exception.class,
                        () -> read(source("json", path, Map.of(), "text rlike '(a'")));
        var known = SparkErrors.known(thrown);
        assertEquals(2, ExitCode.of(known), known.toString());
        assertTrue(
                known.getMessage().startsWith("where: expected a valid regular expression, got"),
                known.getMessage());
        assertTrue(known.getMessage().contains("\"(a\""), known.getMessage());
    }

    @Test
    void everyFormatWithTextObeysTheEncoding() throws IOException {
        for (var encoding : List.of("windows-1252", "UTF-16")) {
            var options = Map.of("encoding", encoding);
            write("a.json", json("café") + json("thé"), encoding);
            assertEquals(Set.of("café=x", "thé=x"), read(source("json", "a.json", options)));
            write("f/x/a.txt", "café\nthé", encoding);
            assertEquals(Set.of("café\nthé=x"), read(source("folders", "f", options)));
            write("a.txt", "café\nthé", encoding);
            var lines = new Sources(session).open(source("text", "a.txt", options), "source");
            assertEquals(
                    List.of("café", "thé"),
                    lines.collectAsList().stream().map(row -> row.getString(0)).toList());
        }
        write("a.json", json("a"), "UTF-8");
        session.read()
                .json(folder + "/a.json")
                .write()
                .mode("overwrite")
                .parquet(folder + "/parquet");
        for (var wrong :
                List.of(
                        source("json", "a.json", Map.of("encoding", "latin-99")),
                        source("parquet", "parquet", Map.of("encoding", "UTF-8")))) {
            var refused = assertThrows(ConfigurationException.class, () -> read(wrong));
            assertTrue(refused.getMessage().contains("data.train.options"), refused.getMessage());
        }
    }

    @Test
    void aByteOrderMarkSaysTheEncoding() throws IOException {
        for (var encoding : List.of("UTF-8", "UTF-16LE")) {
            write("a.json", "\uFEFF" + json("café"), encoding);
            assertEquals(Set.of("café=x"), read(source("json", "a.json", Map.of())), encoding);
            write("f/x/a.txt", "\uFEFFcafé", encoding);
            assertEquals(Set.of("café=x"), read(source("folders", "f", Map.of())), encoding);
        }
    }

    @Test
    void partitionsAreColumns() throws IOException {
        for (var format : List.of("json", "csv")) {
            var a = format.equals("json") ? json("a") : "text,label\na,x\n";
            write(format + "/day=1/a." + format, a, "UTF-8");
            write(
                    format + "/day=2/b." + format,
                    a.replace('a', 'b').replace("lbbel", "label"),
                    "UTF-8");
            var days = source(format, List.of(folder + "/" + format), Map.of(), "day = 2");
            assertEquals(1, read(days).size(), format);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void damagedAndMisnamedFilesAreNamed() throws IOException {
        var rows = (json("a") + json("b")).repeat(500);
        for (var format : List.of("json", "csv", "text")) {
            var text = format.equals("csv") ? "text,label\n" + "a,x\n".repeat(999) : rows;
            var endings =
                    format.equals("json")
                            ? List.of("gz", "bz2", "zst", "snappy", "lz4", "deflate")
                            : List.of("gz", "bz2");
            for (var ending : endings) {
                write(format + ".d/a." + ending, text, "UTF-8");
                var message = failure(source(format, format + ".d", Map.of()));
                assertTrue(message.contains("a." + ending), message);
                Files.delete(folder.resolve(format + ".d/a." + ending));
            }
            var whole = gzip(text);
            Files.write(
                    folder.resolve(format + ".d/cut.gz"),
                    Arrays.copyOf(whole, whole.length * 2 / 3));
            var cut = failure(source(format, format + ".d", Map.of()));
            assertTrue(cut.contains("cut.gz"), cut);
            Files.delete(folder.resolve(format + ".d/cut.gz"));
            for (var name : List.of("a.json", "z.json")) {
                write(format + ".d/b.json", text, "UTF-8");
                Files.write(folder.resolve(format + ".d/" + name), whole);
                var misnamed = failure(source(format, format + ".d", Map.of()));
                assertTrue(misnamed.contains(name + " is a gzip file"), misnamed);
                Files.delete(folder.resolve(format + ".d/" + name));
            }
        }
        write("no.parquet", rows, "UTF-8");
        for (var format : List.of("parquet", "orc")) {
            var message = failure(source(format, "no.parquet", Map.of()));
            assertTrue(message.contains("no.parquet"), message);
        }
    }

    @Test
    void compressedFilesThatEndEarlyAreNamed() throws IOException {
        write("a.json", json("a").repeat(50_000), "UTF-8");
        for (var codec : List.of("snappy", "lz4")) {
            var to = folder.resolve(codec);
            session.read()
                    .text(folder + "/a.json")
                    .coalesce(1)
                    .write()
                    .option("compression", codec)
                    .text(to.toString());
            var whole = source("json", codec, Map.of());
            assertEquals(50_000, new Sources(session).open(whole, "source").count());
            try (var files = Files.list(to)) {
                for (var file : files.filter(f -> f.toString().contains("part-")).toList()) {
                    var bytes = Files.readAllBytes(file);
                    if (!file.getFileName().toString().startsWith(".")) {
                        Files.delete(file);
                        Files.write(
                                to.resolve("cut-" + file.getFileName()),
                                Arrays.copyOf(bytes, bytes.length * 2 / 3));
                    }
                }
            }
            assertTrue(failure(source("json", codec, Map.of())).contains("cut-part"), codec);
        }
    }

    @Test
    void filesWithoutTheNamedColumnsAreToldWithTheOptionsThatTheyNeed() throws IOException {
        write("pretty.json", json("a").replace(",", ",\n").replace("{", "{\n"), "UTF-8");
        write("empty.json", "", "UTF-8");
        for (var name : List.of("pretty.json", "empty.json")) {
            var message = failure(source("json", name, Map.of()));
            assertTrue(message.contains("expected one JSON object a line"), message);
        }
        write("columns.csv", "text,label" + ",x".repeat(21_000) + "\na,x\n", "UTF-8");
        var columns = failure(source("csv", "columns.csv", Map.of()));
        assertTrue(columns.contains("maxColumns"), columns);
        write("wide.csv", "text,label\na,x\n", "UTF-16LE");
        var wide = failure(source("csv", "wide.csv", Map.of()));
        assertTrue(wide.contains("encoding: UTF-16LE"), wide);
    }

    @Test
    void pathsOfFileSystemsThatSparkHasNotAreRefused() {
        for (var path : List.of("s3a://bucket/x", "nosuch://x/y", "hdfs://no.such.host:1/x")) {
            for (var format : List.of("json", "idx")) {
                var refused =
                        assertThrows(
                                ConfigurationException.class,
                                () -> read(source(format, List.of(path), Map.of(), "")),
                                path);
                assertTrue(
                        refused.getMessage().startsWith("data.train.path: cannot use " + path),
                        refused.getMessage());
            }
        }
    }

    @Test
    void filesMayNotBeSkippedUnseen() throws IOException {
        write("a.json", json("a"), "UTF-8");
        var options = Map.of("ignoreCorruptFiles", "true");
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> read(source("json", "a.json", options)));
        assertTrue(refused.getMessage().contains("ignoreCorruptFiles"), refused.getMessage());
        session.conf().set("spark.sql.files.ignoreCorruptFiles", "true");
        try {
            write("b.json.gz", json("a"), "UTF-8");
            assertTrue(failure(source("json", "b.json.gz", Map.of())).contains("b.json.gz"));
        } finally {
            session.conf().unset("spark.sql.files.ignoreCorruptFiles");
        }
    }
}
