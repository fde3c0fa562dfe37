package unroll.task.multilabel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import unroll.measure.Measures;
import unroll.measure.Metric;

final class SetSumsTest {
    private static final List<String> LABELS = List.of("a", "b", "c", "d");
    private static final List<Double> THRESHOLDS = List.of(0.5, 0.25, 0.5, 0.75);

    private static BitSet set(int... labels) {
        var set = new BitSet();
        IntStream.of(labels).forEach(set::set);
        return set;
    }

    private static void addSome(SetSums sums) {
        sums.add(set(0, 1), set(0), 1);
        sums.add(set(), set(), 2);
    }

    private static void addOthers(SetSums sums) {
        sums.add(set(1), set(1, 2), 3);
        sums.add(set(0), set(0), 2);
    }

    @Test
    void figuresAreThoseOfTheCounts() {
        var sums = new SetSums(THRESHOLDS);
        addSome(sums);
        addOthers(sums);
        var measures = sums.measures(LABELS);
        // Four labels are true, four found, three both.
        assertEquals(
                Map.of(
                        "examples",
                        4L,
                        "labelsOfExamples",
                        4L,
                        "foundLabels",
                        4L,
                        "rightLabels",
                        3L),
                measures.counts());
        assertEquals(6.0 / 8, measures.figure(Metric.MICRO_F1));
        // F1 of a is 1, of b 2/3, of c 0; d does not occur.
        assertEquals((1 + 2.0 / 3 + 0) / 3, measures.figure(Metric.MACRO_F1), 1e-12);
        assertEquals(2.0 / 4, measures.figure(Metric.RIGHT_SETS));
        assertEquals(8.0 / 16, measures.figure(Metric.LOG_LOSS));
        var evaluation = sums.evaluation();
        assertEquals(6.0 / 8, evaluation.score(Metric.MICRO_F1));
        assertEquals(8.0 / 16, evaluation.loss());
        var b =
                Map.of(
                        "label",
                        "b",
                        "precision",
                        1.0,
                        "recall",
                        0.5,
                        "f1",
                        2.0 / 3,
                        "support",
                        2L,
                        "threshold",
                        0.25);
        assertEquals(b, ((List<?>) measures.details().get("labels")).get(1));
        assertTrue(
                measures.text()
                        .contains("b       100.00 %   50.00 %   66.67 %        2     0.2500"),
                measures.text());
    }

    @Test
    void partsGiveTheFiguresOfTheWhole() {
        var whole = new SetSums(THRESHOLDS);
        addSome(whole);
        addOthers(whole);
        var one = new SetSums(THRESHOLDS);
        var other = new SetSums(THRESHOLDS);
        addOthers(one);
        addSome(other);
        one.add(other);
        assertEquals(whole.measures(LABELS), one.measures(LABELS));
    }

    @Test
    void withoutAnyLabelFiguresAreZeroAndSetsAreRight() {
        var sums = new SetSums(THRESHOLDS);
        sums.add(set(), set(), 0.5);
        var measures = sums.measures(LABELS);
        assertEquals(0, measures.figure(Metric.MICRO_F1));
        assertEquals(0, measures.figure(Metric.MACRO_F1));
        assertEquals(1, measures.figure(Metric.RIGHT_SETS));
    }

    @Test
    void ofManyLabelsTheTableShowsThoseWithMostRows() {
        var names = IntStream.range(0, 60).mapToObj(k -> "label" + k).toList();
        var sums = new SetSums(Collections.nCopies(60, 0.5));
        for (int k = 0; k < 60; k++) {
            for (int n = 0; n <= k; n++) {
                sums.add(set(k), set(), 1);
            }
        }
        Measures measures = sums.measures(names);
        assertTrue(measures.text().contains("\nlabel10 "), measures.text());
        assertFalse(measures.text().contains("\nlabel9 "), measures.text());
        assertTrue(measures.text().endsWith("and 10 labels with fewer rows\n"), measures.text());
        assertEquals(60, ((List<?>) measures.details().get("labels")).size());
    }
}
