package unroll.encode.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.TextConf;
import unroll.text.term.TermKeys;

/** Rows with the terms of a text. */
final class TermRowsTest {
    private static final TextConf TEXT = TextConf.STANDARD.with(TextConf.MAX_LENGTH, 7);

    private final RecordReader reader =
            new RecordReader(new RecordReader.Columns(TEXT, true, RowTarget.TERMS, 1));

    private void read(String text, Object terms) {
        assertNull(reader.read(new RawRecord(text, terms, null)));
    }

    @Test
    void wordsOfTermsAreLabelledWhereverTheyStand() {
        read("Nets, deep nets: deep-nets!", List.of("Deep nets"));
        assertEquals(List.of("O", "B", "I", "B", "I"), reader.labels());
        read("a b a b a", List.of("a b a"));
        assertEquals(List.of("B", "I", "I", "O", "O"), reader.labels());
    }

    @Test
    void theLongerOfTwoOverlappingTermsIsLabelled() {
        read("x deep nets learn nets", List.of("nets", "deep nets", "x deep nets"));
        assertEquals(List.of("B", "I", "I", "O", "B"), reader.labels());
        read("x deep nets", List.of("deep nets", "x deep"));
        assertEquals(List.of("O", "B", "I"), reader.labels());
    }

    @Test
    void termsMayBeATextWithSemicolons() {
        read("a b c d", "c d; a ;;  ");
        assertEquals(List.of("B", "O", "B", "I"), reader.labels());
        read("a b", "");
        assertEquals(List.of("O", "O"), reader.labels());
        var rejected = reader.read(new RawRecord("a b", null, null));
        assertEquals(Reason.NO_LABEL, rejected.reason());
    }

    /** Terms behind the words that are read, and those that do not stand in the text, count too. */
    @Test
    void keysAreThoseOfTheWordsThatAreReadAndOfAllTerms() {
        read("one two three four five six seven eight", List.of("eight", "Nine tens", "two three"));
        assertEquals(7, reader.words().size());
        assertEquals(7, reader.labels().size());
        var keys = TermKeys.of(reader.terms(), 7);
        assertArrayEquals(TermKeys.ofWords(reader.words()), keys.words());
        assertEquals(3, keys.terms().length);
        assertEquals(TermKeys.of(keys.words(), 1, 2), keys.terms()[2]);
        int[] stems = TermKeys.ofWords(List.of("nine", "ten"));
        assertEquals(TermKeys.of(stems, 0, 2), keys.stemmed()[1]);
    }

    /** Terms that do not stand in the text are content too. */
    @Test
    void termsArePartOfTheContent() {
        read("a b", List.of("c"));
        var hash = reader.hash(1);
        read("a b", List.of("d"));
        assertNotEquals(hash, reader.hash(1));
        read("a b", Arrays.asList("c", null));
        assertEquals(hash, reader.hash(1));
    }
}
