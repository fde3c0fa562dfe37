package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.cli.Commands;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.spark.LocalSession;

/** Forecasts from a long table: two shops, whose sales have a week, a trend and days of action. */
final class SeriesRunsTest extends TaskRuns {
    private static final String SHOPS =
            """
            task: forecast
            run: {dir: DIR/run, seed: 3}
            data:
              train:
                format: csv
                path: DIR/train
                series:
                  key: shop
                  time: day
                  every: 1 day
                  values: sales
                  known: action
                  window: 14
                  horizon: 5
                  difference: 7
                  season: 7
                  test: 28
              shards: 3
              validation: 0.2
            model: {layers: [{cell: gru, size: 12}], pooling: last}
            training: {epochs: 10, batch: 8, loss: quantile, optimizer: {name: adam, rate: 0.01}}
            sync: {every: 5}
            """;

    private static final String RUNS_ON =
            SHOPS.replace("      known: action\n", "")
                    .replace("horizon: 5", "horizon: 5\n      recursive: true")
                    .replace("loss: quantile", "loss: squared");

    private static final int DAYS = 150;

    private static String day(int t) {
        return LocalDate.of(2025, 12, 1).plusDays(t).toString();
    }

    /** What is sold without chance. */
    private static double sales(int shop, int t, boolean action) {
        return 50 * (shop + 1) + 0.2 * t + 6 * (t % 7) + (action ? 25 : 0);
    }

    private static boolean action(int t) {
        return t * 7919 % 11 < 3;
    }

    private List<String> rows() {
        var random = new Random(8);
        var rows = new ArrayList<String>();
        for (int shop = 0; shop < 2; shop++) {
            for (int t = 0; t < DAYS + 5; t++) {
                double sold = sales(shop, t, action(t)) + random.nextGaussian();
                rows.add(
                        "%s,%s,%s,%s"
                                .formatted(
                                        List.of("north", "south").get(shop),
                                        day(t),
                                        t < DAYS ? Double.toString(sold) : "",
                                        action(t)));
            }
        }
        return rows;
    }

    /** Writes rows in an order of their own to two files. */
    private void write(List<String> rows, int seed) throws IOException {
        var mixed = new ArrayList<>(rows);
        Collections.shuffle(mixed, new Random(seed));
        Files.createDirectories(folder.resolve("train"));
        int cut = 20 + 50 * seed;
        for (int part = 0; part < 2; part++) {
            var lines = new ArrayList<String>();
            lines.add("shop,day,sales,action");
            lines.addAll(part == 0 ? mixed.subList(0, cut) : mixed.subList(cut, mixed.size()));
            Files.write(folder.resolve("train/" + part + ".csv"), lines);
        }
    }

    private static double figure(JsonNode figures, String name) {
        return figures.path(name).asDouble();
    }

    @Test
    void forecastsOfALongTableHaveIntervalsTimesAndFigures() throws IOException {
        write(rows(), 1);
        var out = train(conf(SHOPS), 2);
        var summary = summary();
        // 28 days are 24 origins for each of two shops.
        assertEquals(48, summary.path("figures").path("windows").asInt(), out);
        assertEquals(240, summary.path("figures").path("numbers").asInt());
        double mase = figure(summary, "test.mase");
        var seasonal = summary.path("figures").path("seasonalNaive");
        assertTrue(mase < 0.5 * figure(seasonal, "mase"), out);
        assertTrue(figure(summary, "test.coverage") > 0.5, out);
        assertTrue(out.contains("seasonal naive") && out.contains("in 80 %"), out);
        assertEquals(0, summary.path("rejectedRows").asInt(), out);
        var again = evaluate("train");
        assertEquals(mase, figure(again.figures(), "mase"));
        assertEquals(figure(summary, "test.coverage"), figure(again.figures(), "coverage"));
        assertTrue(again.text().contains("seasonal naive"), again.text());

        forecasts("train");
        try (var session = LocalSession.open(2)) {
            var rows = session.read().parquet(folder.resolve("out").toString());
            assertEquals(
                    List.of(
                            "shop",
                            "origin",
                            "step",
                            "day",
                            "sales",
                            "sales_q10",
                            "sales_q50",
                            "sales_q90"),
                    List.of(rows.columns()));
            assertEquals(DataTypes.DoubleType, rows.schema().apply("sales").dataType());
            assertEquals(DataTypes.IntegerType, rows.schema().apply("step").dataType());
            assertEquals(10, rows.count());
            for (var row : rows.collectAsList()) {
                int shop = row.getString(0).equals("north") ? 0 : 1;
                int t = DAYS - 1 + row.getInt(2);
                assertEquals(day(DAYS - 1), row.getString(1));
                assertEquals(day(t), row.getString(3));
                assertEquals(sales(shop, t, action(t)), row.getDouble(4), 12);
                assertTrue(row.getDouble(5) <= row.getDouble(6), row.toString());
                assertTrue(row.getDouble(6) <= row.getDouble(7), row.toString());
                assertEquals(row.getDouble(4), row.getDouble(6));
            }
        }
    }

    private String forecasts(String rows) throws IOException {
        var out = new ByteArrayOutputStream();
        LocalSession.open(2); // closed by the job
        Commands.predict(
                new ScoringRequest(
                        folder + "/run",
                        new SourceConf("", folder.resolve(rows).toString(), Map.of(), "", "")),
                0,
                new Sink("parquet", folder.resolve("out").toString(), Map.of(), "overwrite"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aModelOfTheNextStepRunsOnToTheHorizon() throws IOException {
        write(rows().stream().filter(row -> !row.contains(",,")).toList(), 1);
        var out = train(conf(RUNS_ON), 2);
        assertEquals(240, summary().path("figures").path("numbers").asInt(), out);
        assertTrue(figure(summary(), "test.mase") > 0, out);
        forecasts("train");
        try (var session = LocalSession.open(2)) {
            var rows = session.read().parquet(folder.resolve("out").toString());
            assertEquals(
                    List.of("shop", "origin", "step", "day", "sales"), List.of(rows.columns()));
            for (var row : rows.collectAsList()) {
                int shop = row.getString(0).equals("north") ? 0 : 1;
                int t = DAYS - 1 + row.getInt(2);
                assertEquals(day(t), row.getString(3));
                assertEquals(sales(shop, t, false), row.getDouble(4), 45);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOrderOfRowsFilesAndCoresDoesNotShow(boolean runsOn) throws IOException {
        var rows = rows();
        if (runsOn) {
            rows.removeIf(row -> row.contains(",,"));
        }
        write(rows, 1);
        var conf = conf(runsOn ? RUNS_ON : SHOPS, "training.epochs=2");
        coresAndFilesDoNotShow(conf, () -> write(rows, 3));
    }

    @Test
    void resumesInTheSameBits() throws IOException {
        write(rows(), 1);
        resumesInTheSameBits(conf(SHOPS, "training.epochs=2"), conf(SHOPS, "training.epochs=1"));
    }

    @Test
    void roundsWithoutSparkGiveTheBitsOfSpark() throws IOException {
        write(rows(), 1);
        roundsWithoutSparkGiveTheBitsOfSpark(conf(SHOPS, "training.epochs=1"));
    }

    @Test
    void rowsThatAreWrongAreNamed() throws IOException {
        var rows = new ArrayList<>(rows());
        rows.removeIf(row -> row.startsWith("north," + day(30)));
        rows.add("south,yesterday,5,false");
        rows.add("south," + day(40) + ",7,false");
        rows.replaceAll(
                row ->
                        row.startsWith("north," + day(60))
                                ? row.replaceAll(",\\d+[.]\\d+,", ",much,")
                                : row);
        write(rows, 1);
        var out = train(conf(SHOPS, "training.epochs=1", "data.maxRejected=0.1"), 2);
        assertEquals(5, summary().path("rejectedRows").asInt(), out);
        var rejected = new StringBuilder();
        try (var files = Files.list(folder.resolve("run/rejected/train"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                rejected.append(Files.readString(file));
            }
        }
        for (var bad :
                List.of(
                        "\"steps missing before this time\",\"text\":\"shop=north, " + day(31),
                        "\"no time that can be read\",\"text\":\"shop=south, yesterday",
                        "\"time of another row of the same series\",\"text\":\"shop=south, "
                                + day(40),
                        "infinite\",\"text\":\"shop=north, " + day(60))) {
            assertTrue(rejected.toString().contains(bad), rejected + " has no " + bad);
        }
        // The commands name those among the steps that they read, which are all of them here.
        assertEquals(5, evaluate("train").figures().path("rejectedRows").asInt());
        var predicted = forecasts("train");
        assertTrue(predicted.contains("5 of 7 rows could not be scored"), predicted);
        assertTrue(predicted.contains("1 no time that can be read"), predicted);
        var refused = assertThrows(DataException.class, () -> train(conf(SHOPS), 2));
        assertTrue(
                refused.getMessage().contains("1 steps missing before this time"),
                refused.getMessage());
    }

    @Test
    void aTableThatTrainingDidNotSeeMayBeRefused() throws IOException {
        write(rows(), 1);
        train(conf(SHOPS, "training.epochs=1"), 2);
        var rows = new ArrayList<>(rows());
        for (int i = 0; i < 5; i++) {
            rows.add("south,yesterday,5,false");
        }
        write(rows, 1);
        var refused = assertThrows(DataException.class, () -> evaluate("train"));
        assertTrue(
                refused.getMessage().contains("rows are bad")
                        && refused.getMessage().contains("5 no time that can be read"),
                refused.getMessage());
    }

    @Test
    void aTableThatDoesNotFitIsRefused() throws IOException {
        write(rows(), 1);
        refused("has no column Sales2", "data.train.series.values=Sales2");
        refused("every: expected a step of the times", "data.train.series.every=1");
        refused("no series has a whole horizon in its validation set", "data.validation=0.01");
        refused("too few steps in a row", "data.train.series.window=500");
    }

    private void refused(String message, String setting) {
        var e = assertThrows(DataException.class, () -> train(conf(SHOPS, setting), 2));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void programsForecastTheirOwnRows() throws IOException {
        write(rows(), 1);
        try (var session = LocalSession.open(2)) {
            var rows =
                    session.read()
                            .option("header", "true")
                            .option("inferSchema", "true")
                            .csv(folder.resolve("train").toString());
            var model = Unroll.fit(rows, conf(SHOPS, "training.epochs=1"));
            var found = model.score(rows);
            assertEquals(DataTypes.DateType, found.schema().apply("day").dataType());
            assertEquals(10, found.count());
            assertEquals(
                    day(DAYS + 4),
                    found.orderBy(found.col("day").desc()).first().getDate(3).toString());
            assertEquals(48, model.evaluate(rows).counts().get("windows"));
        }
    }
}
