package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.task.transcribe.Transcribe;

/** Transcriptions are read off scores, and held against true ones. */
final class EditsTest {
    @Test
    void kittenIsNotSitting() {
        assertEquals(new Edits(2, 1, 0), between("kitten", "sitting"));
        assertEquals(new Edits(2, 0, 1), between("sitting", "kitten"));
        assertEquals(new Edits(0, 0, 0), between("same", "same"));
        assertEquals(new Edits(0, 3, 0), between("", "abc"));
        assertEquals(new Edits(0, 0, 3), between("abc", ""));
        assertEquals(new Edits(0, 0, 0), between("", ""));
        // One missing and one added would be as few.
        assertEquals(new Edits(2, 0, 0), between("ab", "bc"));
    }

    private static Edits between(String found, String wanted) {
        return Edits.between(found.chars().toArray(), wanted.chars().toArray());
    }

    @Test
    void noFewerEditsDo() {
        var random = new Random(3);
        for (int i = 0; i < 200; i++) {
            var found = random.ints(random.nextInt(6), 0, 3).toArray();
            var wanted = random.ints(random.nextInt(6), 0, 3).toArray();
            var edits = Edits.between(found, wanted);
            assertEquals(fewest(found, wanted), edits.total());
            assertEquals(wanted.length - found.length, edits.missing() - edits.added());
            var back = Edits.between(wanted, found);
            assertEquals(new Edits(edits.substituted(), edits.added(), edits.missing()), back);
        }
    }

    /** By trying all ways. */
    private static int fewest(int[] found, int[] wanted) {
        if (found.length == 0 || wanted.length == 0) {
            return found.length + wanted.length;
        }
        var shorter = Arrays.copyOfRange(found, 1, found.length);
        var rest = Arrays.copyOfRange(wanted, 1, wanted.length);
        int same = fewest(shorter, rest) + (found[0] == wanted[0] ? 0 : 1);
        return Math.min(same, 1 + Math.min(fewest(shorter, wanted), fewest(found, rest)));
    }

    @Test
    void repetitionsCountOnceAndBlanksFallAway() {
        // Of two labels and the blank, the most probable at each step: 0 0 - 0 1 1 - - 1.
        int[] path = {0, 0, 2, 0, 1, 1, 2, 2, 1};
        var scores = new float[3 * path.length];
        Arrays.fill(scores, -2);
        for (int t = 0; t < path.length; t++) {
            scores[3 * t + path[t]] = -0.1f;
        }
        assertArrayEquals(new int[] {0, 0, 1, 1}, Transcribe.bestPath(scores, 2));
        assertArrayEquals(new int[0], Transcribe.bestPath(new float[] {-3, -3, -0.1f}, 2));
    }
}
