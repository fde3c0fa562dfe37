package unroll.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.InputConf;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.nn.batch.Spelling;
import unroll.text.Vocabulary;

class SpellerTest {
    private static final Vocabulary VOCABULARY = new Vocabulary(List.of("good", "bad"), 3);

    private static ModelConf model(InputConf input) {
        return new ModelConf(List.of(input), List.of(), Pooling.MAX, new DropoutConf(0, 0, 0, 0));
    }

    private static final ModelConf LETTERS = model(new InputConf.Letters(4, 3, 3, 1000, true));
    private static final ModelConf WORDS = model(InputConf.Words.random(4));

    @Test
    void withoutLettersUnknownWordsAreBuckets() {
        var speller = new Speller(VOCABULARY, WORDS);
        assertEquals(VOCABULARY.id("odd"), speller.id("odd"));
        assertEquals(4, speller.id("bad"));
        assertSame(Spelling.NONE, speller.spelling());
        assertFalse(Speller.needsLetters("odd", VOCABULARY, WORDS));
    }

    @Test
    void withLettersTheyAreNumberedFromTheVocabularyOn() {
        var speller = new Speller(VOCABULARY, LETTERS);
        assertEquals(3, speller.id("good"));
        assertEquals(5, speller.id("odd"));
        assertEquals(6, speller.id("even"));
        assertEquals(5, speller.id("odd"));
        var spelling = speller.spelling();
        assertEquals(5, spelling.knownWords());
        assertEquals(2, spelling.unseenWords());
        assertTrue(Speller.needsLetters("odd", VOCABULARY, LETTERS));
        assertFalse(Speller.needsLetters("good", VOCABULARY, LETTERS));
        speller.clear();
        assertEquals(5, speller.id("even"), "other texts, other numbers");
        assertEquals(1, speller.spelling().unseenWords());
    }
}
