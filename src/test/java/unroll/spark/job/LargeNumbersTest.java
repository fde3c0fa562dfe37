package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.cli.Commands;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.spark.LocalSession;
import unroll.task.registry.Tasks;

/** Numbers that a float cannot hold, from their rows to predictions and figures. */
final class LargeNumbersTest {
    @TempDir Path folder;

    private Configuration conf(String... overrides) {
        return Tasks.reader()
                .read(
                        """
                task: forecast
                run: {dir: DIR/run, seed: 3}
                data:
                  train: {format: json, path: DIR/train.json, sequence: seq, target: y}
                  test: {format: json, path: DIR/test.json}
                  shards: 1
                  validation: 0.2
                  maxRejected: 0.5
                model: {layers: [{cell: lstm, size: 8}], pooling: last}
                training: {epochs: 12, batch: 8, optimizer: {rate: 0.02}}
                """
                                .replace("DIR", folder.toString()),
                        "test",
                        List.of(overrides));
    }

    /** Sines that a function puts into another unit; the target is the next number. */
    private void write(DoubleUnaryOperator unit) throws IOException {
        for (var part : List.of("train", "test")) {
            var random = new Random(part.length());
            var lines = new ArrayList<String>();
            for (int i = 0; i < 160; i++) {
                double phase = 6.28 * random.nextDouble();
                var numbers = new ArrayList<Double>();
                for (int t = 0; t < 9; t++) {
                    numbers.add(unit.applyAsDouble(Math.sin(0.4 * t + phase)));
                }
                lines.add(
                        "{\"seq\": %s, \"y\": %s}"
                                .formatted(numbers.subList(0, 8), numbers.get(8)));
            }
            Files.write(folder.resolve(part + ".json"), lines);
        }
    }

    private String train(Configuration conf) throws IOException {
        var out = new ByteArrayOutputStream();
        LocalSession.open(2);
        Commands.train(conf, true, "", new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private double figure(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("run/summary.json").toFile())
                .path(name)
                .asDouble();
    }

    private SourceConf test() {
        return new SourceConf("json", folder + "/test.json", Map.of(), "", "");
    }

    /** Mean distance of the predictions from the targets, as a reader of the output finds it. */
    private double predictedError(SparkSession session) {
        return session.read().json(folder + "/out").collectAsList().stream()
                .mapToDouble(
                        row -> Math.abs(row.<Double>getAs("prediction") - row.<Double>getAs("y")))
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1, 12345678", "1, 1.7e9", "1e300, 0", "1e-300, 0"})
    void unitAndOffsetDoNotShowInTheFigures(double unit, double offset) throws IOException {
        write(x -> unit * x + offset);
        var out = train(conf());
        assertTrue(figure("test.nrmse") < 0.2, out);
        LocalSession.open(2);
        Commands.predict(
                new ScoringRequest(folder + "/run", test()),
                0,
                new Sink("json", folder + "/out", Map.of(), "overwrite"),
                System.out);
        try (var session = LocalSession.open(2)) {
            assertEquals(figure("test.mae"), predictedError(session), 1e-6 * unit);
        }
    }

    @Test
    void aConstantIsForecastExactly() throws IOException {
        write(x -> 1e9 + 0.1);
        var out = train(conf("training.epochs=1"));
        assertEquals(0, figure("test.mae"), out);
    }

    @Test
    void whatNoNetworkCalculatesWithIsABadRowWithThatReason() throws IOException {
        write(x -> x);
        Files.writeString(
                folder.resolve("test.json"),
                """
                {"seq": [1, 2, 1e300], "y": 1}
                {"seq": [1, 2], "y": 1}
                {"seq": [1, 2], "y": 1e39}
                {"seq": [0, 0], "y": 0}
                """);
        var out = train(conf("training.epochs=1"));
        assertTrue(out.contains("2 of 4 rows are bad"), out);
        assertTrue(out.contains("2 a number too large for a network"), out);
        assertFalse(out.contains("whose width differs"), out);
    }

    @Test
    void withoutStandardisingLostDigitsAreTold() throws IOException {
        write(x -> x + 1.7e9);
        var out = train(conf("data.standardize=false", "training.epochs=1"));
        assertTrue(
                out.contains("column 1 of the sequences has mean 1.7")
                        && out.contains("column 1 of the targets has mean 1.7"),
                out);
        write(x -> x + 3);
        out = train(conf("data.standardize=false", "training.epochs=1"));
        assertFalse(out.contains("data.standardize"), out);
    }
}
