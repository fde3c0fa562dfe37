package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.io.LocalStore;
import unroll.measure.Metric;
import unroll.predict.Neighbourhood;
import unroll.predict.SavedModel;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.predict.TextPrediction;
import unroll.spark.LocalSession;
import unroll.spark.prepare.Preparation;
import unroll.spark.prepare.RejectedRows;
import unroll.spark.prepare.Rejections;
import unroll.spark.rounds.SparkRounds;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.train.LocalRounds;
import unroll.train.WorkerSpec;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/** Runs of a task from its rows to its figures, as the commands run it; one subclass a task. */
abstract class TaskRuns {
    @TempDir Path folder;

    Configuration conf(String yaml, String... overrides) {
        return Tasks.reader()
                .read(yaml.replace("DIR", folder.toString()), "test", List.of(overrides));
    }

    String train(Configuration conf, int cores) throws IOException {
        var out = new ByteArrayOutputStream();
        LocalSession.open(cores); // closed by the job
        Commands.train(conf, true, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    JsonNode summary() throws IOException {
        return summary("run");
    }

    JsonNode summary(String run) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(run + "/summary.json").toFile());
    }

    /** Writes the rows of a part to two files. */
    void writePart(String part, List<String> rows) throws IOException {
        Files.createDirectories(folder.resolve(part));
        Files.write(folder.resolve(part + "/a.json"), rows.subList(0, 30));
        Files.write(folder.resolve(part + "/b.json"), rows.subList(30, rows.size()));
    }

    /** Returns a row of two columns of words, each a text or an array. */
    static String row(
            boolean arrays, Map.Entry<String, String> one, Map.Entry<String, String> two) {
        return "{%s,%s}".formatted(column(arrays, one), column(arrays, two));
    }

    private static String column(boolean arrays, Map.Entry<String, String> named) {
        var text = named.getValue();
        var items = text.isBlank() ? "" : "\"" + text.replace(" ", "\",\"") + "\"";
        return "\"%s\":%s"
                .formatted(named.getKey(), arrays ? "[" + items + "]" : "\"" + text + "\"");
    }

    /** What evaluate writes and prints. */
    record Evaluated(JsonNode figures, String text) {}

    /** Evaluates the model on rows, a file or a folder beside the run. */
    Evaluated evaluate(String rows) throws IOException {
        var out = new ByteArrayOutputStream();
        var json = folder.resolve("figures.json");
        LocalSession.open(2); // closed by the job
        Commands.evaluate(
                request(rows),
                0,
                json.toString(),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return new Evaluated(
                new ObjectMapper().readTree(json.toFile()), out.toString(StandardCharsets.UTF_8));
    }

    ScoringRequest request(String rows) {
        return new ScoringRequest(
                folder + "/run",
                new SourceConf("", folder.resolve(rows).toString(), Map.of(), "", ""));
    }

    /** Writes the rows of the test set with what the model says of them. */
    void predict(String format, Map<String, String> options) throws IOException {
        predict(format, options, Neighbourhood.NONE);
    }

    private void predict(String format, Map<String, String> options, Neighbourhood neighbours)
            throws IOException {
        Commands.predict(
                request("test"),
                0,
                neighbours,
                new Sink(format, folder.resolve("out").toString(), options, "overwrite"),
                System.out);
    }

    /** Writes the rows of the test set with what the model says of them, and reads them again. */
    void predictions(Check check) throws IOException {
        predictions(Neighbourhood.NONE, check);
    }

    /** Does so with the rows whose vectors are nearest. */
    void predictions(Neighbourhood neighbours, Check check) throws IOException {
        LocalSession.open(2); // closed by the job
        predict("json", Map.of(), neighbours);
        try (var session = LocalSession.open(2)) {
            check.accept(session.read().json(folder.resolve("out").toString()));
        }
    }

    /**
     * Checks that the texts that are written for the 40 rows of the test set are right as often as
     * the run measured.
     *
     * @param target column of the true texts
     */
    void textsAreScoredAsInTheTest(String target) throws IOException {
        predictions(
                rows -> {
                    assertEquals(40, rows.count());
                    assertEquals(
                            Math.round(40 * summary().path("test.sequenceAccuracy").asDouble()),
                            rows.filter("prediction = " + target).count());
                    assertEquals(40, rows.filter("score < 0").count());
                });
        evaluatedAgain("bleu", "chrf", "perplexity", "examples");
    }

    /**
     * Checks that early stopping ends a run after two epochs without progress, and that the figure
     * of the best epoch is the one at the end, which is of the validation set too.
     *
     * @param conf of more epochs than are needed, without a test set, with a beam of 1
     * @param shown how the message of each epoch names it
     * @param better of two values of the figure
     */
    void stopsByItsOwnFigure(
            Configuration conf, Metric figure, String shown, DoubleBinaryOperator better)
            throws IOException {
        var out = train(conf, 2);
        int epochs = summary().path("epochs").asInt();
        int best = summary().path("bestEpoch").asInt();
        assertTrue(summary().path("stoppedEarly").asBoolean(), out);
        assertEquals(best + 2, epochs, out);
        var key = "validation." + figure.key();
        var values = new ArrayList<Double>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            values.add(epochMetrics(epoch).path(key).asDouble());
            var line = Pattern.compile("(?m)epoch " + epoch + ": loss .* and " + shown);
            assertTrue(line.matcher(out).find(), out);
        }
        double expected =
                values.stream().mapToDouble(Double::doubleValue).reduce(better).orElseThrow();
        assertEquals(values.indexOf(expected) + 1, best, values.toString());
        double atTheEnd = summary().path("figures").path(figure.key()).asDouble();
        assertEquals(expected, atTheEnd, 1e-12 * expected, values.toString());
    }

    /** Returns the figures of an epoch, from 1. */
    JsonNode epochMetrics(int epoch) throws IOException {
        var file = folder.resolve("run/metrics/epoch-%05d.jsonl".formatted(epoch));
        var lines = Files.readAllLines(file);
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    /** Looks at rows with predictions. */
    interface Check {
        void accept(Dataset<Row> rows) throws IOException;
    }

    /** Checks that evaluating the test set again gives the figures of the run. */
    Evaluated evaluatedAgain(String... figures) throws IOException {
        var first = summary().path("figures");
        var again = evaluate("test");
        for (var figure : figures) {
            assertEquals(first.path(figure), again.figures().path(figure), figure);
        }
        return again;
    }

    /** Returns what the command line prints for a text. */
    List<String> predict(String text) throws IOException {
        return TextPrediction.lines(modelForOneText(), text);
    }

    TrainedModel modelForOneText() throws IOException {
        var store = new LocalStore();
        return SavedModel.openForOneText(store, folder + "/run", List.of(), (key, path) -> store)
                .trained();
    }

    byte[] parameters() throws IOException {
        return Files.readAllBytes(folder.resolve("run/model/parameters.safetensors"));
    }

    /**
     * Checks that the number of cores and the division into files do not show.
     *
     * @param again writes the same rows in other files
     */
    void coresAndFilesDoNotShow(Configuration conf, Rewrite again) throws IOException {
        train(conf, 1);
        var one = parameters();
        var figures = summary().path("figures");
        again.write();
        train(conf, 2);
        assertArrayEquals(one, parameters());
        assertEquals(figures, summary().path("figures"));
    }

    /** Writes rows. */
    interface Rewrite {
        void write() throws IOException;
    }

    /** Checks that a run with more epochs resumes where one with fewer has ended. */
    void resumesInTheSameBits(Configuration whole, Configuration part) throws IOException {
        train(whole, 2);
        var atOnce = parameters();
        train(part, 2);
        LocalSession.open(2);
        Commands.train(whole, false, "", System.out);
        assertArrayEquals(atOnce, parameters());
    }

    static void roundsWithoutSparkGiveTheBitsOfSpark(Configuration conf) throws IOException {
        try (var session = LocalSession.open(2);
                var preparation =
                        Preparation.open(
                                session,
                                conf,
                                new Rejections(RejectedRows.COUNTED, 1, note -> {}),
                                note -> {})) {
            var prepared = preparation.shards(conf.data().shards());
            var spec =
                    new WorkerSpec(
                            conf,
                            Tasks.kind(conf.task())
                                    .task(conf, prepared.codec(), prepared.labelCounts()));
            var spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            var train = prepared.train().collect();
            var validation = prepared.validation().collect();
            try (var there =
                            new SparkRounds(
                                    spark, spec, prepared.train(), prepared.validation(), 3);
                    var here = new LocalRounds(spec, train, validation, 1)) {
                var start =
                        State.initial(spec.task().network().layout().initialParameters(1), conf);
                var first = here.train(start, new RoundId(0, 0, 3));
                var second = here.train(first.state(), new RoundId(0, 1, 3));
                var again = there.train(start, new RoundId(0, 0, 3));
                again = there.train(again.state(), new RoundId(0, 1, 3));
                assertArrayEquals(second.state().theta(), again.state().theta());
                assertTrue(second.metrics().batches() > 0, "has learnt");
                assertEquals(
                        here.evaluate(start.theta()).loss(), there.evaluate(start.theta()).loss());
            }
        }
    }
}
