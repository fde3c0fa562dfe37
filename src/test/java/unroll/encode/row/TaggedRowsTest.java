package unroll.encode.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.TextConf;

/** Rows with a label for each step. */
final class TaggedRowsTest {
    private static final TextConf TEXT =
            TextConf.STANDARD
                    .with(TextConf.TOKENIZER, TextConf.Tokenizer.WHITESPACE)
                    .with(TextConf.MAX_LENGTH, 3);

    private final RecordReader reader = reader(true);

    private static RecordReader reader(boolean words) {
        return new RecordReader(new RecordReader.Columns(TEXT, words, RowTarget.TAGS, 1));
    }

    private static Reason wrong(RecordReader reader, Object sequence, Object tags) {
        var rejected = reader.read(new RawRecord(sequence, tags, null));
        return rejected == null ? null : rejected.reason();
    }

    @Test
    void wordsAreATextOrAnArray() {
        assertNull(wrong(reader, "To  St. Louis", "O B-city I-city"));
        assertEquals(List.of("to", "st.", "louis"), reader.words());
        assertEquals(List.of("O", "B-city", "I-city"), reader.labels());
        assertEquals("To  St. Louis", reader.text());
        assertNull(wrong(reader, List.of("To", "New York", "ÉTÉ"), List.of("O", "B-city", "x")));
        assertEquals(List.of("to", "new york", "été"), reader.words());
        assertNull(reader.text());
    }

    @Test
    void aRowHasAsManyLabelsAsWords() {
        assertEquals(Reason.UNEVEN_LABELS, wrong(reader, "a b c", "O O"));
        assertEquals(Reason.UNEVEN_LABELS, wrong(reader, List.of("a b", "c"), "O O O"));
        assertEquals(Reason.UNEVEN_LABELS, wrong(reader, "a", List.of()));
        assertEquals(Reason.NO_LABEL, wrong(reader, "a b", null));
        assertEquals(Reason.NO_LABEL, wrong(reader, "a b", Arrays.asList("O", null)));
    }

    /** The number of labels is that of all words, not of those that are read. */
    @Test
    void longRowsAreCutWithTheirLabels() {
        assertNull(wrong(reader, "a b c d", "1 2 3 4"));
        assertEquals(List.of("a", "b", "c"), reader.words());
        assertEquals(List.of("1", "2", "3"), reader.labels());
        assertEquals(Reason.UNEVEN_LABELS, wrong(reader, "a b c d", "1 2 3"));
    }

    @Test
    void emptySequencesAndBlankWordsAreRejected() {
        assertEquals(Reason.NO_TEXT, wrong(reader, "  ", ""));
        assertEquals(Reason.NO_TEXT, wrong(reader, List.of(), List.of()));
        assertEquals(Reason.MISSING_WORD, wrong(reader, List.of("a", " "), "O O"));
        assertEquals(Reason.MISSING_WORD, wrong(reader, Arrays.asList("a", null), "O O"));
        assertEquals(Reason.INVALID_CHARACTERS, wrong(reader, List.of("a\uFFFD"), "O"));
    }

    @Test
    void vectorsHaveLabelsToo() {
        var vectors = reader(false);
        assertNull(wrong(vectors, List.of(List.of(1, 2), List.of(3, 4)), "O B"));
        assertEquals(List.of("O", "B"), vectors.labels());
        assertArrayEquals(new double[] {1, 2, 3, 4}, vectors.vectors());
        assertEquals(Reason.UNEVEN_LABELS, wrong(vectors, List.of(List.of(1)), "O B"));
        assertEquals(Reason.NOT_FINITE, wrong(vectors, List.of(Double.NaN, 1.0), "O B"));
    }
}
