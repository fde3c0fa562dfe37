package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;

/** Forecasts of numbers and probabilities from texts, read as words and letters. */
final class TextForecastRunsTest extends TaskRuns {
    private static final String RATINGS =
            """
            task: forecast
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, target: stars}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
            text: {minCount: 1}
            model:
              inputs: [{width: 6}, {kind: letters, width: 4, buckets: 100}]
              layers: [{cell: lstm, size: 12}]
            training: {epochs: 8, batch: 8, batchTokens: 600, optimizer: {rate: 0.02}}
            sync: {every: 5}
            """;

    /** Stars are 50, and 10 more or less for each good or bad word. */
    private void writeRatings() throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            if (part.equals("train")) {
                lines.add("{\"text\": \"good\", \"stars\": null}");
                lines.add("{\"text\": \" \", \"stars\": 50}");
            }
            for (int i = 0; i < (part.equals("train") ? 240 : 60); i++) {
                var text = new ArrayList<String>();
                int stars = 50;
                for (int n = 1 + random.nextInt(6); n > 0; n--) {
                    int word = random.nextInt(3);
                    text.add(List.of("bad", "neutral", "good").get(word));
                    stars += 10 * (word - 1);
                }
                lines.add(
                        "{\"text\": \"%s\", \"stars\": %d, \"flags\": [%s, %s]}"
                                .formatted(
                                        String.join(" ", text),
                                        stars,
                                        text.contains("good"),
                                        text.contains("bad")));
            }
            Files.createDirectories(folder.resolve(part));
            Files.write(folder.resolve(part + "/a.json"), lines);
        }
    }

    @Test
    void numbersAreForecastFromTexts() throws IOException {
        var out = train(written(), 2);
        var figures = summary().path("figures");
        assertTrue(figures.path("nrmse").asDouble() < 0.3, out);
        assertTrue(figures.path("rmse").asDouble() > 0.3, "in stars: " + out);
        assertTrue(out.contains("1 no target"), out);
        assertTrue(out.contains("19 words, 1 to forecast"), out);
        predictions(
                rows -> {
                    double mse =
                            rows.selectExpr("avg(pow(stars - prediction, 2))").first().getDouble(0);
                    assertEquals(figures.path("mse").asDouble(), mse, 1e-3 * mse);
                });
    }

    /** Several may hold of one text. */
    @Test
    void probabilitiesAreForecastFromTexts() throws IOException {
        var conf = written("data.train.target=flags", "training.loss=binary");
        var out = train(conf, 2);
        assertTrue(summary().path("test.accuracy").asDouble() > 0.9, out);
        assertEquals(120, summary().path("figures").path("numbers").asInt());
    }

    /** The configuration; its rows are written. */
    private Configuration written(String... overrides) throws IOException {
        writeRatings();
        var more = new ArrayList<>(List.of(overrides));
        more.add("data.maxRejected=0.1");
        return conf(RATINGS, more.toArray(new String[0]));
    }

    /** A text has a forecast and a line for each quantile; the figures tell how good they are. */
    @Test
    void quantilesOfATextAreMeasuredAndPrinted() throws IOException {
        var out = train(written("training.loss=quantile"), 2);
        var figures = summary().path("figures");
        assertTrue(out.contains("pinball") && out.contains("in 80 %"), out);
        predictions(
                rows -> {
                    double pinball = figures.path("pinball").asDouble();
                    var loss =
                            "(greatest(%1$s * (stars - quantiles[%2$d]),"
                                    + " (%1$s - 1) * (stars - quantiles[%2$d])))";
                    var sum =
                            loss.formatted("0.1D", 0)
                                    + " + "
                                    + loss.formatted("0.5D", 1)
                                    + " + "
                                    + loss.formatted("0.9D", 2);
                    var within = "stars between quantiles[0] and quantiles[2]";
                    var found =
                            rows.selectExpr(
                                            "avg(" + sum + ") / 3",
                                            "avg(cast(" + within + " as double))")
                                    .first();
                    assertEquals(pinball, found.getDouble(0), 1e-4 * pinball);
                    assertEquals(figures.path("coverage").asDouble(), found.getDouble(1), 1e-9);
                });
        var lines = predict("good bad good");
        assertEquals(4, lines.size(), lines.toString());
        assertEquals("q50\t" + lines.get(0), lines.get(2));
        assertTrue(lines.get(1).startsWith("q10\t") && lines.get(3).startsWith("q90\t"));
    }

    @Test
    void coresDoNotShow() throws IOException {
        coresAndFilesDoNotShow(written("training.epochs=2"), () -> {});
    }
}
