package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.predict.TextPrediction;
import unroll.task.Generation;

/** Words of two parts, which are cut into pieces; a fifth of them occur in the test set alone. */
final class MergesRunsTest extends TaskContract {
    private static final String WORDS =
            """
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, text: there, TARGET}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
            text: {tokenizer: whitespace, maxLength: 12, minCount: 1, merges: 15}
            model: {embedding: 12, layers: [{cell: gru, size: 16, bidirectional: true}]}
            training: {epochs: 12, batch: 8, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    private static final String TRANSLATE =
            "task: translate\n"
                    + WORDS.replace("TARGET", "target: back")
                    + "decoder: {size: 32, embedding: 12, attentionSize: 16, beam: 3}\n";

    private static final List<String> FIRST = List.of("ba", "ko", "mi", "tu", "re");
    private static final List<String> SECOND = List.of("lan", "dos", "vik", "pem", "sur");

    private void writeWords() throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            while (lines.size() < (part.equals("train") ? 300 : 40)) {
                var there = new ArrayList<String>();
                var back = new ArrayList<String>();
                boolean seen = true;
                for (int n = 1 + random.nextInt(2); n > 0; n--) {
                    int i = random.nextInt(5);
                    int k = random.nextInt(5);
                    seen &= i != k;
                    there.add(FIRST.get(i) + SECOND.get(k));
                    back.add(SECOND.get(k) + "o" + FIRST.get(i));
                }
                if (seen == part.equals("train")) {
                    var text = String.join(" ", there);
                    lines.add(
                            "{\"n\": %d, \"there\": \"%s\", \"back\": \"%s\", \"label\": \"%s\"}"
                                    .formatted(
                                            lines.size(),
                                            text,
                                            String.join(" ", back),
                                            text.startsWith("ba") ? "yes" : "no"));
                }
            }
            writePart(part, lines);
        }
    }

    @Override
    Configuration written(String... overrides) throws IOException {
        writeWords();
        return conf(TRANSLATE, overrides);
    }

    @Test
    void wordsThatWereNeverSeenAreTranslated() throws IOException {
        var out = train(written(), 2);
        assertTrue(summary().path("test.chrf").asDouble() > 60, out);
        assertEquals(0, summary().path("figures").path("unknownTargetWords").asInt(), out);
        textsAreScoredAsInTheTest("back");
        var evaluated = evaluate("test").text();
        assertTrue(evaluated.contains(" a piece"), evaluated);
        predictions(
                rows -> {
                    assertEquals(0, rows.filter("prediction like '%@%'").count());
                    assertTrue(rows.filter("prediction like '% %'").count() > 0);
                });
    }

    /** The figure that chooses the best epoch is of words, as the one at the end. */
    @Test
    void wordsOfPiecesAreWatched() throws IOException {
        writeWords();
        var yaml = TRANSLATE.replace("  test: {format: json, path: DIR/test}\n", "");
        train(
                conf(
                        yaml,
                        "decoder.beam=1",
                        "training.epochs=4",
                        "training.earlyStopping.metric=chrf"),
                2);
        var summary = summary();
        var best = epochMetrics(summary.path("bestEpoch").asInt());
        double chrf = best.path("validation.chrf").asDouble();
        assertTrue(chrf > 10, summary.toString());
        assertEquals(chrf, summary.path("figures").path("chrf").asDouble());
    }

    @Test
    void aClassifierReadsPieces() throws IOException {
        writeWords();
        var out = train(conf("task: classify\n" + WORDS.replace("TARGET", "label: label")), 2);
        assertTrue(summary().path("test.accuracy").asDouble() > 0.9, out);
        assertTrue(
                predict("bavik mipem").get(0).contains("yes"), predict("bavik mipem").toString());
        predictions(rows -> assertTrue(rows.filter("prediction = label").count() > 36));
        evaluatedAgain("accuracy", "logLoss", "examples");
    }

    /** Rows are those of the column with the texts; the words of their pieces are whole again. */
    @Test
    void aLanguageModelContinuesWithPieces() throws IOException {
        writeWords();
        var yaml =
                "task: language\n"
                        + WORDS.replace("TARGET", "order: n")
                                .replace(", bidirectional: true", "")
                                .replace("maxLength: 12, ", "")
                        + "bptt: {steps: 10}\n";
        var conf = conf(yaml, "training.epochs=4");
        coresAndFilesDoNotShow(conf, () -> {});
        evaluatedAgain("perplexity", "words");
        var model = modelForOneText();
        var continued = new StringBuilder();
        TextPrediction.continueText(model, "bavik", Generation.of(60, 1), continued::append);
        assertFalse(continued.toString().contains("@"), continued.toString());
        int words = continued.toString().split("\\s+").length;
        assertTrue(words < 60 && words > 5, continued.toString());
        assertTrue(model.codec().pieces(Collections.nCopies(300, "bavik")).size() >= 600);
    }
}
