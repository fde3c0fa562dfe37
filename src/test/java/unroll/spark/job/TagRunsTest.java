package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;
import unroll.spark.LocalSession;

/** Tags of words: where a trip begins and ends. */
final class TagRunsTest extends TaskContract {
    private static final String TRIPS =
            """
            task: tag
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, text: words, label: tags}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            text: {tokenizer: whitespace, maxLength: 12, minCount: 1}
            model: {embedding: 8, layers: [{cell: gru, size: 12, bidirectional: true}]}
            training: {epochs: 6, batch: 8, optimizer: {rate: 0.03}, earlyStopping: {metric: f1}}
            sync: {every: 5}
            """;

    private static final List<String> TOWNS = List.of("bern", "elm", "new bern", "old elm");

    /** Trips in either order, of which the last words are cut off where they are many. */
    private void writeTrips(boolean arrays) throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            if (part.equals("train")) {
                lines.add(line(arrays, "a b", "O"));
                lines.add(line(arrays, "", ""));
            } else {
                lines.add(line(arrays, "to bern by night", "O B-to O B-when"));
            }
            for (int i = 0; i < (part.equals("train") ? 160 : 40); i++) {
                var words = new ArrayList<String>();
                var tags = new ArrayList<String>();
                boolean turned = random.nextBoolean();
                for (var type : turned ? List.of("to", "from") : List.of("from", "to")) {
                    words.add(type);
                    tags.add("O");
                    for (var word : List.of(TOWNS.get(random.nextInt(4)).split(" "))) {
                        tags.add((words.get(words.size() - 1).equals(type) ? "B-" : "I-") + type);
                        words.add(word);
                    }
                }
                for (int more = random.nextInt(9); more > 0; more--) {
                    words.add("please");
                    tags.add("O");
                }
                lines.add(line(arrays, String.join(" ", words), String.join(" ", tags)));
            }
            writePart(part, lines);
        }
    }

    private static String line(boolean arrays, String words, String tags) {
        return row(arrays, Map.entry("words", words), Map.entry("tags", tags));
    }

    @Override
    Configuration written(String... overrides) throws IOException {
        writeTrips(false);
        return conf(TRIPS, overrides);
    }

    @Test
    void tripsAreTagged() throws IOException {
        var out = train(written(), 2);
        var figures = summary().path("figures");
        assertTrue(summary().path("test.f1").asDouble() > 0.9, out);
        assertTrue(out.contains("1 number of labels differs from number of words or steps"), out);
        assertEquals(2, summary().path("rejectedRows").asInt(), out);
        // The tag B-when is not in the training set: its row is measured, and it is not found.
        assertEquals(41, figures.path("examples").asInt(), out);
        assertEquals(1, figures.path("unknownTags").asInt(), out);
        assertTrue(
                figures.path("spans").asInt() > figures.path("rightSpans").asInt(),
                figures.toString());
        predictions(
                rows -> {
                    assertEquals(41, rows.count());
                    assertEquals(
                            41,
                            rows.filter(
                                            "size(prediction) = least(12, size(split(words, ' ')))"
                                                    + " and size(offsets) = size(prediction)")
                                    .count());
                    assertEquals(
                            Math.round(41 * summary().path("test.sequenceAccuracy").asDouble()),
                            rows.filter("slice(split(tags, ' '), 1, 12) = prediction").count());
                    assertEquals(
                            41,
                            rows.filter(
                                            "substring(words, offsets[1][0] + 1, offsets[1][1] -"
                                                    + " offsets[1][0]) = split(words, ' ')[1]")
                                    .count());
                });
        var text = evaluatedAgain("f1", "accuracy", "logLoss", "types").text();
        assertTrue(text.contains("unknown    1 tag not in the training set"), text);
        assertEquals(
                List.of("to\tO", "new\tB-to", "bern\tI-to", "from\tO", "elm\tB-from"),
                predict("to New Bern from elm"));
    }

    /** Words in an array have the bits that the same words have in a text. */
    @Test
    void wordsMayBeAnArray() throws IOException {
        var conf = written("training.epochs=2");
        train(conf, 2);
        var ofTexts = parameters();
        writeTrips(true);
        train(conf, 2);
        assertArrayEquals(ofTexts, parameters());
        LocalSession.open(2);
        predict("json", Map.of());
        try (var session = LocalSession.open(2)) {
            var row = session.read().json(folder.resolve("out").toString()).first();
            var names = List.of(row.schema().fieldNames());
            assertTrue(names.contains("prediction"), names.toString());
            if (names.contains("offsets")) {
                assertNull(row.get(row.fieldIndex("offsets")), "there is no text to point into");
            }
        }
    }

    /** The intent is named by a column that the trips share with their first word. */
    @Test
    void anIntentIsPredictedBesideTheTags() throws IOException {
        writeTrips(false);
        for (var part : List.of("train", "test")) {
            for (var name : List.of("a.json", "b.json")) {
                var file = folder.resolve(part).resolve(name);
                var lines = new ArrayList<String>();
                for (var line : Files.readAllLines(file)) {
                    var intent = line.contains("\"words\":\"to") ? "arrive" : "leave";
                    lines.add(line.replace("{", "{\"wish\":\"" + intent + "\","));
                }
                Files.write(file, lines);
            }
        }
        var out = train(conf(TRIPS, "data.train.intent=wish"), 2);
        assertTrue(summary().path("test.intentAccuracy").asDouble() > 0.9, out);
        assertTrue(out.contains("5 tags, 2 intents"), out);
        predictions(
                rows -> {
                    assertEquals(
                            Math.round(41 * summary().path("test.intentAccuracy").asDouble()),
                            rows.filter("intent = wish").count());
                    assertEquals(
                            Math.round(41 * summary().path("test.exactMatch").asDouble()),
                            rows.filter(
                                            "intent = wish and slice(split(tags, ' '), 1, 12) = prediction")
                                    .count());
                });
        var lines = predict("to bern from elm");
        assertEquals("intent\tarrive", lines.get(4));
        var again = evaluate("test").figures();
        assertEquals(summary().path("test.intentAccuracy"), again.path("intentAccuracy"));
    }
}
