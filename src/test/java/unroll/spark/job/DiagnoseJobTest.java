package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.diagnose.Diagnoser;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.predict.ScoringRequest;
import unroll.predict.TrainedSource;
import unroll.spark.LocalSession;
import unroll.spark.TinyModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;
import unroll.train.ExitCode;

final class DiagnoseJobTest {
    private static final int ROWS = 120;

    @TempDir Path folder;

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(
                    "{\"text\": \"%sfilm w%d\", \"label\": \"%s\"}"
                            .formatted(
                                    "very not good ".repeat(i % 5), i, i % 3 == 0 ? "neg" : "pos"));
        }
        rows.add("{\"text\": \"\", \"label\": \"neg\"}");
        return rows;
    }

    private SourceConf write(String name, List<String> rows, int files) throws IOException {
        var data = Files.createDirectories(folder.resolve(name));
        for (int f = 0; f < files; f++) {
            int from = f * rows.size() / files;
            Files.write(
                    data.resolve(f + ".json"), rows.subList(from, (f + 1) * rows.size() / files));
        }
        return new SourceConf("json", data.toString(), Map.of(), "text", "label");
    }

    private JsonNode diagnose(SourceConf source, int cores, ByteArrayOutputStream out)
            throws IOException {
        var model = TinyModel.write(folder.resolve("model").toString());
        LocalSession.open(cores); // closed by the job
        Commands.diagnose(
                new ScoringRequest(model, source),
                new DiagnoseJob.Depth(20, 3, 1),
                null,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return new ObjectMapper().readTree(Path.of(model, "diagnosis.json").toFile());
    }

    @Test
    void whatIsFoundDoesNotDependOnFilesAndCores() throws IOException {
        var out = new ByteArrayOutputStream();
        var tree = diagnose(write("one", rows(), 1), 1, out);
        assertEquals(20, tree.path("examples").asInt());
        assertEquals(1, tree.path("rejectedRows").asInt());
        assertEquals(0.9, tree.at("/bounds/sigmoid/1").asDouble());
        var layer = tree.at("/layers/0");
        assertEquals("encoder.l0.forward", layer.path("name").asText());
        assertEquals(3, layer.path("units").asInt());
        var norms = layer.at("/gradient/normByDistance");
        assertTrue(norms.size() > 2, norms.toString());
        assertEquals(20, layer.at("/gradient/sequences/0").asInt());
        assertEquals(norms.size(), layer.at("/gradient/sequences").size());
        assertEquals(5, layer.path("matrices").size());
        assertTrue(layer.at("/matrices/0/block").isNull());
        assertEquals(3, layer.at("/matrices/1/singularValues").size());
        assertEquals(3, layer.at("/stepJacobians/0/singularValues").size());
        assertEquals("sigmoid", layer.at("/gates/0/function").asText());
        assertTrue(layer.path("deadUnits").isArray());
        assertEquals(tree.path("loss"), tree.at("/surface/loss/1/1"));
        var text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("dead units"), text);

        var rows = new ArrayList<>(rows());
        Collections.shuffle(rows, new Random(2));
        assertEquals(tree, diagnose(write("three", rows, 3), 2, new ByteArrayOutputStream()));
    }

    @Test
    void rowsThatAreAllBadAreRefused() throws IOException {
        var source = write("bad", List.of("{\"text\": \"good\", \"label\": \"other\"}"), 1);
        assertThrows(DataException.class, () -> diagnose(source, 1, new ByteArrayOutputStream()));
    }

    private static final String TASK =
            """
            task: %s
            run: {dir: nowhere, seed: 5}
            data: {train: {format: json, path: nowhere%s}, maxRejected: 0.1, shards: 8}
            text: {vocabulary: 100, minCount: 1, unknownBuckets: 2, maxLength: 20}
            model: {%s}
            """;

    private static Configuration conf(String task, String columns, String model) {
        return Tasks.reader().read(TASK.formatted(task, columns, model), "test", List.of());
    }

    /** Sequences of two numbers a step, with a label and a value each. */
    private SourceConf vectors(Configuration conf) throws IOException {
        var random = new Random(6);
        var rows = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            var steps = new ArrayList<String>();
            for (int t = 0; t < 4 + i % 5; t++) {
                steps.add("[%f, %f]".formatted(random.nextGaussian(), random.nextGaussian()));
            }
            rows.add(
                    "{\"x\": %s, \"label\": \"%s\", \"y\": %f}"
                            .formatted(steps, i % 3 == 0 ? "neg" : "pos", random.nextGaussian()));
        }
        rows.add("{\"x\": [[1], [2]], \"label\": \"neg\", \"y\": 1}");
        return TrainedSource.complete(write("vectors", rows, 2), conf, note -> {});
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name + ".json").toFile());
    }

    /** What diagnose finds, and beside it what evaluate measures on the same rows. */
    private JsonNode both(Configuration conf, Codec codec, SourceConf source) throws IOException {
        var model = folder.resolve("model").toString();
        TinyModel.write(model, conf, codec);
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        LocalSession.open(1); // closed by the job
        Commands.diagnose(
                new ScoringRequest(model, source),
                new DiagnoseJob.Depth(1000, 1, 1),
                folder.resolve("inside.json").toString(),
                out);
        LocalSession.open(1);
        Commands.evaluate(
                new ScoringRequest(model, source),
                0,
                folder.resolve("figures.json").toString(),
                out);
        var inside = json("inside");
        assertTrue(inside.at("/layers/0/gradient/normByDistance/1").asDouble() > 0);
        assertEquals(9, inside.at("/layers/0/stepJacobians").size());
        return inside;
    }

    @Test
    void vectorsAreDiagnosedAsTheyAreEvaluated() throws IOException {
        var conf = conf("classify", ", sequence: x", "layers: [{cell: gru, size: 3}]");
        var codec =
                new Codec(
                        new Vocabulary(List.of(), 2),
                        Scaling.none(2),
                        List.of("neg", "pos"),
                        Scaling.none(0));
        var inside = both(conf, codec, vectors(conf));
        assertEquals(
                json("figures").path("logLoss").asDouble(), inside.path("loss").asDouble(), 1e-6);
        assertEquals(1, inside.path("rejectedRows").asInt());
        assertEquals(40, inside.path("examples").asInt());
    }

    @Test
    void forecastsAreDiagnosedAsTheyAreEvaluated() throws IOException {
        for (var target : List.of("", ", target: y")) {
            var model = "layers: [{cell: lstm, size: 3}]";
            var conf = conf("forecast", ", sequence: x" + target, model);
            var codec =
                    new Codec(
                            new Vocabulary(List.of(), 2),
                            Scaling.none(2),
                            List.of(),
                            Scaling.none(target.isEmpty() ? 0 : 1));
            var inside = both(conf, codec, vectors(conf));
            double rmse = json("figures").path("rmse").asDouble();
            assertEquals(
                    rmse * rmse, inside.path("loss").asDouble(), 1e-5, json("figures")::toString);
            assertEquals(40, inside.path("examples").asInt());
        }
    }

    @Test
    void lettersOfWordsNeverSeenAreDiagnosedAsTheyAreEvaluated() throws IOException {
        var inputs = "inputs: [{kind: letters, width: 4, buckets: 50}], ";
        var conf = conf("classify", "", inputs + "layers: [{cell: elman, size: 3}], pooling: last");
        var codec = Codec.ofTexts(new Vocabulary(List.of("not", "film"), 2), List.of("neg", "pos"));
        var inside = both(conf, codec, write("words", rows(), 1));
        assertEquals(
                json("figures").path("logLoss").asDouble(), inside.path("loss").asDouble(), 1e-6);
    }

    @Test
    void aDocumentIsReadInWindows() throws IOException {
        var conf =
                conf(
                        "language",
                        "",
                        "embedding: 4, layers: [{cell: lstm, size: 3}]}\nbptt: {steps: 3");
        var codec = Codec.ofTexts(new Vocabulary(List.of("not", "film", "good"), 2), List.of());
        var inside = both(conf, codec, write("document", rows().subList(0, 30), 1));
        // 269 words to foresee: 16 lanes of at least 16 words, six windows each.
        assertEquals(269, json("figures").path("words").asInt());
        assertEquals(96, inside.path("examples").asInt());
        // A window of three, and one of a word more where the lane is longer.
        assertEquals(3, inside.at("/layers/0/gradient/normByDistance").size());
    }

    @Test
    void aReservoirIsRefused() {
        var conf = conf("forecast", ", sequence: x", "layers: [{cell: reservoir, size: 9}]");
        var codec =
                new Codec(
                        new Vocabulary(List.of(), 1), Scaling.none(1), List.of(), Scaling.none(0));
        var model = Tasks.trained(conf, codec, network -> network.layout().initialParameters(1));
        var refused = assertThrows(ConfigurationException.class, () -> Diagnoser.check(model));
        assertEquals(2, ExitCode.of(refused));
        assertTrue(refused.getMessage().contains("reservoir"), refused.getMessage());
    }
}
