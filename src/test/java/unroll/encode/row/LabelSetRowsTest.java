package unroll.encode.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.TextConf;

/** Rows with a set of labels. */
final class LabelSetRowsTest {
    private final RecordReader reader =
            new RecordReader(
                    new RecordReader.Columns(TextConf.STANDARD, true, RowTarget.LABEL_SET, 1));

    private List<String> labels(Object column) {
        assertNull(reader.read(new RawRecord("a text", column, null)));
        return reader.labels();
    }

    @Test
    void orderAndNumberOfEqualLabelsDoNotMatter() {
        assertEquals(List.of("a b", "c"), labels(List.of("c", "a b", "c", " c ")));
        var hash = reader.hash(1);
        assertEquals(List.of("a b", "c"), labels("c;a b; c"));
        assertEquals(hash, reader.hash(1));
        labels("c;a;b");
        assertNotEquals(hash, reader.hash(1));
    }

    @Test
    void labelsMayBeNumbers() {
        assertEquals(List.of("1", "2.5"), labels(List.of(2.5, 1.0, 1)));
        assertEquals(List.of("7"), labels(7));
        assertEquals(List.of("true"), labels(true));
    }

    @Test
    void theEmptySetIsATarget() {
        assertEquals(List.of(), labels(List.of()));
        var hash = reader.hash(1);
        for (var empty : List.of("", "  ", ";", " ; ", List.of(""))) {
            assertEquals(List.of(), labels(empty));
            assertEquals(hash, reader.hash(1));
        }
    }

    @Test
    void aMissingSetOrLabelIsNone() {
        for (var none : Arrays.asList(null, Arrays.asList("a", null))) {
            var rejected = reader.read(new RawRecord("a text", none, null));
            assertEquals(Reason.NO_LABEL, rejected.reason());
        }
    }
}
