package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.measure.Metric;

/** Sums, in which a product binds more closely than a sum. */
final class ParseRunsTest extends TaskContract {
    private static final String SUMS =
            """
            task: parse
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, target: tree}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            text: {tokenizer: whitespace, maxLength: 8}
            model: {embedding: 12, layers: [{cell: gru, size: 16, bidirectional: true}]}
            decoder: {size: 24, embedding: 12, attentionSize: 12, beam: 2}
            training: {epochs: 10, batch: 8, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    @Override
    Configuration written(String... overrides) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            if (part.equals("train")) {
                lines.add(line("a b", "(S (N a) (N c))")); // other words
                lines.add(line("a b", "(S (N a) (N b)")); // not closed
                lines.add(line("a b", "")); // none
                var nine = "(S (N a) ".repeat(8) + "(N a)" + ")".repeat(8);
                lines.add(line("a a a a a a a a a", nine)); // more than are read
            }
            for (int i = 0; i < (part.equals("train") ? 300 : 40); i++) {
                var words = new ArrayList<String>();
                var tree = product(random, words);
                for (int n = random.nextInt(2); n > 0; n--) {
                    words.add("plus");
                    tree = "(S %s (R (O plus) %s))".formatted(tree, product(random, words));
                }
                lines.add(line(String.join(" ", words), tree));
            }
            writePart(part, lines);
        }
        return conf(SUMS, overrides);
    }

    private static String product(Random random, List<String> words) {
        var first = List.of("a", "b", "c").get(random.nextInt(3));
        words.add(first);
        if (random.nextBoolean()) {
            return "(N %s)".formatted(first);
        }
        words.addAll(List.of("times", "a"));
        return "(P (N %s) (R (O times) (N a)))".formatted(first);
    }

    private static String line(String text, String tree) {
        return "{\"text\":\"%s\",\"tree\":\"%s\"}".formatted(text, tree);
    }

    @Test
    void sumsAreParsed() throws IOException {
        var out = train(written(), 2);
        var figures = summary().path("figures");
        assertTrue(figures.path("labelledBracketF1").asDouble() > 0.9, out);
        assertEquals(4, summary().path("rejectedRows").asInt(), out);
        assertTrue(out.contains("1 tree and text have different words"), out);
        assertTrue(out.contains("1 no tree in brackets"), out);
        assertTrue(out.contains("1 no target"), out);
        assertTrue(out.contains("1 a tree over more words than text.maxLength"), out);
        predictions(
                rows -> {
                    assertEquals(
                            Math.round(40 * figures.path("sequenceAccuracy").asDouble()),
                            rows.filter("prediction = tree").count());
                });
        evaluatedAgain("bracketF1", "labelledBracketF1", "rightBranchingF1", "perplexity");
        assertEquals(
                List.of("(S (N b) (R (O plus) (P (N c) (R (O times) (N a)))))"),
                predict("b plus c times a"));
    }

    @Test
    void theBestEpochHasTheBestTrees() throws IOException {
        written();
        var yaml = SUMS.replace("  test: {format: json, path: DIR/test}\n", "");
        var conf =
                conf(
                        yaml,
                        "decoder.beam=1",
                        "training.epochs=40",
                        "training.earlyStopping={metric: f1, patience: 2}");
        stopsByItsOwnFigure(conf, Metric.BRACKET_F1, "F1 of brackets", Math::max);
    }

    @Test
    void resumesInTheSameBitsByItsTrees() throws IOException {
        var f1 = "training.earlyStopping={metric: f1, patience: 1}";
        resumesInTheSameBits(written("training.epochs=3", f1), written("training.epochs=1", f1));
    }
}
