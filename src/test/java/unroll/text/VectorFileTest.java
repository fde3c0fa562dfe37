package unroll.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.conf.TextConf;

class VectorFileTest {
    private static final Vocabulary VOCABULARY =
            new Vocabulary(List.of("good", "bad", "naïve", "2019"), 2);

    private static final TextConf CONF =
            TextConf.STANDARD.with(TextConf.MIN_COUNT, 1).with(TextConf.UNKNOWN_BUCKETS, 2);

    private static VectorFile.Content read(String text, double mostBad) throws Exception {
        return read(text.getBytes(StandardCharsets.UTF_8), mostBad);
    }

    private static VectorFile.Content read(byte[] bytes, double mostBad) throws Exception {
        var in = new ByteArrayInputStream(bytes);
        return VectorFile.read(in, "v.txt", 2, VOCABULARY, new Normalization(CONF), mostBad);
    }

    private static float[] table(VectorFile.Content content) {
        var table = new float[1 + 2 * VOCABULARY.size()];
        Arrays.fill(table, 9);
        content.vectors().copyTo(table, 1);
        return table;
    }

    private static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void knownWordsGetTheirRowsAndAllOthersStay() throws Exception {
        var plain = "the 1 2\nnaïve -0.5 1e-3\nbad 3 4\n";
        var expected = new float[] {9, 9, 9, 9, 9, 9, 9, 3, 4, -0.5f, 0.001f, 9, 9};
        var variants =
                List.of(
                        plain,
                        "3 2\n" + plain, // word2vec's header
                        "\uFEFF" + plain, // a byte order mark
                        "\uFEFF3 2\r\n" + plain,
                        plain.replace("naïve", "nai\u0308ve"),
                        plain.strip(), // no end of line at the end
                        plain.replace("\n", " \n"), // word2vec's space at the end
                        plain.replace("\n", "\r\n"),
                        plain.replace(" ", "\t"),
                        "\n" + plain + "\n\n");
        for (var variant : variants) {
            var content = read(variant, 0);
            assertArrayEquals(expected, table(content), variant);
            assertEquals(3, content.lines());
            assertEquals(2, content.vectors().count());
            assertArrayEquals(expected, table(read(zipped(variant), 0)), variant);
            assertArrayEquals(expected, table(read(archive(variant), 0)), variant);
            assertTrue(content.whole());
        }
        assertTrue(read(plain, 0).vectors().has(3));
        assertFalse(read(plain, 0).vectors().has(2));
    }

    private static byte[] archive(String... files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("glove/"));
            for (int i = 0; i < files.length; i++) {
                zip.putNextEntry(new ZipEntry("glove/" + i + ".txt"));
                zip.write(files[i].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /** word2vec's binary form. */
    private static byte[] binary(String header, String end) {
        var bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header.getBytes(StandardCharsets.UTF_8));
        for (var word : List.of("the", "naïve", "bad")) {
            bytes.put((word + " ").getBytes(StandardCharsets.UTF_8));
            bytes.putFloat(word.length()).putFloat(-0.1f);
            bytes.put(end.getBytes(StandardCharsets.UTF_8));
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void theBinaryFormOfWord2vecIsRead() throws Exception {
        for (var end : List.of("\n", "")) {
            var content = read(binary("3 2\n", end), 0);
            assertArrayEquals(
                    new float[] {9, 9, 9, 9, 9, 9, 9, 3, -0.1f, 5, -0.1f, 9, 9}, table(content));
            assertEquals(3, content.lines());
        }
        assertUnusable(binary("4 2\n", "\n"), "damaged in word 4 of 4");
        assertUnusable(binary("3 300\n", "\n"), "300 wide", "set its width to 300");
    }

    @Test
    void wordsMayHoldSpaces() throws Exception {
        var content = read(". . . 1 2\nat name@host 1 2\n 1 2\ngood 3 4\n", 0);
        assertEquals(1, content.vectors().count());
        assertEquals(4, content.lines());
        assertEquals(0, content.badLines());
    }

    @Test
    void aHeaderThatSpeaksOfMoreWordsIsTold() throws Exception {
        var content = read("3 2\ngood 1 2\nbad 1 2\n", 0);
        assertFalse(content.whole());
        assertEquals(3, content.announced());
    }

    @ParameterizedTest
    @CsvSource({
        "425A683931, bzip2",
        "FD377A585A0000, unxz",
        "28B52FFD00, zstd",
        "BA164F2F0C000000, fastText",
        "FFFE67006F00, UTF-16",
        "FEFF0067006F, UTF-16",
        "80049501, gensim",
        "504B0506, empty zip",
    })
    void otherFormsAreNamed(String bytes, String expected) throws IOException {
        assertUnusable(HexFormat.of().parseHex(bytes), "v.txt", expected);
    }

    @Test
    void anArchiveOfSeveralFilesIsRefused() throws IOException {
        assertUnusable(archive("good 1 2\n", "good 1 2 3\n"), "v.txt!glove/0.txt", "glove/1.txt");
    }

    @Test
    void aWordOfDigitsIsNotTakenForAHeader() throws Exception {
        assertEquals(1, read("2019 7 8\n", 0).vectors().count());
    }

    @Test
    void badLinesAreCountedAndTheFirstOfEqualWordsCounts() throws Exception {
        var content =
                read(
                        """
                        good 1 2
                        good 3 4
                        bad 1
                        bad NaN 1
                        bad 1e99 1
                        bad one 1
                        bad 5 6
                        other x y
                        """,
                        0.5);
        assertArrayEquals(new float[] {9, 9, 9, 9, 9, 1, 2, 5, 6, 9, 9, 9, 9}, table(content));
        assertEquals(8, content.lines());
        assertEquals(1, content.duplicates());
        assertEquals(1, content.wrongWidth());
        assertEquals(3, content.noNumbers());
    }

    @Test
    void tooManyBadLinesNameTheFirst() {
        assertUnusable("good 1 2\nbad 1\nbad 1 2\n", "v.txt", "1 of 3", "line 2", "got 1 numbers");
        assertUnusable("good 1 2\n\nbad 1 inf\n", "1 of 2", "line 3", "'inf'");
    }

    @Test
    void anotherWidthNamesTheRemedy() {
        assertUnusable("good 1 2 3\n", "v.txt:1", "got 3 numbers", "set the input's width");
        assertUnusable("5 300\ngood 1 2\n", "v.txt:1", "300 wide", "set its width to 300");
    }

    @Test
    void whatIsNoFileOfVectorsIsRefused() throws IOException {
        assertUnusable("", "v.txt:0", "none of its 0 lines");
        assertUnusable("the 1 2\n", "v.txt:1", "none of its 1 lines");
        assertUnusable("good,1,2\n", "v.txt:1", "spaces or tabs");
        assertUnusable("x".repeat(100_000), "v.txt:1", "line without end", "binary");
        var whole = zipped("good 1 2\n".repeat(10_000));
        var cut = Arrays.copyOf(whole, whole.length - 10);
        var message = assertThrows(UnusableVectorsException.class, () -> read(cut, 1)).getMessage();
        assertTrue(message.contains("damaged"), message);
    }

    private static void assertUnusable(String text, String... parts) {
        assertUnusable(text.getBytes(StandardCharsets.UTF_8), parts);
    }

    private static void assertUnusable(byte[] bytes, String... parts) {
        var message =
                assertThrows(UnusableVectorsException.class, () -> read(bytes, 0)).getMessage();
        for (var part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
