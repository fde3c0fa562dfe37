package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.Configuration;
import unroll.data.DataException;
import unroll.encode.Calibration;
import unroll.io.CorruptFileException;
import unroll.io.LocalStore;
import unroll.nn.input.FeatureScores;
import unroll.predict.SavedModel;
import unroll.task.TrainedModel;

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
    void weightsStartFromTheCountsOfTheTrainingSet() throws IOException {
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

    @Test
    void theValidationSetChoosesHowMuchNGramsCount() throws IOException {
        train(written(REGRESSION, "training.epochs=1"), 2);
        assertTrue(trained().codec().calibration().ngramWeight() != 1);
        train(written(REGRESSION, "training.epochs=1", "data.validation=0"), 2);
        assertEquals(Calibration.NONE, trained().codec().calibration());
    }

    private TrainedModel trained() throws IOException {
        return SavedModel.open(new LocalStore(), folder + "/run").trained();
    }

    private static final String FROZEN =
            "training.optimizer={groups: [{parameters: \"wide.*\", rate: 0}]}";

    /** The n-grams do not learn, so they are as they started. */
    private float[] starting(String wide, String loss) throws IOException {
        train(written(wide, "training.epochs=1", "training.classLoss=" + loss, FROZEN), 2);
        return weights("run");
    }

    private float[] weights(String run) throws IOException {
        var model = SavedModel.open(new LocalStore(), folder.resolve(run).toString()).trained();
        var layout = model.task().network().layout();
        int from = layout.slice(FeatureScores.WEIGHTS).offset();
        return Arrays.copyOfRange(model.theta(), from, layout.slice(FeatureScores.BIAS).end());
    }

    /** A score of 1 stands for a probability of 0.95, so for the logit of 0.95. */
    @ParameterizedTest
    @ValueSource(strings = {REGRESSION, "model.wide={start: naiveBayes}"})
    void weightsStartWithTheScaleOfTheScores(String wide) throws IOException {
        float[] logits = starting(wide, "crossentropy");
        float[] scores = starting(wide, "squared");
        for (int i = 0; i < logits.length; i++) {
            assertEquals(logits[i], Math.log(0.95 / 0.05) * scores[i], 1e-5);
        }
        assertTrue(IntStream.range(0, logits.length).anyMatch(i -> logits[i] > 0.1));
    }

    /** The old model's weights belong to a regression over other texts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {REGRESSION + " | false", "model.wide={start: naiveBayes} | true"})
    void aRegressionIsFittedAnewAfterAnotherModel(String wide, boolean taken) throws IOException {
        String[] settings = {wide, "training.epochs=1", "data.validation=0", FROZEN};
        train(written(settings), 2);
        float[] old = weights("run");
        var file = folder.resolve("train/a.json");
        var lines = Files.readAllLines(file);
        lines.subList(0, 40).replaceAll(line -> line.replace("neg", "pos")); // other counts
        Files.write(file, lines);
        train(conf(YAML.replace("DIR/run", "DIR/anew"), settings), 2);
        var next = YAML.replace("DIR/run", "DIR/next").replace("wide:", "from: DIR/run, wide:");
        train(conf(next, settings), 2);
        assertArrayEquals(taken ? old : weights("anew"), weights("next"));
        assertFalse(Arrays.equals(old, weights("anew")));
    }

    @Test
    void textsWithoutACommonWordHaveNoNGrams() throws IOException {
        var conf = written("text.minCount=1", "data.validation=0");
        Files.write(
                folder.resolve("train/a.json"),
                List.of(
                        "{\"text\": \"a fine one\", \"label\": \"pos\"}",
                        "{\"text\": \"quite dull\", \"label\": \"neg\"}"));
        var e = assertThrows(DataException.class, () -> train(conf, 1));
        assertTrue(e.getMessage().startsWith("model.wide: expected known words"), e.getMessage());
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
