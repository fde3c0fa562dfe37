package unroll.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EvaluatorTest {
    private static SparkSession session;

    @BeforeAll
    static void open() {
        session = LocalSession.open(2);
    }

    @AfterAll
    static void close() {
        session.stop();
    }

    private static Judged row(int target, double... probabilities) {
        var floats = new float[probabilities.length];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) probabilities[k];
        }
        return Judged.of(target, floats);
    }

    private static Measured measure(int partitions, List<String> labels, Judged... rows) {
        var spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        return Evaluator.of(spark.parallelize(List.of(rows), partitions), labels);
    }

    @Test
    void twoClassesAgreeWithCountingByHand() {
        // Labels n n n p p, scores of p 0.25 0.5 0.125 0.75 0.375: predicted n n n p n (0.5 is a
        // tie).
        var figures =
                measure(
                        2,
                        List.of("n", "p"),
                        row(0, 0.75, 0.25),
                        row(0, 0.5, 0.5),
                        row(0, 0.875, 0.125),
                        row(1, 0.25, 0.75),
                        row(1, 0.625, 0.375));
        assertEquals(5, figures.examples());
        assertEquals(0.8, figures.accuracy(), 1e-12);
        // n: precision 3/4, recall 1, F1 6/7; p: precision 1, recall 1/2, F1 2/3.
        assertEquals((6.0 / 7 + 2.0 / 3) / 2, figures.macroF1(), 1e-12);
        assertEquals(new Measured.OfClass("n", 0.75, 1, 6.0 / 7, 3), figures.classes().get(0));
        assertEquals(2, figures.classes().get(1).support());
        assertEquals(1, figures.classes().get(1).precision(), 1e-12);
        assertEquals(0.5, figures.classes().get(1).recall(), 1e-12);
        // Of the 6 pairs (n, p), p scores higher in 5.
        assertEquals(5.0 / 6, figures.auc(), 1e-12);
        double sum =
                Math.log(0.75) + Math.log(0.5) + Math.log(0.875) + Math.log(0.75) + Math.log(0.375);
        assertEquals(-sum / 5, figures.logLoss(), 1e-9);
        assertArrayEquals(
                new long[][] {{3, 0}, {1, 1}}, (long[][]) figures.tree().get("confusion"));
    }

    @Test
    void aClassThatIsPredictedButNeverThereCountsAsMissed() {
        var figures =
                measure(
                        1,
                        List.of("a", "b", "c", "never"),
                        row(0, 0.7, 0.1, 0.1, 0.1),
                        row(1, 0.1, 0.2, 0.6, 0.1));
        // a: F1 1; b: 0; c is predicted, but no row has it: 0; "never" does not occur at all.
        assertEquals(1.0 / 3, figures.macroF1(), 1e-12);
        assertEquals(0.5, figures.accuracy(), 1e-12);
        assertTrue(Double.isNaN(figures.auc()), "AUC is of two classes");
        assertEquals(1, figures.confusion().rows(1, 2));
        assertEquals(0, figures.classes().get(3).support());
    }

    @Test
    void manyClassesTakeNoTableOfAllPairs() {
        int classes = 20_000;
        var labels = IntStream.range(0, classes).mapToObj(k -> "label" + k).toList();
        var spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        // Every label twice; every tenth is taken for label 7.
        var rows =
                spark.parallelize(IntStream.range(0, 2 * classes).boxed().toList(), 4)
                        .map(
                                i -> {
                                    int target = i % classes;
                                    var probabilities = new float[classes];
                                    probabilities[target % 10 == 0 ? 7 : target] = 1;
                                    return Judged.of(target, probabilities);
                                });
        var figures = Evaluator.of(rows, labels);
        assertEquals(2L * classes, figures.examples());
        assertEquals(0.9, figures.accuracy(), 1e-12);
        assertEquals(2, figures.confusion().rows(10, 7));
        assertEquals(2, figures.classes().get(19_999).support());
        assertEquals(2.0 / 4002, figures.classes().get(7).precision(), 1e-12);
        assertTrue(figures.text().lines().count() < 100, "the tables are shortened");
        assertTrue(figures.text().contains("19,950 classes with fewer rows"), figures.text());
        assertEquals(1000, ((List<?>) figures.tree().get("mistakes")).size());
    }

    @Test
    void divisionIntoTasksDoesNotShow() {
        var rows = new Judged[200];
        for (int i = 0; i < rows.length; i++) {
            double p = (i * 37 % 101 + 0.5) / 102;
            rows[i] = row(i * 13 % 7 < 3 ? 0 : 1, 1 - p, p);
        }
        var labels = List.of("n", "p");
        var one = measure(1, labels, rows);
        assertEquals(one.tree().get("logLoss"), measure(2, labels, rows).tree().get("logLoss"));
        assertEquals(one.text(), measure(7, labels, rows).text());
        assertEquals(one.auc(), measure(7, labels, rows).auc());
    }
}
