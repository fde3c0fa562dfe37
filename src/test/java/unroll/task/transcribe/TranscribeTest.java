package unroll.task.transcribe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.ConfigurationException;
import unroll.encode.Codec;
import unroll.measure.Edits;
import unroll.measure.LabelSums;
import unroll.measure.Metric;
import unroll.task.Column;
import unroll.task.LabelCounts;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Labels that may spell words, and what is said of them. */
final class TranscribeTest {
    private static final Codec CODEC =
            Codec.ofTexts(new Vocabulary(List.of(), 2), List.of("a", "b", "|"));
    private static final int SEPARATOR = 2;

    private static Transcribe task(String... settings) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                                task: transcribe
                                run: {dir: r}
                                data: {train: {format: json, path: p, sequence: x, label: y}}
                                """,
                                "transcribe",
                                List.of(settings));
        return (Transcribe) new TranscribeKind().task(conf, CODEC, LabelCounts.NONE);
    }

    @Test
    void theScoreIsTheLastColumn() {
        var names = task().columns(CODEC).stream().map(Column::name).toList();
        assertEquals(List.of("prediction", "times", "score"), names);
    }

    /** Steps: a 0.5, and the blank 0.4; then the blank 0.8. */
    @Test
    void theScoreOfTheBestPathIsThatOfOneAlignment() {
        double[] p = {0.5, 0.05, 0.05, 0.4, 0.1, 0.05, 0.05, 0.8};
        var logits = new float[p.length];
        for (int i = 0; i < p.length; i++) {
            logits[i] = (float) (Math.log(p[i]) + 3); // logits are not normalised
        }
        var found = task().search().find(List.of(logits)).get(0);
        assertArrayEquals(new int[] {0}, found.labels());
        assertEquals(Math.log(0.5 * 0.8), found.logProbability(), 1e-6);
    }

    @Test
    void separatorsMakeNoWords() {
        assertEquals(
                List.of(List.of(0, 1), List.of(1)),
                LabelWords.of(new int[] {2, 0, 1, 2, 2, 1, 2}, SEPARATOR));
        assertEquals(List.of(), LabelWords.of(new int[] {2}, SEPARATOR));
        assertEquals(List.of(), LabelWords.of(new int[0], SEPARATOR));
    }

    /** ab|a|b for ab|b|aa: two words are wrong, however alike their letters are. */
    @Test
    void editsAreThoseOfWholeWords() {
        var found = LabelWords.of(new int[] {0, 1, 2, 0, 2, 1}, SEPARATOR);
        var wanted = LabelWords.of(new int[] {0, 1, 2, 1, 2, 0, 0}, SEPARATOR);
        assertEquals(new Edits(2, 0, 0), LabelWords.edits(found, wanted));
        assertEquals(new Edits(0, 0, 0), LabelWords.edits(wanted, wanted));
        assertEquals(new Edits(0, 3, 0), LabelWords.edits(List.of(), wanted));
    }

    @Test
    void theSeparatorIsALabel() {
        assertEquals(SEPARATOR, task("transcribe.wordSeparator=' | '").separator());
        assertEquals(Transcribe.NO_LABEL, task().separator());
        var e =
                assertThrows(
                        ConfigurationException.class, () -> task("transcribe.wordSeparator=_"));
        assertEquals(
                "transcribe.wordSeparator: expected a label of the training set, which are a, b, |,"
                        + " got _",
                e.getMessage());
    }

    @Test
    void wordsAreMeasuredIfLabelsSpellThem() {
        var one = new LabelSums(true);
        one.add(6, new Edits(1, 0, 0), 2.5);
        one.addWords(2, new Edits(1, 0, 0));
        var other = new LabelSums(true);
        other.add(4, new Edits(0, 0, 1), 1.5);
        other.addWords(1, new Edits(0, 0, 1));
        one.add(other);
        var measures = one.measures();
        assertEquals(0.2, measures.figure(Metric.LABEL_ERROR_RATE), 1e-12);
        assertEquals(2.0 / 3, measures.figure(Metric.WORD_ERROR_RATE), 1e-12);
        assertEquals(3L, measures.tree().get("words"));
        assertEquals("66.7 %", measures.shown().get("word errors"));
        assertTrue(
                measures.text()
                        .contains("word error rate   66.67 %: 1 substituted, 0 missing, 1 added"),
                measures.text());
        var none = new LabelSums(false);
        none.add(1, new Edits(0, 0, 0), 1);
        assertFalse(none.measures().tree().containsKey("wordErrorRate"));
        assertFalse(none.measures().text().contains("word"));
    }
}
