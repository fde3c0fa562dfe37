package unroll.encode.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.encode.Codec;
import unroll.encode.survey.SimilarLabels;
import unroll.text.Vocabulary;

final class LabelsTest {
    @Test
    void labelsThatLookTheSameAreOne() {
        assertEquals("pos", Labels.of("pos\u00A0"));
        assertEquals("1", Labels.of("\u200B1.0 "));
        assertNull(Labels.of("\u00A0\uFEFF"));
    }

    @Test
    void soAreThoseOfASequence() {
        var array = List.<Object>of("a\u200B", " b");
        assertEquals(List.of("a", "b"), Labels.sequence(array));
        assertEquals(List.of("a", "b", "c"), Labels.sequence("a\u00A0b \u2003c\u00A0"));
    }

    @Test
    void aModelThatHasAStrangeLabelKnowsItByItsPlainSpelling() {
        var codec = Codec.ofTexts(new Vocabulary(List.of(), 1), List.of("neg", "pos\u00A0"));
        assertEquals(1, codec.target("pos"));
        assertEquals(1, codec.target("pos\u00A0"));
        var both = Codec.ofTexts(new Vocabulary(List.of(), 1), List.of("pos\u00A0", "pos"));
        assertEquals(1, both.target("pos"));
    }

    @Test
    void labelsThatDifferInCaseOnlyAreTold() {
        var warning = SimilarLabels.warning(List.of("neg", "pos", "Pos", "POS", "Neg"));
        assertTrue(warning.orElseThrow().endsWith(": neg, Neg; pos, Pos, POS"), warning.toString());
        assertTrue(SimilarLabels.warning(List.of("1", "2", "pos")).isEmpty());
    }
}
