package unroll.task.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import unroll.measure.PrecisionRecall;

final class SegmentCountsTest {
    private static int[] labels(String letters) {
        return letters.chars().map(letter -> letter - 'a').toArray();
    }

    private static String counts(String wanted, String given) {
        var counts = SegmentCounts.of(labels(wanted), labels(given));
        return counts.expected() + " " + counts.found() + " " + counts.right();
    }

    @Test
    void aSegmentIsRightIfHalfOfTheUnionIsCommon() {
        assertEquals("3 3 3", counts("aaabbbccc", "aaabbbccc"));
        // b: 3 of 4 in common; c: 2 of 3.
        assertEquals("3 3 3", counts("aaabbbccc", "aaabbbbcc"));
        // a: 1 of 3, b: 3 of 5.
        assertEquals("3 3 2", counts("aaabbbccc", "abbbbbccc"));
        // Exactly half is enough.
        assertEquals("2 2 2", counts("aabbbb", "aaaabb"));
        assertEquals("1 1 0", counts("aaaa", "bbbb"));
        assertEquals("1 1 1", counts("a", "a"));
    }

    @Test
    void aPieceThatIsCutInTwoIsRightOnceAtMost() {
        assertEquals("1 3 1", counts("aaaaaaaa", "aaaaabaa"));
        assertEquals("1 4 0", counts("aaaaaaaa", "aaabaaab"));
        // One found segment over two true ones is right by the first, of which it has half.
        assertEquals("3 2 1", counts("aabaa", "aaaab"));
        assertEquals("6 6 3", counts("abcabc", "abcbca"));
    }

    @Test
    void countsOfSequencesAreAdded() {
        var sum =
                SegmentCounts.of(labels("aab"), labels("aab"))
                        .plus(SegmentCounts.of(labels("aa"), labels("ab")));
        assertEquals(new PrecisionRecall(3, 4, 3), sum);
        assertEquals(6.0 / 7, sum.f1());
        assertEquals(0, SegmentCounts.of(labels("a"), labels("b")).f1());
    }
}
