package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.spark.LocalSession;

/** Transcriptions of frames into tones. */
final class TranscribeRunsTest extends TaskContract {
    private static final String TONES =
            """
            task: transcribe
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, sequence: frames, label: tones}
              test: {format: json, path: DIR/test, sequence: frames, label: tones}
              shards: 2
              validation: 0.2
            model: {layers: [{cell: lstm, size: 16, bidirectional: true}]}
            training: {epochs: 12, batch: 8, batchTokens: 600, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    private static final List<String> TONE_NAMES = List.of("do", "re", "mi");

    /**
     * Tones that last for some steps each, with or without silence between, in noise. The first
     * training rows are bad, then there is one with more labels than steps, and one of silence.
     */
    private void writeTones() throws IOException {
        writeTones(
                List.of(
                        tones(1, "null"),
                        tones(1, "[\"do\", null]"),
                        tones(1, "[\" \"]"),
                        tones(1, "[\"do\", \"do\"]"),
                        tones(1, "[\"re\", \"re\"]"),
                        tones(1, "[\"mi\", \"mi\"]"),
                        tones(2, "[]")),
                names -> "[\"" + String.join("\", \"", names) + "\"]");
    }

    /** A line of JSON of some silent frames. */
    private static String tones(int frames, String tones) {
        return tones(Collections.nCopies(frames, List.of(0.0, 0.0, 0.0)), tones);
    }

    private static String tones(List<List<Double>> frames, String tones) {
        return "{\"frames\": %s, \"tones\": %s}".formatted(frames, tones);
    }

    /**
     * @param first lines of the training set
     * @param json what a row's tones are written as
     */
    private void writeTones(List<String> first, Function<List<String>, String> json)
            throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            // Two labels of one step: none can give them.
            var impossible = tones(1, json.apply(List.of("do", "do")));
            var lines = new ArrayList<>(part.equals("train") ? first : List.of(impossible));
            for (int i = 0; i < (part.equals("train") ? 200 : 60); i++) {
                var frames = new ArrayList<List<Double>>();
                var tones = new ArrayList<String>();
                frames.add(frame(random, -1));
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    int tone = random.nextInt(3);
                    tones.add(TONE_NAMES.get(tone));
                    for (int t = 1 + random.nextInt(3); t > 0; t--) {
                        frames.add(frame(random, tone));
                    }
                    for (int t = 1 + random.nextInt(3); t > 0; t--) {
                        frames.add(frame(random, -1));
                    }
                }
                lines.add(tones(frames, json.apply(tones)));
            }
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines.subList(0, 30));
            Files.write(folder.resolve(part + "/b.json"), lines.subList(30, lines.size()));
        }
    }

    private static List<Double> frame(Random random, int tone) {
        var frame = new ArrayList<Double>();
        for (int k = 0; k < 3; k++) {
            frame.add((k == tone ? 2 : 0) + 0.3 * random.nextGaussian());
        }
        return frame;
    }

    @Test
    void tonesAreTranscribed() throws IOException {
        var conf = written("training.earlyStopping.metric=errors", "transcribe.wordSeparator=mi");
        var out = train(conf, 2);
        var summary = summary();
        assertTrue(summary.path("test.labelErrorRate").asDouble() < 0.1, out);
        var figures = summary.path("figures");
        long edits =
                figures.path("substituted").asLong()
                        + figures.path("missing").asLong()
                        + figures.path("added").asLong();
        assertEquals(
                (double) edits / figures.path("labels").asLong(),
                summary.path("test.labelErrorRate").asDouble());
        assertTrue(summary.path("test.wordErrorRate").asDouble() < 0.1, out);
        assertTrue(out.contains("word errors"), out);
        assertEquals(words("test"), figures.path("words").asInt());
        assertEquals(61, figures.path("examples").asInt());
        assertEquals(1, figures.path("impossible").asInt());
        assertEquals(3, summary.path("rejectedRows").asInt(), out);
        assertTrue(out.contains("3 no label"), out);
        assertTrue(
                out.lines()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "epoch 1: [123] sequences? with more labels .*")),
                out);
        var errors = new ArrayList<Double>();
        for (int epoch = 1; epoch <= 12; epoch++) {
            errors.add(epochMetrics(epoch).path("validation.labelErrorRate").asDouble());
        }
        assertEquals(
                Collections.min(errors), errors.get(summary.path("bestEpoch").asInt() - 1), out);
        LocalSession.open(2);
        predict("json", Map.of());
        var evaluated = evaluatedAgain("labelErrorRate", "wordErrorRate", "logLoss");
        assertTrue(evaluated.text().contains("word error rate "), evaluated.text());
        assertTrue(
                evaluated.text().contains("impossible        1 with more labels than steps"),
                evaluated.text());
        Files.writeString(folder.resolve("only.json"), tones(1, "[\"do\", \"do\"]"));
        var only = evaluate("only.json").figures();
        assertEquals(1, only.path("impossible").asInt());
        assertTrue(only.path("logLoss").isMissingNode(), only.toString());
        try (var session = LocalSession.open(2)) {
            var rows = session.read().json(folder.resolve("out").toString());
            assertEquals(61, rows.count());
            assertEquals(
                    Math.round(61 * summary.path("test.sequenceAccuracy").asDouble()),
                    rows.filter("tones = prediction").count());
            assertEquals(61, rows.filter("score < 0").count());
        }
    }

    /** Returns the number of words of a part, which mi separates. */
    private int words(String part) throws IOException {
        int words = 0;
        for (var file : List.of("a.json", "b.json")) {
            for (var line : Files.readAllLines(folder.resolve(part).resolve(file))) {
                var before = "mi";
                for (var tone : new ObjectMapper().readTree(line).path("tones")) {
                    boolean begins = before.equals("mi") && !tone.asText().equals("mi");
                    words += begins ? 1 : 0;
                    before = tone.asText();
                }
            }
        }
        return words;
    }

    /** What cannot hold an array gets JSON, here and there a text of labels is read. */
    private static final Map<String, String> RFC_4180 = Map.of("header", "true", "escape", "\"");

    @Test
    void labelsMayBeATextAndPredictionsJson() throws IOException {
        writeTones(
                List.of(tones(1, "null"), tones(1, "\" \""), tones(1, "\"do do\"")),
                names -> "\"" + String.join(" ", names) + "\"");
        var out = train(conf(TONES, "data.maxRejected=0.1", "training.epochs=1"), 2);
        assertTrue(out.contains("2 no label"), out);
        assertTrue(out.contains("3 numbers a step, 3 labels"), out);
        LocalSession.open(2);
        predict("csv", Map.of("header", "true"));
        try (var session = LocalSession.open(2)) {
            var rows = session.read().options(RFC_4180).csv(folder + "/out");
            assertEquals(61, rows.count());
            var row = rows.first();
            var predicted = row.getString(row.fieldIndex("prediction"));
            assertTrue(predicted.matches("\\[(\"(do|re|mi)\",?)*]"), predicted);
            var frames = row.getString(row.fieldIndex("frames"));
            assertTrue(new ObjectMapper().readTree(frames).get(0).size() == 3, frames);
        }
    }

    @Override
    Configuration written(String... overrides) throws IOException {
        writeTones();
        var more = new ArrayList<>(List.of(overrides));
        more.add("data.maxRejected=0.1");
        return conf(TONES, more.toArray(new String[0]));
    }
}
