package unroll.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelTextTest {
    @Test
    void nothingInvisibleStandsAtTheEnds() {
        for (var label :
                List.of(
                        "pos\u00A0",
                        "pos\u200B",
                        "\uFEFFpos",
                        " pos\t",
                        "\u3000pos\u202F",
                        "\u200Epos\u2060\u00AD",
                        "pos\u0000\r\n")) {
            assertEquals("pos", LabelText.of(label));
        }
        assertEquals("", LabelText.of("\u00A0\u200B "));
        assertEquals("very good", LabelText.of("very good"));
    }

    @Test
    void accentsAreComposed() {
        assertEquals("d\u00E9\u00E7u", LabelText.of("de\u0301c\u0327u"));
    }

    @Test
    void caseAndSpacesDoNotMakeALikeness() {
        for (var label : List.of("POS", "p o s", "Pos", "po\u200Bs", "ｐｏｓ")) {
            assertEquals(LabelText.likeness("pos"), LabelText.likeness(label));
        }
        assertEquals(LabelText.likeness("ΟΔΟΣ"), LabelText.likeness("οδος"));
        assertNotEquals(LabelText.likeness("pos"), LabelText.likeness("neg"));
    }
}
