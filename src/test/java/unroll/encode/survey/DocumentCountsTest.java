package unroll.encode.survey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DocumentCountsTest {
    private final DocumentCounts some = DocumentCounts.of(new long[] {9, 2, 9, 5});
    private final DocumentCounts others = DocumentCounts.of(new long[] {9, 1, 5});

    private static void assertCounts(DocumentCounts counts, long[] codes, int[] expected) {
        assertArrayEquals(codes, counts.codes());
        assertArrayEquals(expected, counts.counts());
    }

    @Test
    void countsOfTwoPartsAreAddedWhicheverComesFirst() {
        var codes = new long[] {1, 2, 5, 9};
        var counts = new int[] {1, 1, 2, 3};
        assertCounts(some.plus(others), codes, counts);
        assertCounts(others.plus(some), codes, counts);
        assertCounts(some.plus(DocumentCounts.of(new long[0])), some.codes(), some.counts());
    }

    @Test
    void rareNGramsAreLeftOut() {
        var sum = some.plus(others);
        assertCounts(sum.atLeast(2), new long[] {5, 9}, new int[] {2, 3});
        assertCounts(sum.atLeast(4), new long[0], new int[0]);
        assertEquals(Map.of(1, 2, 2, 1, 3, 1), sum.termsByTexts());
    }
}
