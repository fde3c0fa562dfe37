package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import unroll.cli.Commands;
import unroll.predict.Neighbourhood;
import unroll.predict.Sink;
import unroll.spark.LocalSession;

/** Sequences that are longer than a model reads, from their rows to what a run tells of them. */
final class CutRunsTest extends TaskRuns {
    private static final String RUN =
            """
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, COLUMN: given, label: label}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
              MORE
            training: {epochs: 8, batch: 8, optimizer: {rate: 0.03}}
            baseline: false
            """;

    private static final String WORDS =
            RUN.replace("COLUMN", "text").replace("  MORE\n", "")
                    + """
                    text: {tokenizer: whitespace, minCount: 1, maxLength: 8, cut: head}
                    model: {embedding: 6, layers: [{cell: gru, size: 8}]}
                    """;

    private static final String VECTORS =
            RUN.replace("COLUMN", "sequence") + "model: {layers: [{cell: gru, size: 8}]}\n";

    private static String row(String given, String label) {
        return "{\"given\":%s,\"label\":\"%s\"}".formatted(given, label);
    }

    /** The last word tells the class, the first one nothing; each third text is too long. */
    private void writeTexts(boolean turned) throws IOException {
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < (part.equals("train") ? 120 : 40); i++) {
                boolean good = i % 2 == 0;
                var middle = new StringBuilder();
                for (int k = i % 3 == 0 ? 7 + i % 5 : 6; k > 0; k--) {
                    middle.append(" ").append((char) ('e' + (i * k + i / 7) % 9)).append("o");
                }
                var text = (i / 2 % 2 == 0 ? "bad" : "good") + middle + (good ? " good" : " bad");
                lines.add(row("\"" + text + "\"", good ? "yes" : "no"));
            }
            if (turned) {
                Collections.reverse(lines);
            }
            writePart(part, lines);
        }
    }

    private void evaluateAndPredictTell(int cut, String line) throws IOException {
        var evaluated = evaluate("test");
        assertEquals(cut, evaluated.figures().path("cutRows").asInt());
        assertTrue(evaluated.text().contains("source: " + line), evaluated.text());
        var out = new ByteArrayOutputStream();
        LocalSession.open(2); // closed by the job
        Commands.predict(
                request("test"),
                0,
                Neighbourhood.NONE,
                new Sink("json", folder.resolve("out").toString(), Map.of(), "overwrite"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        var told = out.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains(line), told);
    }

    private static int count(String out, String part) {
        return out.split(part, -1).length - 1;
    }

    @Test
    void textsThatWereCutAreCounted() throws IOException {
        writeTexts(false);
        var line = " texts are longer than text.maxLength (8 words) and cut at the head";
        for (int cores : List.of(2, 1)) {
            var out = train(conf(WORDS), cores);
            assertEquals(1, count(out, "train: 40 of 120" + line.replaceAll("[()]", ".")), out);
            assertEquals(1, count(out, "test: 14 of 40" + line.replaceAll("[()]", ".")), out);
            assertEquals(40, summary().path("train.cutRows").asInt());
            assertEquals(14, summary().path("test.cutRows").asInt());
            assertTrue(summary().path("test.accuracy").asDouble() > 0.9, out);
            writeTexts(true);
        }
        evaluateAndPredictTell(14, "14 of 40" + line);
        var first = "good so so so so so so so so so bad";
        assertTrue(predict(first).get(0).contains("no"), predict(first).toString());
    }

    /** Pieces are known once the words are counted. */
    @Test
    void textsWithTooManyPiecesAreCountedToo() throws IOException {
        writeTexts(false);
        // With one merge nearly every letter is a piece.
        var out = train(conf(WORDS, "text.merges=1", "text.maxLength=20", "training.epochs=1"), 2);
        int cut = summary().path("train.cutRows").asInt();
        var line = " texts are longer than text.maxLength (20 pieces) and cut at the head";
        assertTrue(out.contains("train: " + cut + " of 120" + line), out);
        assertTrue(cut > 0 && cut < 120, out);
        assertEquals(cut, evaluate("train").figures().path("cutRows").asInt());
        int tested = summary().path("test.cutRows").asInt();
        evaluateAndPredictTell(tested, tested + " of 40" + line);
    }

    private void writeNumbers() throws IOException {
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < (part.equals("train") ? 120 : 40); i++) {
                boolean high = i % 2 == 0;
                var numbers = new ArrayList<Double>();
                for (int k = i % 3 == 0 ? 9 : 3; k > 0; k--) {
                    numbers.add((i * k) % 9 / 10.0 + i / 1000.0);
                }
                numbers.add(high ? 1.0 : -1.0);
                lines.add(row(numbers.toString(), high ? "high" : "low"));
            }
            lines.add(row(Collections.nCopies(60, 1).toString(), "high"));
            writePart(part, lines);
        }
    }

    @Test
    void sequencesOfVectorsAreCut() throws IOException {
        writeNumbers();
        var yaml = VECTORS.replace("MORE", "maxSteps: 5") + "text: {cut: head}\n";
        var out = train(conf(yaml), 2);
        var line = " sequences are longer than data.maxSteps (5 steps) and cut at the head";
        assertTrue(out.contains("train: 41 of 121" + line), out);
        assertEquals(41, summary().path("train.cutRows").asInt());
        assertEquals(15, summary().path("test.cutRows").asInt());
        assertEquals(0, summary().path("rejectedRows").asInt());
        assertTrue(summary().path("test.accuracy").asDouble() > 0.95, out);
        evaluateAndPredictTell(15, "15 of 41" + line);
    }

    /** Training needs room for the whole sequence; what has been trained reads any. */
    @Test
    void aSequenceThatNoBatchHoldsIsRejected() throws IOException {
        writeNumbers();
        var yaml = VECTORS.replace("  MORE\n", "") + "text: {maxLength: 10}\n";
        var out = train(conf(yaml, "training.batchTokens=50", "training.epochs=1"), 2);
        assertTrue(out.contains("1 of 121 rows are bad (0.83 %): 1 more steps than a"), out);
        assertEquals(1, summary().path("rejectedRows").asInt());
        assertEquals(0, summary().path("train.cutRows").asInt());
        assertFalse(out.contains(" and cut at "), out);
        assertEquals(41, summary().path("figures").path("examples").asInt());
        var all = new StringBuilder();
        try (var files = Files.list(folder.resolve("run/rejected/train"))) {
            for (var file : files.filter(file -> file.toString().endsWith(".json")).toList()) {
                all.append(Files.readString(file));
            }
        }
        assertTrue(all.toString().contains("more steps than a batch holds"), all.toString());
    }
}
