package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.cli.Commands;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.predict.ScoringRequest;
import unroll.spark.LocalSession;

/** Texts in several columns, whose runs are those of the joined text. */
final class TextColumnsRunsTest extends TaskRuns {
    private static final String YAML =
            """
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, text: [title, body]}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            model: {embedding: 4, layers: [{cell: gru, size: 3}], wide: {}}
            training: {epochs: 2, batch: 8, batchTokens: 600, optimizer: {rate: 0.01}}
            sync: {every: 5}
            """;

    private final ObjectMapper json = new ObjectMapper();

    /** The label needs both columns, either of which may be missing; {@code text} joins them. */
    private Configuration written(String... overrides) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < (part.equals("train") ? 240 : 60); i++) {
                boolean not = random.nextBoolean();
                boolean good = random.nextBoolean();
                var title = (not ? "not w" : "so w") + random.nextInt(30);
                var body = (good ? "good w" : "bad w") + random.nextInt(30);
                boolean bare = i % 10 == 0;
                var row = json.createObjectNode();
                row.put("title", bare ? null : title).put("body", body);
                row.put("text", bare ? body : title + "\n" + body);
                lines.add(row.put("label", (bare || !not) == good).toString());
            }
            lines.add("{\"title\": null, \"body\": null, \"text\": null, \"label\": true}");
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines);
        }
        return conf(YAML, overrides);
    }

    private String fingerprint() throws IOException {
        return json.readTree(folder.resolve("run/run.json").toFile()).path("fingerprint").asText();
    }

    @Test
    void aRunHasTheBitsAndFiguresOfTheJoinedText() throws IOException {
        var out = train(written(), 2);
        var joined = parameters();
        var data = fingerprint();
        var summary = summary();
        assertTrue(out.contains("1 no text"), out);
        assertTrue(summary.path("baseline.accuracy").asDouble() > 0.6, out);
        assertEquals(60, evaluatedAgain("accuracy", "logLoss").figures().path("examples").asInt());
        predictions(
                rows -> {
                    assertEquals(
                            List.of("body", "label", "text", "title"),
                            List.of(rows.columns()).stream()
                                    .filter(c -> !c.startsWith("p"))
                                    .toList());
                    assertEquals(
                            Math.round(60 * summary.path("test.accuracy").asDouble()),
                            rows.filter("prediction = label").count());
                });
        train(written("data.train.text=text"), 2);
        assertArrayEquals(joined, parameters());
        assertEquals(data, fingerprint());
        for (var figure : List.of("figures", "baseline.accuracy", "baseline.logLoss")) {
            assertEquals(summary.path(figure), summary().path(figure), figure);
        }
    }

    @Test
    void columnsMayBeNamedAgainForOtherRows() throws IOException {
        train(written("training.epochs=1", "baseline=false"), 2);
        var figures = summary().path("figures");
        var source = new SourceConf("", folder.resolve("test").toString(), Map.of(), "", "");
        var file = folder.resolve("figures.json");
        LocalSession.open(2); // closed by the job
        Commands.evaluate(
                new ScoringRequest(folder + "/run", source.with(SourceConf.TEXT, List.of("text"))),
                0,
                file.toString(),
                new PrintStream(OutputStream.nullOutputStream()));
        assertEquals(figures.path("logLoss"), json.readTree(file.toFile()).path("logLoss"));
    }

    @Test
    void anotherOrderOfColumnsIsAnotherRun() throws IOException {
        train(written("training.epochs=1", "baseline=false"), 2);
        var other =
                conf(YAML, "training.epochs=1", "baseline=false", "data.train.text=[body, title]");
        LocalSession.open(2); // closed by the job
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> Commands.train(other, false, "", System.out));
        assertTrue(
                e.getMessage()
                        .contains(
                                "data.train.text was [\"title\",\"body\"], is now [\"body\",\"title\"]"),
                e.getMessage());
    }
}
