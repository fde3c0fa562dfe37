package unroll.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LetterGramsTest {
    private static final int MANY = 1 << 30;

    @Test
    void aWordHasTheNGramsOfItsMarkedForm() {
        var grams = new LetterGrams(3, 6, MANY);
        // <wh whe her ere re>, <whe wher here ere>, <wher where here>, <where where>
        assertEquals(5 + 4 + 3 + 2, grams.of("where").length);
        assertEquals(1, grams.of("a").length);
        assertEquals(0, new LetterGrams(4, 6, MANY).of("a").length);
        assertEquals(4, new LetterGrams(1, 1, MANY).of("word").length, "marks alone are left out");
        assertEquals(1, grams.of("\uD83D\uDE00").length, "letters are code points");
    }

    @Test
    void wordsShareTheirParts() {
        var grams = new LetterGrams(3, 3, MANY);
        int[] her = grams.of("her"); // <he her er>
        int[] there = grams.of("there"); // <th the her ere re>
        assertEquals(her[1], there[2]);
        assertEquals(1, Arrays.stream(her).filter(g -> contains(there, g)).count());
    }

    private static boolean contains(int[] grams, int gram) {
        return Arrays.stream(grams).anyMatch(g -> g == gram);
    }

    @Test
    void theHashIsPartOfTheFormat() {
        assertArrayEquals(new int[] {0}, new LetterGrams(3, 3, 1).of("a"));
        var buckets = new LetterGrams(3, 4, 20_000).of("ab");
        assertTrue(Arrays.stream(buckets).allMatch(b -> b >= 0 && b < 20_000));
        assertArrayEquals(new int[] {12174, 5570, 15810}, buckets);
    }
}
