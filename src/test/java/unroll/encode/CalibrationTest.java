package unroll.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.encode.row.RowTarget;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** What the validation set chose, in a model's file. */
final class CalibrationTest {
    private static final List<String> WORDS = List.of("good", "bad");

    private final Configuration conf =
            Tasks.reader()
                    .read(
                            """
                            task: multilabel
                            run: {dir: r}
                            data: {train: {format: json, path: p}}
                            """,
                            "test",
                            List.of());
    private final Codec codec =
            Codec.ofTexts(new Vocabulary(WORDS, 1), List.of("x", "y")).withUnknownWords(0.5);

    private Codec read(Object thresholds, RowTarget target) {
        var tree = new HashMap<>(codec.tree());
        tree.put("thresholds", thresholds);
        return Codec.of(tree, WORDS, conf, target);
    }

    @Test
    void factorsAreReadAsTheyWereWritten() {
        var calibration = new Calibration(1.0 / 3, 0.25, List.of());
        var tree = codec.withCalibration(calibration).tree();
        assertEquals(calibration, Codec.of(tree, WORDS, conf, RowTarget.LABEL_SET).calibration());
        assertEquals(
                Calibration.NONE,
                Codec.of(codec.tree(), WORDS, conf, RowTarget.LABEL_SET).calibration());
        for (var key : List.of("temperature", "ngramWeight")) {
            for (var damaged : List.of(0, -1.5, Double.NaN, Double.POSITIVE_INFINITY, "one")) {
                var wrong = new HashMap<>(tree);
                wrong.put(key, damaged);
                var e =
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> Codec.of(wrong, WORDS, conf, RowTarget.LABEL_SET));
                assertTrue(e.getMessage().contains(key), e.getMessage());
            }
        }
    }

    @Test
    void thresholdsAreReadAsTheyWereWritten() {
        var thresholds = List.of(1 / (1 + Math.exp(-0.125)), 0.5);
        var tree = codec.withCalibration(Calibration.ofThresholds(thresholds)).tree();
        var read = Codec.of(tree, WORDS, conf, RowTarget.LABEL_SET);
        assertEquals(thresholds, read.thresholds());
        assertEquals(tree, read.tree());
        assertEquals(List.of(0.0, 1.0), read(List.of(0, 1), RowTarget.LABEL_SET).thresholds());
    }

    @Test
    void withoutThresholdsOneHalfIsTaken() {
        var read = Codec.of(codec.tree(), WORDS, conf, RowTarget.LABEL_SET);
        assertEquals(List.of(0.5, 0.5), read.thresholds());
        assertEquals(codec.tree(), read.tree());
    }

    @Test
    void damagedThresholdsAreRefused() {
        for (var damaged :
                Arrays.asList(
                        List.of(0.5),
                        List.of(0.5, 0.5, 0.5),
                        List.of(),
                        List.of(0.5, 1.01),
                        List.of(-0.01, 0.5),
                        List.of(0.5, Double.NaN),
                        List.of("0.5", 0.5),
                        Arrays.asList(0.5, null),
                        0.5,
                        null)) {
            var thrown =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> read(damaged, RowTarget.LABEL_SET),
                            String.valueOf(damaged));
            assertTrue(thrown.getMessage().startsWith("thresholds"), thrown.getMessage());
        }
    }

    @Test
    void otherTasksHaveNone() {
        var thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> read(List.of(0.5, 0.5), RowTarget.LABEL));
        assertTrue(thrown.getMessage().startsWith("thresholds: not expected with"));
    }
}
