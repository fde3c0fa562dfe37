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
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Commands;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.predict.ScoringRequest;
import unroll.spark.LocalSession;
import unroll.spark.prepare.Preparation;
import unroll.spark.prepare.RejectedRows;
import unroll.spark.prepare.Rejections;
import unroll.spark.rounds.SparkRounds;
import unroll.task.registry.Tasks;
import unroll.train.LocalRounds;
import unroll.train.WorkerSpec;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/** A reservoir from the series to its figures, as the commands run it. */
final class ReservoirJobTest {
    private static final String YAML =
            """
            task: forecast
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: mackey-glass, options: {length: 400, count: 5, seed: 1}, sequence: sequence}
              validation: {format: mackey-glass, options: {length: 300, seed: 3}}
              test: {format: mackey-glass, options: {length: 300, count: 3, seed: 2}}
              shards: 3
            model: {layers: [{cell: reservoir, size: 80, density: 0.1, inputScale: 0.5, leak: 0.7, washout: 50}]}
            """;

    @TempDir Path folder;

    private Configuration conf() {
        return Tasks.reader().read(YAML.replace("DIR", folder.toString()), "test", List.of());
    }

    private String train(boolean fresh, int cores) throws IOException {
        var out = new ByteArrayOutputStream();
        LocalSession.open(cores); // closed by the job
        Commands.train(conf(), fresh, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    private byte[] parameters() throws IOException {
        return Files.readAllBytes(folder.resolve("run/model/parameters.safetensors"));
    }

    @Test
    void isTrainedMeasuredAndRunsOn() throws IOException {
        var out = train(true, 1);
        var one = parameters();
        assertEquals(1, json("run/summary.json").path("epochs").asInt(), out);
        assertTrue(json("run/summary.json").path("test.nrmse").asDouble() < 0.01, out);
        // The first 50 steps are washed out, the last is a target only.
        assertEquals(3 * 249, json("run/summary.json").path("figures").path("numbers").asInt());
        train(true, 2);
        assertArrayEquals(one, parameters());
        assertTrue(train(false, 2).contains("Nothing to do"), "a finished run stays");
        var source =
                new SourceConf(
                        "mackey-glass",
                        "",
                        Map.of("length", "300", "count", "4", "seed", "2"),
                        "text",
                        "label");
        LocalSession.open(2);
        Commands.evaluate(
                new ScoringRequest(folder + "/run", source),
                20,
                folder.resolve("figures.json").toString(),
                System.out);
        assertEquals(80, json("figures.json").path("numbers").asInt());
        assertTrue(
                json("figures.json").path("nrmse").asDouble() < 0.2,
                json("figures.json").toString());
    }

    @Test
    void roundsWithoutSparkGiveTheBitsOfSpark() throws IOException {
        try (var session = LocalSession.open(2);
                var preparation =
                        Preparation.open(
                                session,
                                conf(),
                                new Rejections(RejectedRows.COUNTED, 1, note -> {}),
                                note -> {})) {
            var prepared = preparation.shards(conf().data().shards());
            var spec =
                    new WorkerSpec(
                            conf(),
                            Tasks.kind(conf().task())
                                    .task(conf(), prepared.codec(), prepared.labelCounts()));
            var spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            var train = prepared.train().collect();
            var validation = prepared.validation().collect();
            try (var there =
                            new SparkRounds(
                                    spark, spec, prepared.train(), prepared.validation(), 1);
                    var here = new LocalRounds(spec, train, validation, 1)) {
                var start =
                        State.initial(spec.task().network().layout().initialParameters(1), conf());
                var round = new RoundId(0, 0, 1);
                assertArrayEquals(
                        here.train(start, round).state().theta(),
                        there.train(start, round).state().theta());
            }
        }
    }
}
