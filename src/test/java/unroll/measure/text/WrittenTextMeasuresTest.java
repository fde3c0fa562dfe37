package unroll.measure.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * BLEU and chrF of texts whose values sacrebleu 2.6 gives: {@code BLEU(tokenize="none")} and {@code
 * CHRF()} of a corpus.
 */
final class WrittenTextMeasuresTest {
    private static final List<String> WRITTEN =
            List.of(
                    "the old sailor buys a red boat .",
                    "odi marun-lo nava ruba komaru .",
                    "a",
                    "tre x7 uno");
    private static final List<String> WANTED =
            List.of(
                    "the old sailor buys the red boat today .",
                    "odi marun-lo veto nava ruba komaru .",
                    "a b",
                    "tre x7 uno due");

    private static BleuCounts bleu(List<String> written, List<String> wanted) {
        var counts = new BleuCounts();
        for (int i = 0; i < written.size(); i++) {
            counts.add(words(written.get(i)), words(wanted.get(i)));
        }
        return counts;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static ChrfCounts chrf(List<String> written, List<String> wanted) {
        var counts = new ChrfCounts();
        for (int i = 0; i < written.size(); i++) {
            counts.add(written.get(i), wanted.get(i));
        }
        return counts;
    }

    @Test
    void ofSeveralTexts() {
        assertEquals(42.13388855888838, bleu(WRITTEN, WANTED).score(), 1e-10);
        assertEquals(71.8990773798442, chrf(WRITTEN, WANTED).score(), 1e-10);
        assertEquals(18.0 / 22, bleu(WRITTEN, WANTED).lengthRatio());
    }

    /** Precisions of zero, a text that is too short, one that is too long, repeated words. */
    @ParameterizedTest
    @CsvSource({
        "this is a test of all, this is a fest of all, 37.99178428257963, 72.00112387612387",
        "a b c d e f, a x c y e z, 10.682175159905853, 8.333333333333332",
        "the the the the, the cat is on the mat, 11.521590992286539, 15.992691035381654",
        "a, a, 0, 100",
        "'', reference, 0, 0",
        "aa, ab, 0, 25",
        "a b c, abc, 0, 100",
        "abcdefg, hijklmnop, 0, 0"
    })
    void ofOneText(String written, String wanted, double bleu, double chrf) {
        assertEquals(bleu, bleu(List.of(written), List.of(wanted)).score(), 1e-10);
        assertEquals(chrf, chrf(List.of(written), List.of(wanted)).score(), 1e-10);
    }

    @Test
    void partsAddUp() {
        var bleu = bleu(WRITTEN.subList(0, 1), WANTED.subList(0, 1));
        bleu.add(bleu(WRITTEN.subList(1, 4), WANTED.subList(1, 4)));
        assertEquals(bleu(WRITTEN, WANTED).score(), bleu.score());
        var chrf = chrf(WRITTEN.subList(0, 1), WANTED.subList(0, 1));
        chrf.add(chrf(WRITTEN.subList(1, 4), WANTED.subList(1, 4)));
        assertEquals(chrf(WRITTEN, WANTED).score(), chrf.score());
        assertEquals(0, new BleuCounts().score());
        assertEquals(0, new ChrfCounts().score());
    }
}
