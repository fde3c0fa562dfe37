package unroll.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class NGramsTest {
    private static long code(int... words) {
        long code = 0;
        for (int word : words) {
            code = code << 21 | word + 1;
        }
        return code;
    }

    @Test
    void wordsPairsAndTriplesAreEachGivenOnce() {
        assertArrayEquals(
                LongStream.of(
                                code(4),
                                code(7),
                                code(4, 7),
                                code(7, 4),
                                code(4, 7, 4),
                                code(7, 4, 7))
                        .sorted()
                        .toArray(),
                NGrams.of(new int[] {4, 7, 4, 7}));
    }

    @Test
    void noNGramReachesAcrossAnUnknownWord() {
        assertArrayEquals(
                LongStream.of(code(1), code(2), code(3), code(2, 3)).sorted().toArray(),
                NGrams.of(new int[] {1, -1, 2, 3}));
        assertArrayEquals(new long[0], NGrams.of(new int[] {-1}));
        assertArrayEquals(new long[0], NGrams.of(new int[0]));
    }

    @Test
    void theLargestIdHasACodeOfItsOwn() {
        int largest = (1 << 21) - 2;
        assertArrayEquals(
                new long[] {code(largest), code(largest, largest), code(largest, largest, largest)},
                NGrams.of(new int[] {largest, largest, largest}));
    }
}
