package unroll.spark.job;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.cli.Commands;
import unroll.spark.LocalSession;

/** Language models over a document of texts. */
final class LanguageRunsTest extends TaskRuns {
    private static final String TEXT =
            """
            task: language
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: text, path: DIR/train, text: value}
              test: {format: text, path: DIR/test, text: value}
              shards: 2
              validation: 0.1
            text: {tokenizer: whitespace, minCount: 1, unknownBuckets: 1}
            model: {embedding: 8, layers: [{cell: lstm, size: 24}]}
            training: {epochs: 30, batch: 4, optimizer: {name: adam, rate: 0.02}}
            bptt: {steps: 10, warm: 10}
            sync: {every: 7}
            """;

    /** Rows of words that follow from the one before, but for the first. */
    private void writeText(int files) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 200; i++) {
                int first = random.nextInt(5);
                var words = new ArrayList<String>();
                for (int t = 0; t < 5; t++) {
                    words.add("w" + (first + t) % 5);
                }
                lines.add(String.join(" ", words));
            }
            Files.createDirectories(folder.resolve(part));
            try (var old = Files.list(folder.resolve(part))) {
                for (var file : old.toList()) {
                    Files.delete(file);
                }
            }
            for (int f = 0; f < files; f++) {
                Files.write(
                        folder.resolve(part + "/" + (char) ('a' + f) + ".txt"),
                        lines.subList(f * 200 / files, (f + 1) * 200 / files));
            }
        }
    }

    @Test
    void aLanguageModelForeseesWhatFollows() throws IOException {
        writeText(1);
        var out = train(conf(TEXT), 2);
        // One word in six is a free choice among five: exp(log(5) / 6) = 1.31.
        double perplexity = summary().path("test.perplexity").asDouble();
        assertTrue(perplexity > 1.28 && perplexity < 1.45, out);
        assertEquals(1199, summary().path("figures").path("words").asInt());
    }

    @Test
    void aLanguageModelPredictsByTheVectorsThatItReads() throws IOException {
        writeText(1);
        var yaml = TEXT.replace("embedding: 8", "embedding: 24, softmax: {tied: true}");
        var out = train(conf(yaml), 2);
        double perplexity = summary().path("test.perplexity").asDouble();
        assertTrue(perplexity > 1.28 && perplexity < 1.45, out);
    }

    /** Its rows are longer than {@code text.maxLength}; only their last words differ. */
    @Test
    void aRowIsMeasuredToItsEnd() throws IOException {
        writeText(1);
        train(conf(TEXT, "training.epochs=1"), 2);
        var start = "w0 w1 w2 w3 w4 ".repeat(200);
        var rows = List.of(start + "w0", start + "w3", "w0 w1");
        Files.write(folder.resolve("test/a.txt"), rows);
        predictions(
                read -> {
                    var found =
                            read.select("value", "logProbability").collectAsList().stream()
                                    .collect(
                                            toMap(
                                                    row -> row.getString(0),
                                                    row -> row.getDouble(1)));
                    assertEquals(3, Set.copyOf(found.values()).size(), found.toString());
                    for (var row : rows) {
                        var line = "log-probability\t%.4f".formatted(found.get(row));
                        assertEquals(line, predict(row).get(1));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: onehot}",
                "{width: 4}, {width: 4, vectors: {source: word2vec, tune: 2}}"
            })
    void itReadsWordsAsTheInputsSay(String inputs) throws IOException {
        writeText(1);
        var yaml = TEXT.replace("embedding: 8", "inputs: [" + inputs + "]");
        var out = train(conf(yaml), 2);
        double perplexity = summary().path("test.perplexity").asDouble();
        assertTrue(perplexity > 1.28 && perplexity < 1.45, out);
        var vectors = summary().path("vectors").path("input.embedding2");
        if (inputs.contains("word2vec")) {
            assertEquals(6, vectors.path("words").asInt(), out); // the end of a line too
            assertTrue(vectors.path("shareOfTokens").asDouble() > 0.99, out);
        }
        var atOnce = parameters();
        train(conf(yaml, "training.epochs=3"), 1);
        LocalSession.open(2);
        Commands.train(conf(yaml), false, "", System.out);
        assertArrayEquals(atOnce, parameters());
    }

    @Test
    void anOrderColumnMakesTheDocumentWhateverTheFiles() throws IOException {
        writeText(1);
        var lines = Files.readAllLines(folder.resolve("train/a.txt"));
        var rows = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            rows.add("{\"value\": \"%s\", \"n\": %d}".formatted(lines.get(i), i));
        }
        train(conf(TEXT, "training.epochs=1"), 2);
        var inFiles = parameters();
        Collections.shuffle(rows, new Random(1));
        Files.write(folder.resolve("train.json"), rows);
        train(
                conf(
                        TEXT,
                        "training.epochs=1",
                        "data.train={format: json, path: DIR/train.json, text: value, order: n}"
                                .replace("DIR", folder.toString())),
                1);
        assertArrayEquals(inFiles, parameters());
    }

    /** Seven ids: unknown words, the end of a line, and five words. */
    @ParameterizedTest
    @ValueSource(strings = {"{name: sampled, samples: 2}", "{name: adaptive, cutoffs: [2, 4]}"})
    void anotherSoftmaxLearnsTheSame(String softmax) throws IOException {
        writeText(1);
        var name = "model.softmax=" + softmax;
        var out = train(conf(TEXT, name), 2);
        double perplexity = summary().path("test.perplexity").asDouble();
        assertTrue(perplexity > 1.28 && perplexity < 1.45, out);
        coresAndFilesDoNotShow(conf(TEXT, name, "training.epochs=2"), () -> writeText(3));
        var atOnce = parameters();
        train(conf(TEXT, name, "training.epochs=1"), 1);
        LocalSession.open(2);
        Commands.train(conf(TEXT, name, "training.epochs=2"), false, "", System.out);
        assertArrayEquals(atOnce, parameters());
    }

    @Test
    void coresAndFilesDoNotShow() throws IOException {
        writeText(1);
        coresAndFilesDoNotShow(conf(TEXT, "training.epochs=2"), () -> writeText(3));
    }

    @Test
    void resumesInTheSameBits() throws IOException {
        writeText(1);
        resumesInTheSameBits(conf(TEXT, "training.epochs=2"), conf(TEXT, "training.epochs=1"));
    }

    @Test
    void roundsWithoutSparkGiveTheBitsOfSpark() throws IOException {
        writeText(1);
        roundsWithoutSparkGiveTheBitsOfSpark(conf(TEXT, "training.epochs=1"));
    }
}
