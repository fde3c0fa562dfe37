package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.spark.LocalSession;

/** What has the largest numbers, in words. */
final class CaptionRunsTest extends TaskContract {
    private static final String SCENES =
            """
            task: caption
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, vector: features, target: caption}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            text: {tokenizer: whitespace, maxLength: 8}
            model: {layers: [{cell: gru, size: 16}]}
            decoder: {embedding: 12, beam: 2}
            training: {epochs: 10, batch: 8, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    private static final List<String> COLOURS = List.of("red", "green", "blue");
    private static final List<String> SHAPES = List.of("circle", "square");

    @Override
    Configuration written(String... overrides) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            if (part.equals("train")) {
                lines.add("{\"features\":[1,NaN,0,0,0],\"caption\":\"a red star\"}");
                lines.add("{\"features\":[],\"caption\":\"a red star\"}");
                lines.add("{\"features\":null,\"caption\":\"a red star\"}");
                lines.add("{\"features\":[1,2,3],\"caption\":\"a red star\"}");
                lines.add("{\"features\":[1,0,0,1,0],\"caption\":\" \"}");
            }
            for (int i = 0; i < (part.equals("train") ? 300 : 40); i++) {
                int colour = random.nextInt(3);
                int shape = random.nextInt(2);
                var features = new double[5];
                for (int j = 0; j < 5; j++) {
                    boolean on = j == colour || j == 3 + shape;
                    features[j] = (on ? 1 : 0) + 0.1 * random.nextGaussian();
                }
                lines.add(
                        "{\"features\":%s,\"caption\":\"a %s %s\"}"
                                .formatted(
                                        java.util.Arrays.toString(features),
                                        COLOURS.get(colour),
                                        SHAPES.get(shape)));
            }
            writePart(part, lines);
        }
        return conf(SCENES, overrides);
    }

    @Test
    void scenesAreDescribed() throws IOException {
        var out = train(written(), 2);
        var figures = summary().path("figures");
        assertTrue(summary().path("test.sequenceAccuracy").asDouble() > 0.95, out);
        assertEquals(5, summary().path("rejectedRows").asInt(), out);
        assertTrue(out.contains("1 no target"), out);
        assertTrue(out.contains("1 a number that is missing, NaN or infinite"), out);
        assertTrue(out.contains("1 no sequence"), out);
        assertTrue(out.contains("1 vectors or targets whose width differs"), out);
        try (var session = LocalSession.open(2)) {
            var rejected = session.read().json(folder + "/run/rejected/train");
            // A row of another width is rejected when its caption was read.
            var found = rejected.filter("label = 'a red star'").count();
            assertEquals(4, found, rejected.collectAsList().toString());
        }
        assertEquals(40, figures.path("examples").asInt(), out);
        textsAreScoredAsInTheTest("caption");
    }

    /** The first two words are learnt, which are never the whole reference. */
    @Test
    void wordsThatAreCutAreMissedWhenMeasured() throws IOException {
        var out = train(written("text.maxLength=2"), 2);
        var figures = summary().path("figures");
        assertTrue(figures.path("perplexity").asDouble() < 1.5, out);
        assertEquals(0, figures.path("sequenceAccuracy").asDouble(), out);
        var again = evaluatedAgain("sequenceAccuracy", "bleu", "chrf");
        // At most two words of three are written.
        assertTrue(again.text().contains("length 0.6"), again.text());
    }

    /** Vectors of Spark ML, in Parquet, have the bits of the same numbers in arrays. */
    @Test
    void vectorsMayBeThoseOfSparkMl() throws IOException {
        var conf = written("training.epochs=1");
        train(conf, 2);
        var ofArrays = parameters();
        try (var session = LocalSession.open(2)) {
            for (var part : List.of("train", "test")) {
                session.read()
                        .schema("features array<double>, caption string")
                        .json(folder.resolve(part).toString())
                        .filter("size(features) = 5 and trim(caption) <> ''")
                        .withColumn(
                                "features",
                                org.apache.spark.ml.functions.array_to_vector(
                                        org.apache.spark.sql.functions.col("features")))
                        .write()
                        .parquet(folder.resolve("ml/" + part).toString());
            }
        }
        train(
                conf(
                        SCENES.replace("json", "parquet").replace("DIR/t", "DIR/ml/t"),
                        "training.epochs=1"),
                2);
        assertArrayEquals(ofArrays, parameters());
    }

    @Test
    void aModelBeginsWithAnotherWhoseTextsHaveTheSameWords() throws IOException {
        train(written("training.epochs=1", "run.dir=" + folder.resolve("old")), 2);
        var from = "model.from=" + folder.resolve("old");
        var out = train(written("training.epochs=1", from), 2);
        assertTrue(out.contains("/old: taken input.projection (w [12, 5], b [12])"), out);
        assertTrue(out.contains("; 6 of 6 words to write have their rows"), out);
        assertTrue(out.contains("/old: new nothing"), out);
        assertTrue(out.contains("/old: left nothing"), out);
        var cased = written(from, "text.lowercase=false");
        var refused = assertThrows(ConfigurationException.class, () -> train(cased, 2));
        assertTrue(
                refused.getMessage().startsWith("text.lowercase: expected true as in "),
                refused.getMessage());
    }

    @Test
    void aColumnWithoutVectorsIsRefused() throws IOException {
        var conf = written("data.train.vector=caption");
        var wrong = assertThrows(DataException.class, () -> train(conf, 2));
        assertTrue(
                wrong.getMessage()
                        .contains(
                                "data.train.vector: column caption of json at "
                                        + folder
                                        + "/train holds string; expected an array of numbers"),
                wrong.getMessage());
    }
}
