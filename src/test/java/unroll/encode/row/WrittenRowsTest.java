package unroll.encode.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.TextConf;
import unroll.text.Vocabulary;

/** Rows with a text to write. */
final class WrittenRowsTest {
    private static final TextConf TEXT = TextConf.STANDARD.with(TextConf.MAX_LENGTH, 3);

    private final RecordReader reader =
            new RecordReader(new RecordReader.Columns(TEXT, true, RowTarget.WORDS, 1));

    private void read(String text, Object target) {
        assertNull(reader.read(new RawRecord(text, target, null)));
    }

    @Test
    void longTargetsAreCutToLearnAndWholeToCompareWith() {
        read("a", "one two three four");
        assertEquals(List.of("one", "two", "three"), reader.labels());
        var whole = List.of("one", "two", "three", "four", Vocabulary.END);
        assertEquals(whole, reader.reference());
        read("a", whole.subList(0, 4));
        assertEquals(whole, reader.reference());
    }

    @Test
    void shortTargetsAreTheSameForBoth() {
        read("a", "one two three four");
        read("a", "one two");
        assertEquals(List.of("one", "two", Vocabulary.END), reader.labels());
        assertEquals(reader.labels(), reader.reference());
    }

    @Test
    void otherTargetsAreComparedWithTheirLabels() {
        var tagged = new RecordReader(new RecordReader.Columns(TEXT, true, RowTarget.TAGS, 1));
        assertNull(tagged.read(new RawRecord("a b c d", "x y z x", null)));
        assertEquals(List.of("x", "y", "z"), tagged.reference());
    }
}
