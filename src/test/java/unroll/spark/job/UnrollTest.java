package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.Configuration;
import unroll.data.DataException;
import unroll.measure.Metric;
import unroll.nn.Step;
import unroll.report.Progress;
import unroll.spark.LocalSession;
import unroll.task.registry.Tasks;

/** A program with a session of its own. */
final class UnrollTest {
    @TempDir Path folder;

    private final List<String> told = new ArrayList<>();

    /** Receives what a program is told. */
    private final class Told implements Progress {
        @Override
        public void begin(String what, String where) {
            told.add(what);
        }

        @Override
        public void tasks(int done, int all) {}

        @Override
        public void end() {}

        @Override
        public void step(Step step) {
            assertFalse(step.left().compareTo(Duration.ZERO) < 0);
            told.add("epoch " + step.epoch());
        }

        @Override
        public void message(String text) {
            told.add(text);
        }

        @Override
        public void close() {}
    }

    private Configuration conf(String... settings) {
        return Tasks.reader()
                .read(
                        """
                run: {dir: %s, seed: 3}
                data: {train: {format: table, path: any, text: review, label: stars}, validation: 0.2}
                model: {inputs: [{kind: words, width: 4}], layers: [{cell: gru, size: 4}]}
                training: {epochs: 20, optimizer: {name: adam, rate: 0.1}}
                baseline: false
                """
                                .formatted(folder.resolve("run")),
                        "test",
                        List.of(settings));
    }

    private static Dataset<Row> reviews(SparkSession session, int rows) {
        var words = List.of("good", "bad", "fine", "awful");
        var list = new ArrayList<Row>();
        for (int i = 0; i < rows; i++) {
            var text = words.get(i % 4) + " film " + i % 17;
            list.add(RowFactory.create(i, text, i % 2 == 0 ? "5" : "1"));
        }
        return session.createDataFrame(
                list,
                new StructType()
                        .add("id", DataTypes.IntegerType)
                        .add("review", DataTypes.StringType)
                        .add("stars", DataTypes.StringType));
    }

    @Test
    void fitsAndScoresDataFramesAndLeavesTheSessionAsItWas() throws IOException {
        try (var session = LocalSession.open(2)) {
            session.sparkContext().setJobDescription("mine");
            var model = Unroll.fit(reviews(session, 200), conf(), new Told());
            assertTrue(told.contains("epoch 20"), told.toString());
            var measures = model.evaluate(reviews(session, 40));
            assertEquals(1.0, measures.figure(Metric.ACCURACY));
            assertEquals(40, measures.counts().get("examples"));

            var scored = model.score(reviews(session, 8).drop("stars"));
            assertEquals(
                    List.of("id", "review", "prediction", "probabilities"),
                    List.of(scored.columns()));
            assertEquals(8, scored.where("prediction = if(id % 2 = 0, '5', '1')").count());

            assertFalse(session.sparkContext().isStopped());
            assertEquals("mine", session.sparkContext().getLocalProperty("spark.job.description"));
            assertEquals(0, session.catalog().listTables().count());
            assertTrue(session.sparkContext().getPersistentRDDs().isEmpty());

            assertEquals(List.of("any"), model.saved().conf().data().train().paths());
            var again = Unroll.fit(reviews(session, 200), conf());
            assertEquals(model.saved().path(), again.saved().path());
            var other =
                    assertThrows(
                            DataException.class, () -> Unroll.fit(reviews(session, 100), conf()));
            assertTrue(other.getMessage().contains("data"), other.getMessage());
            assertFalse(session.sparkContext().isStopped());
        }
    }

    @Test
    void calibratedProbabilitiesComeTrueAsOftenAsTheySay() throws IOException {
        // Smoothed targets make a network that is always right say so with 75 % only.
        var smooth = "training.labelSmoothing=0.5";
        try (var session = LocalSession.open(2)) {
            var train = reviews(session, 200);
            var test = reviews(session, 100);
            var careful =
                    Unroll.fit(
                            train,
                            conf(smooth, "training.calibrate=false", "run.dir=" + folder + "/a"));
            var calibrated = Unroll.fit(train, conf(smooth, "run.dir=" + folder + "/b"));

            assertEquals(1, careful.saved().trained().codec().calibration().temperature());
            double temperature = calibrated.saved().trained().codec().calibration().temperature();
            assertTrue(temperature < 0.5, "" + temperature);
            var before = careful.evaluate(test);
            var after = calibrated.evaluate(test);
            assertEquals(before.figure(Metric.ACCURACY), after.figure(Metric.ACCURACY));
            assertEquals(before.figure(Metric.AUC), after.figure(Metric.AUC), 1e-6);
            for (var metric : List.of(Metric.LOG_LOSS, Metric.CALIBRATION_ERROR)) {
                assertTrue(
                        after.figure(metric) < before.figure(metric),
                        before.figures() + " " + after.figures());
            }
            var p = scores(careful.score(test));
            var q = scores(calibrated.score(test));
            for (int i = 0; i < p.length; i++) {
                double logit = StrictMath.log(p[i] / (1 - p[i]));
                double expected = 1 / (1 + StrictMath.exp(-logit / temperature));
                assertEquals(expected, q[i], 1e-4);
            }
        }
    }

    private static double[] scores(Dataset<Row> scored) {
        return scored.selectExpr("double(probabilities['5'])").collectAsList().stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
    }
}
