package unroll.oracle;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The derivatives of the oracle's losses are those that central differences find. */
final class OracleLossTest {
    @TestFactory
    Stream<DynamicTest> everyElementLoss() {
        var targets = new double[][] {{0, 1, 0.3}, {0.5, Double.NaN, 1}};
        return Arrays.stream(OracleElementLoss.values())
                .map(
                        loss ->
                                DynamicTest.dynamicTest(
                                        loss.name(),
                                        () ->
                                                CentralDifferences.check(
                                                        (tape, at) ->
                                                                loss.mean(
                                                                        tape,
                                                                        rows(at, 3),
                                                                        targets,
                                                                        new double[] {1, 0.25}),
                                                        -0.4,
                                                        2.7,
                                                        0.9,
                                                        3.1,
                                                        0.2,
                                                        -1.6)));
    }

    @Test
    void alignments() {
        var random = new Random(3);
        var logits = random.doubles(5 * 3, -2, 2).toArray();
        for (int[] target : new int[][] {{}, {1}, {2, 2}, {1, 2, 1}, {2, 2, 1}}) {
            CentralDifferences.check((tape, at) -> OracleCtc.loss(rows(at, 3), target), logits);
        }
    }

    private static Scalar[][] rows(Scalar[] elements, int columns) {
        return new Parameters().with("x", elements, elements.length / columns, columns).matrix("x");
    }
}
