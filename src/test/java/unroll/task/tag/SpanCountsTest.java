package unroll.task.tag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.encode.TagIds;
import unroll.measure.PrecisionRecall;

/** Spans are counted as the rules of conlleval say, worked out by hand. */
final class SpanCountsTest {
    private static final List<String> KNOWN =
            List.of("O", "B-a", "I-a", "E-a", "S-a", "B-b", "I-b", "E-b", "S-b", "x");

    private final TagIds tags = new TagIds(KNOWN);

    private SpanCounts counted(String wanted, String given) {
        var counts = new SpanCounts(tags);
        counts.add(ids(wanted), ids(given));
        return counts;
    }

    private int[] ids(String sequence) {
        return tags.of(List.of(sequence.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        // Well-formed.
        "O B-a I-a O, O B-a I-a O, 1, 1, 1",
        "B-a B-a I-a, B-a B-a I-a, 2, 2, 2",
        "B-a I-a B-b, B-a O B-b, 2, 2, 1",
        "B-a I-a I-a, B-a I-a O, 1, 1, 0",
        "B-a I-a, B-b I-b, 1, 1, 0",
        "O O, O O, 0, 0, 0",
        // A tag that continues nothing begins a span; another type begins another.
        "B-a I-a O, I-a I-a O, 1, 1, 1",
        "B-a I-b O, B-a I-b O, 2, 2, 2",
        "B-a I-b O, B-a B-b O, 2, 2, 2",
        "I-a I-a I-b, I-a I-a I-b, 2, 2, 2",
        "B-a I-a, B-a B-a, 1, 2, 0",
        // A span at the end of the sequence ends there.
        "O B-a, O I-a, 1, 1, 1",
        // BIOES.
        "B-a I-a E-a S-b, B-a I-a E-a S-b, 2, 2, 2",
        "B-a E-a B-a E-a, B-a E-a B-a E-a, 2, 2, 2",
        "S-a S-a, S-a S-a, 2, 2, 2",
        "B-a E-a E-a, B-a E-a S-a, 2, 2, 2",
        "B-a E-a I-a, B-a E-a O, 2, 1, 1",
        // Any other label but O begins a span where it differs from the type before.
        "x B-a x, x B-a I-a, 2, 1, 0",
        "x x O, x x O, 0, 0, 0",
    })
    void byTheRules(String wanted, String given, long expected, long found, long right) {
        assertEquals(new PrecisionRecall(expected, found, right), counted(wanted, given).all());
    }

    @Test
    void unknownTagsAreSpansOfTheirTypes() {
        // I-c continues B-c, and I-d does not; B-a is known, I-a after it as well.
        var counts = counted("B-c I-c I-d B-a I-a", "B-a I-a O B-a I-a");
        assertEquals(new PrecisionRecall(3, 2, 1), counts.all());
        assertEquals(new PrecisionRecall(2, 0, 0), counts.ofType(counts.types() - 1));
        var known = new TagIds(List.of("O", "B-a"));
        var spans = new SpanCounts(known);
        // I-a is not known, but its type is: the span goes on.
        spans.add(known.of(List.of("B-a", "I-a", "O")), known.of(List.of("B-a", "O", "O")));
        assertEquals(new PrecisionRecall(1, 1, 0), spans.all());
    }

    @ParameterizedTest
    @CsvSource({
        "BIO, B-a I-a B-a O B-b I-b x, 0",
        "BIO, I-a O I-a B-b I-a, 3",
        "BIO, B-a E-a S-a, 2",
        "IOB1, I-a I-a B-a I-b O I-b, 0",
        "IOB1, B-a O B-a I-a B-b, 3",
        "IOB1, I-a E-a S-a, 2",
        "BIOES, B-a I-a E-a S-b O B-b E-b x, 0",
        "BIOES, I-a E-a O E-a, 2",
        // A span that is not closed: before O, another span, another type and the end.
        "BIOES, B-a O, 1",
        "BIOES, B-a I-a S-a, 1",
        "BIOES, B-a E-b, 1",
        "BIOES, O B-a, 1",
    })
    void illFormedIsWhatASchemeDoesNotAllow(TagScheme scheme, String sequence, int expected) {
        assertEquals(expected, new SpanCounts(tags).illFormed(scheme, ids(sequence)));
    }
}
