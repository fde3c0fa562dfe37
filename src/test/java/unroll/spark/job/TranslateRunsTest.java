package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.measure.Metric;

/** Numbers written backwards, in other words. */
final class TranslateRunsTest extends TaskContract {
    private static final String NUMBERS =
            """
            task: translate
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, text: there, target: back}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            text: {tokenizer: whitespace, maxLength: 8, minCount: 2}
            model: {embedding: 12, layers: [{cell: gru, size: 12, bidirectional: true}]}
            decoder: {size: 24, embedding: 12, attentionSize: 12, beam: 3}
            training: {epochs: 12, batch: 8, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    private static final List<String> THERE = List.of("one", "two", "three", "four");
    private static final List<String> BACK = List.of("uno", "due", "tre", "quattro");

    private void writeNumbers(boolean arrays, String... more) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            if (part.equals("train")) {
                lines.add(line(arrays, "one two", " "));
                lines.add(line(arrays, "", "uno"));
                for (var back : more) {
                    lines.add(line(arrays, "five", back));
                }
            }
            for (int i = 0; i < (part.equals("train") ? 300 : 40); i++) {
                var there = new ArrayList<String>();
                var back = new ArrayList<String>();
                for (int n = 1 + random.nextInt(5); n > 0; n--) {
                    int digit = random.nextInt(5);
                    var name = "x" + random.nextInt(1_000_000);
                    there.add(digit == 4 ? name : THERE.get(digit));
                    back.add(0, digit == 4 ? name : BACK.get(digit));
                }
                lines.add(line(arrays, String.join(" ", there), String.join(" ", back)));
            }
            writePart(part, lines);
        }
    }

    private static String line(boolean arrays, String there, String back) {
        return row(arrays, Map.entry("there", there), Map.entry("back", back));
    }

    @Override
    Configuration written(String... overrides) throws IOException {
        writeNumbers(false);
        return conf(NUMBERS, overrides);
    }

    @Test
    void numbersAreWrittenBackwards() throws IOException {
        var out = train(written(), 2);
        var figures = summary().path("figures");
        assertTrue(summary().path("test.bleu").asDouble() > 90, out);
        assertTrue(summary().path("test.chrf").asDouble() > 90, out);
        assertEquals(2, summary().path("rejectedRows").asInt(), out);
        assertTrue(out.contains("1 no target"), out);
        assertEquals(40, figures.path("examples").asInt(), out);
        textsAreScoredAsInTheTest("back");
        assertEquals(List.of("tre x7 uno"), predict("one x7 three"));
    }

    @Test
    void theBestEpochHasTheBestTexts() throws IOException {
        writeNumbers(false);
        var yaml = NUMBERS.replace("  test: {format: json, path: DIR/test}\n", "");
        var conf =
                conf(
                        yaml,
                        "decoder.beam=1",
                        "training.epochs=40",
                        "training.earlyStopping={metric: bleu, patience: 2}");
        stopsByItsOwnFigure(conf, Metric.BLEU, "BLEU", Math::max);
    }

    @Test
    void resumesInTheSameBitsByItsTexts() throws IOException {
        var chrf = "training.earlyStopping={metric: chrf, patience: 1}";
        resumesInTheSameBits(
                written("training.epochs=3", chrf), written("training.epochs=1", chrf));
    }

    /** The test set is the same, so that its loss shows what the new word has changed. */
    @Test
    void aModelBegunFromItselfWithOneMoreWordIsAsGoodAsBefore() throws IOException {
        train(written("run.dir=" + folder.resolve("old")), 2);
        double old = summary("old").path("test.perplexity").asDouble();
        writeNumbers(false, "cinque", "cinque cinque", "cinque uno");
        var still = List.of("training.epochs=1", "training.optimizer.rate=1e-9");
        var random = train(conf(NUMBERS, still.toArray(String[]::new)), 2);
        assertTrue(summary().path("test.perplexity").asDouble() > 2 * old, random);
        var settings = new ArrayList<>(still);
        settings.add("model.from=" + folder.resolve("old"));
        var out = train(conf(NUMBERS, settings.toArray(String[]::new)), 2);
        assertTrue(out.contains("; 4 of 5 words to write have their rows"), out);
        assertTrue(out.contains("/old: new nothing"), out);
        assertEquals(old, summary().path("test.perplexity").asDouble(), 0.02 * old, out);
    }

    /** Words in arrays have the bits that the same words have in texts. */
    @Test
    void wordsMayBeArrays() throws IOException {
        var conf = written("training.epochs=1");
        train(conf, 2);
        var ofTexts = parameters();
        writeNumbers(true);
        train(conf, 2);
        org.junit.jupiter.api.Assertions.assertArrayEquals(ofTexts, parameters());
    }
}
