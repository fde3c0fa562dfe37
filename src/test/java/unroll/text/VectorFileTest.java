package unroll.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class VectorFileTest {
    private static final Vocabulary VOCABULARY =
            new Vocabulary(List.of("good", "bad", "naïve", "2019"), 2);

    private static VectorFile.Content read(String text, double mostBad) throws Exception {
        return read(text.getBytes(StandardCharsets.UTF_8), mostBad);
    }

    private static VectorFile.Content read(byte[] bytes, double mostBad) throws Exception {
        return VectorFile.read(new ByteArrayInputStream(bytes), "v.txt", 2, VOCABULARY, mostBad);
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
        }
        assertTrue(read(plain, 0).vectors().has(3));
        assertFalse(read(plain, 0).vectors().has(2));
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
        assertUnusable("x".repeat(100_000), "v.txt:1", "line without end", "binary");
        var whole = zipped("good 1 2\n".repeat(10_000));
        var cut = Arrays.copyOf(whole, whole.length - 10);
        var message = assertThrows(UnusableVectorsException.class, () -> read(cut, 1)).getMessage();
        assertTrue(message.contains("damaged"), message);
    }

    private static void assertUnusable(String text, String... parts) {
        var message =
                assertThrows(UnusableVectorsException.class, () -> read(text, 0)).getMessage();
        for (var part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
