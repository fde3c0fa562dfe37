package unroll.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.TextConf;

final class WordOffsetsTest {
    private static final TextConf TEXT =
            TextConf.STANDARD.with(TextConf.TOKENIZER, TextConf.Tokenizer.WHITESPACE);

    private final WordOffsets offsets = new WordOffsets(TEXT);

    @Test
    void placesCountCodePoints() {
        assertEquals(
                List.of(List.of(1, 3), List.of(5, 6), List.of(7, 8)), offsets.of(" to  😀 x", 3));
        assertEquals(List.of(List.of(0, 1)), offsets.of("a b c", 1));
        assertEquals(List.of(), offsets.of("", 0));
    }

    /** What stands at a place is the word that the tokeniser found. */
    @ParameterizedTest
    @ValueSource(strings = {"a b\tc", "to\u00A0New  York", "x\u200By \u200B z", "1,000 (é)"})
    void placesAreThoseOfTheTokeniser(String text) {
        var words = new Words(TEXT.with(TextConf.LOWERCASE, false)).of(text);
        var places = offsets.of(text, words.size());
        for (int i = 0; i < words.size(); i++) {
            var word = text.substring(places.get(i).get(0), places.get(i).get(1));
            assertEquals(words.get(i), word.replace("\u200B", ""));
        }
    }

    @Test
    void aLongWordIsCutAsTheTokeniserCutsIt() {
        var text = "x".repeat(300);
        assertEquals(2, new Words(TEXT).of(text).size());
        assertEquals(List.of(List.of(0, 255), List.of(255, 300)), offsets.of(text, 2));
    }

    @Test
    void thereAreNoneWithoutATextOrIfNormalisationMakesOtherWords() {
        assertNull(offsets.of(null, 2));
        assertNull(offsets.of("a b", 3));
    }
}
