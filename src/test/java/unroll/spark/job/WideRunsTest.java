package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.io.CorruptFileException;
import unroll.io.LocalStore;
import unroll.predict.SavedModel;

/** Classification with a linear model of n-grams beside the network. */
final class WideRunsTest extends TaskRuns {
    private static final String YAML =
            """
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
            model: {embedding: 4, layers: [{cell: gru, size: 3}], wide: {}}
            training: {epochs: 4, batch: 8, batchTokens: 600, optimizer: {rate: 0.01}}
            sync: {every: 5}
            baseline: false
            """;

    /** A text is good if "not" does not stand before "good". */
    private Configuration written(String... overrides) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < (part.equals("train") ? 240 : 60); i++) {
                boolean good = random.nextBoolean();
                var filler = "w" + random.nextInt(30);
                lines.add(
                        "{\"text\": \"%s\", \"label\": \"%s\"}"
                                .formatted(
                                        good
                                                ? "not " + filler + " but good"
                                                : "but not good " + filler,
                                        good ? "pos" : "neg"));
            }
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines);
        }
        return conf(YAML, overrides);
    }

    @Test
    void pairsOfWordsTellWhatSingleWordsDoNot() throws IOException {
        var out = train(written("model.wide={start: zero}", "training.epochs=8"), 2);
        assertTrue(summary().path("test.accuracy").asDouble() > 0.95, out);
        var ngrams = Files.readAllLines(folder.resolve("run/model/ngrams.txt"));
        assertTrue(ngrams.stream().anyMatch(line -> line.split(" ").length == 3));
    }

    /** Four epochs would not suffice from zero. */
    @Test
    void weightsStartFromTheCountsOfTheTrainingPart() throws IOException {
        var out = train(written("training.optimizer.rate=1e-6"), 2);
        assertTrue(summary().path("test.accuracy").asDouble() > 0.95, out);
    }

    private static final String REGRESSION =
            "model.wide={start: regression, learns: apart, dropout: 0, textDropout: 0}";

    @Test
    void weightsStartFromARegression() throws IOException {
        var out = train(written(REGRESSION, "training.optimizer.rate=1e-6"), 2);
        assertTrue(summary().path("test.accuracy").asDouble() > 0.95, out);
    }

    private float[] trained(String... overrides) throws IOException {
        train(written(overrides), 2);
        return SavedModel.open(new LocalStore(), folder + "/run").trained().theta();
    }

    @Test
    void theValidationPartChoosesHowMuchNGramsCount() throws IOException {
        float[] plain = trained(REGRESSION, "training.epochs=1", "training.calibrate=false");
        float[] weighted = trained(REGRESSION, "training.epochs=1");
        var weights = new HashSet<Float>();
        int ngrams = 0;
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] != weighted[i]) {
                weights.add(weighted[i] / plain[i]);
                ngrams++;
            }
        }
        assertTrue(ngrams > 20, ngrams + " weights of n-grams");
        assertEquals(1, weights.size(), weights + " are not one weight");
    }

    @Test
    void coresDoNotShowInARegression() throws IOException {
        coresAndFilesDoNotShow(written(REGRESSION, "training.epochs=1"), () -> {});
    }

    @Test
    void rowsAreScoredAsInTheTest() throws IOException {
        train(written(), 2);
        predictions(
                rows -> {
                    long right = rows.filter("prediction = label").count();
                    assertEquals(summary().path("test.accuracy").asDouble(), right / 60.0, 1e-9);
                });
    }

    @Test
    void coresDoNotShow() throws IOException {
        coresAndFilesDoNotShow(written("training.epochs=2"), () -> {});
    }

    @Test
    void otherNGramsThanThoseOfTheModelAreRefused() throws IOException {
        train(written("training.epochs=1"), 2);
        var file = folder.resolve("run/model/ngrams.txt");
        var lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 1));
        var e =
                assertThrows(
                        CorruptFileException.class,
                        () -> SavedModel.open(new LocalStore(), folder + "/run"));
        assertTrue(e.getMessage().contains("ngrams.txt"), e.getMessage());
    }
}
