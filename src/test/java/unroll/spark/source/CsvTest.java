package unroll.spark.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.row.RowTarget;
import unroll.spark.LocalSession;
import unroll.spark.SparkErrors;
import unroll.train.ExitCode;

/** CSV as Python, Excel and people write it, read without any option. */
final class CsvTest {
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

    private SourceConf source(Map<String, String> options) {
        return new SourceConf("csv", folder.toString(), options, "text", "label");
    }

    /** "text=label" of good rows and the text of corrupt ones, in the order of the file. */
    private List<String> read(String csv, Map<String, String> options) throws IOException {
        Files.writeString(folder.resolve("a.csv"), csv);
        return read(options);
    }

    private List<String> read(Map<String, String> options) {
        return new Sources(session)
                .examples(source(options), "data.train", RowTarget.LABEL).collectAsList().stream()
                        .map(
                                row ->
                                        row.isNullAt(2)
                                                ? row.get(0) + "=" + row.get(1)
                                                : "corrupt: " + row.getString(2))
                        .toList();
    }

    @Test
    void quotesHoldLineBreaksSeparatorsAndDoubledQuotes() throws IOException {
        for (var line : List.of("\n", "\r\n")) {
            var csv =
                    String.join(
                            line,
                            "label,text",
                            "pos,\"two\nlines, \"\"quoted\"\"\"",
                            "",
                            "neg,a \"bare\" quote and a back\\slash",
                            "neg,\"ends with a backslash\\\"",
                            "pos,\"\"",
                            "pos,",
                            "pos, spaces ");
            assertEquals(
                    List.of(
                            "two\nlines, \"quoted\"=pos",
                            "a \"bare\" quote and a back\\slash=neg",
                            "ends with a backslash\\=neg",
                            "=pos",
                            "null=pos",
                            " spaces =pos"),
                    read(csv, Map.of()));
        }
    }

    @Test
    void aLoneQuoteCostsOneRecordOnly() throws IOException {
        var csv =
                """
                label,text
                pos,"never closed
                neg,bad film
                pos,"one, two"
                neg,"closed" and more
                pos,fine
                """;
        assertEquals(
                List.of(
                        "corrupt: pos,\"never closed",
                        "bad film=neg",
                        "one, two=pos",
                        "corrupt: neg,\"closed\" and more",
                        "fine=pos"),
                read(csv, Map.of()));
    }

    @Test
    void rowsOfAnotherLengthAreCorrupt() throws IOException {
        assertEquals(
                List.of("corrupt: a", "corrupt: a,b,c", "b=a"),
                read("label,text\na\na,b,c\na,b\n", Map.of()));
    }

    @Test
    void aByteOrderMarkIsNoPartOfAName() throws IOException {
        for (var encoding : List.of("UTF-8", "UTF-16LE", "UTF-16BE")) {
            Files.write(
                    folder.resolve("a.csv"),
                    "\uFEFFtext,label\ncafé,x\n".getBytes(Charset.forName(encoding)));
            assertEquals(List.of("café=x"), read(Map.of()), encoding);
        }
    }

    @Test
    void theEncodingOfASourceIsObeyed() throws IOException {
        for (var encoding : List.of("ISO-8859-1", "windows-1252", "UTF-16LE")) {
            Files.write(
                    folder.resolve("a.csv"),
                    "text,label\ncafé,x\n".getBytes(Charset.forName(encoding)));
            assertEquals(List.of("café=x"), read(Map.of("encoding", encoding)), encoding);
            assertEquals(List.of("café=x"), read(Map.of("charset", encoding)), encoding);
        }
        Files.write(
                folder.resolve("a.csv"),
                "text,label\ncaf\u00e9,x\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("caf\uFFFD=x"), read(Map.of()));
    }

    @Test
    void optionsOfSparkStillDecide() throws IOException {
        assertEquals(
                List.of("a;b=1", "null=2"),
                read(
                        "text\tlabel\n'a;b'\t1\nNA\t2\n",
                        Map.of("sep", "\\t", "quote", "'", "nullValue", "NA")));
        assertEquals(
                List.of("say \"hi\"=1"),
                read(
                        "text,label\n\"say \\\"hi\\\"\",1\n# none\n",
                        Map.of("escape", "\\", "comment", "#")));
        assertEquals(List.of("a=1.5"), read("text,label\na,1.5\n", Map.of("inferSchema", "true")));
        assertEquals(List.of("a=1"), read("text,label\na,1\n", Map.of("multiLine", "false")));
    }

    @Test
    void anotherSeparatorIsNamed() throws IOException {
        for (var separator : List.of(";", "\t")) {
            Files.writeString(
                    folder.resolve("a.csv"), "text" + separator + "label\na" + separator + "b\n");
            var refused = assertThrows(DataException.class, () -> read(Map.of()));
            var shown = separator.equals("\t") ? "\\t" : separator;
            assertTrue(
                    refused.getMessage().contains("sep: \"" + shown + "\""), refused.getMessage());
        }
    }

    @Test
    void filesOfOneSourceHaveTheSameColumns() throws IOException {
        Files.writeString(folder.resolve("b.csv"), "\"text\",\"label\"\nb,y\n");
        assertEquals(Set.of("a=x", "b=y"), Set.copyOf(read("text,label\na,x\n", Map.of())));
        Files.writeString(folder.resolve("b.csv"), "label,text\ny,b\n");
        var refused = assertThrows(Exception.class, () -> read(Map.of()));
        var known = SparkErrors.known(refused);
        assertEquals(3, ExitCode.of(known), refused.toString());
        for (var word : Arrays.asList("b.csv", "label, text", "a.csv")) {
            assertTrue(known.getMessage().contains(word), known.getMessage());
        }
    }
}
