package unroll.task.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.measure.Metric;
import unroll.text.tree.LinearTree;

/** Brackets that are counted by hand. */
final class ParseEvaluatorTest {
    private static List<String> actions(String tree) {
        return LinearTree.of(tree).orElseThrow().actions();
    }

    private static double figure(Metric metric, String written, String truth) {
        var evaluator = new ParseEvaluator(1);
        var wanted = new ArrayList<>(actions(truth));
        wanted.add("</s>");
        evaluator.add(actions(written), wanted);
        return evaluator.measures(List.of()).figure(metric);
    }

    @Test
    void precisionAndRecallDifferIfTreesHaveDifferentNumbersOfBrackets() {
        // The true tree has S and VP, the found one S, VP and the right-branching pair of c and d.
        var truth = "(S (N a) (VP (V b) (N c) (N d)))";
        var written = "(S (N a) (VP (V b) (NP (N c) (N d))))";
        assertEquals(2.0 * 2 / (2 + 3), figure(Metric.BRACKET_F1, written, truth), 1e-12);
        assertEquals(2.0 * 2 / (2 + 3), figure(Metric.RIGHT_BRANCHING_F1, written, truth), 1e-12);
        assertEquals(1, figure(Metric.BRACKET_F1, truth, truth), 1e-12);
    }

    @Test
    void labelsOfOneSpanCountOneByOne() {
        var truth = "(S (VP (V b) (N c)))";
        assertEquals(1, figure(Metric.BRACKET_F1, "(X (V b) (N c))", truth), 1e-12);
        assertEquals(
                2.0 * 1 / (2 + 1),
                figure(Metric.LABELLED_BRACKET_F1, "(S (V b) (N c))", truth),
                1e-12);
    }
}
