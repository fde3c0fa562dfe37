package unroll.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NGramTableTest {
    private static final List<int[]> NGRAMS =
            List.of(new int[] {3}, new int[] {5}, new int[] {3, 5}, new int[] {5, 3, 3});

    private final NGramTable table = NGramTable.of(NGRAMS, 6);

    private int[] numbers(int... text) {
        long[] codes = NGrams.of(text);
        var numbers = new int[codes.length + 1];
        int known = table.numbers(codes, codes.length, numbers, 1);
        return Arrays.copyOfRange(numbers, 1, known + 1);
    }

    @Test
    void theNGramsOfATextAreFoundByTheirNumbers() {
        assertArrayEquals(new int[] {0, 1, 2, 3}, numbers(5, 3, 3, 5));
        assertArrayEquals(new int[] {0}, numbers(4, 3, 4));
        assertArrayEquals(new int[0], numbers(4));
        assertArrayEquals(new int[0], numbers());
    }

    @Test
    void wordsAreThoseThatItWasMadeOf() {
        var words = table.words();
        assertEquals(NGRAMS.size(), words.size());
        for (int i = 0; i < NGRAMS.size(); i++) {
            assertArrayEquals(NGRAMS.get(i), words.get(i));
        }
    }

    @Test
    void otherOrdersAndIdsAreRefused() {
        for (var wrong :
                List.of(
                        List.of(new int[] {5}, new int[] {3}),
                        List.of(new int[] {5}, new int[] {5}),
                        List.of(new int[] {6}),
                        List.of(new int[] {-1}),
                        List.of(new int[] {1, 2, 3, 4}),
                        List.of(new int[0]))) {
            assertThrows(IllegalArgumentException.class, () -> NGramTable.of(wrong, 6));
        }
    }
}
