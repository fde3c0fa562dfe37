package unroll.encode.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Cut;
import unroll.encode.row.RecordReader.Columns;
import unroll.text.Limit;
import unroll.text.Vocabulary;
import unroll.text.term.TermKeys;

/** Rows with more steps than are read. */
final class CutRowsTest {
    private static TextConf text(Cut cut) {
        return TextConf.STANDARD
                .with(TextConf.TOKENIZER, TextConf.Tokenizer.WHITESPACE)
                .with(TextConf.MAX_LENGTH, 3)
                .with(TextConf.CUT, cut);
    }

    private static RecordReader words(Cut cut, RowTarget target) {
        return new RecordReader(new Columns(text(cut), true, target, 1));
    }

    private static Columns vectors(Cut cut, RowTarget target) {
        return new Columns(text(cut), false, target, 1, Limit.of(cut, 3), Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"TAIL, a b c, 1 2 3", "HEAD, c d e, 3 4 5", "MIDDLE, a b e, 1 2 5"})
    void labelsOfStepsAreCutAsTheirSteps(Cut cut, String kept, String labels) {
        var given = List.of("a", "b", "c", "d", "e");
        for (Object sequence : List.of("a b c d e", given)) {
            var reader = words(cut, RowTarget.TAGS);
            assertNull(reader.read(new RawRecord(sequence, "1 2 3 4 5", null)));
            assertEquals(List.of(kept.split(" ")), reader.words());
            assertEquals(List.of(labels.split(" ")), reader.labels());
            assertTrue(reader.cut());
            assertNull(reader.read(new RawRecord("a b c", "1 2 3", null)));
            assertFalse(reader.cut());
        }
        var reader = new RecordReader(vectors(cut, RowTarget.TAGS));
        assertNull(reader.read(new RawRecord(List.of(1, 2, 3, 4, 5), "1 2 3 4 5", null)));
        assertEquals(List.of(labels.split(" ")), reader.labels());
        assertArrayEquals(
                List.of(labels.split(" ")).stream().mapToDouble(Double::valueOf).toArray(),
                reader.vectors());
        assertTrue(reader.cut());
        var uneven = reader.read(new RawRecord(List.of(1, 2, 3, 4, 5), "1 2 3", null));
        assertEquals(Reason.UNEVEN_LABELS, uneven.reason());
    }

    /** A term is found in the whole text, and labelled where its words are kept. */
    @Test
    void termsAreLabelledBeforeTheTextIsCut() {
        var reader = words(Cut.HEAD, RowTarget.TERMS);
        assertNull(reader.read(new RawRecord("x y deep nets z", List.of("y deep nets"), null)));
        assertEquals(List.of("deep", "nets", "z"), reader.words());
        assertEquals(List.of("I", "I", "O"), reader.labels());
        assertArrayEquals(TermKeys.ofWords(reader.words()), TermKeys.of(reader.terms(), 3).words());
    }

    @Test
    void aTextThatIsWrittenIsCutAtItsTail() {
        var reader = words(Cut.HEAD, RowTarget.WORDS);
        assertNull(reader.read(new RawRecord("a b c d", "1 2 3 4", null)));
        assertEquals(List.of("b", "c", "d"), reader.words());
        assertEquals(List.of("1", "2", "3"), reader.labels());
        assertNull(reader.read(new RawRecord("a b", "1 2", null)));
        assertEquals(List.of("1", "2", Vocabulary.END), reader.labels());
    }

    @Test
    void whatIsLeftMustFitIntoABatch() {
        var columns = vectors(Cut.MIDDLE, RowTarget.LABEL);
        var five = new RawRecord(List.of(1, 2, 3, 4, 5), "x", null);
        assertNull(new RecordReader(columns.upTo(3)).read(five));
        var rejected = new RecordReader(columns.upTo(2)).read(five);
        assertEquals(Reason.LONG_SEQUENCE, rejected.reason());
        var whole = new Columns(TextConf.STANDARD, false, RowTarget.LABEL, 1);
        assertNull(new RecordReader(whole.upTo(5)).read(five));
        assertEquals(Reason.LONG_SEQUENCE, new RecordReader(whole.upTo(4)).read(five).reason());
    }

    /** What is cut off is checked too, as the whole text is. */
    @Test
    void aNumberThatIsCutOffMustBeOne() {
        var reader = new RecordReader(vectors(Cut.TAIL, RowTarget.LABEL));
        var rejected = reader.read(new RawRecord(List.of(1, 2, 3, Double.NaN), "x", null));
        assertEquals(Reason.NOT_FINITE, rejected.reason());
    }
}
